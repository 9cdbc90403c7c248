from django.urls import path

from certificates.views import learner

app_name = "certificates"
urlpatterns = [
    path("", learner.index, name="list"),
    path("of/<uuid:completion>/", learner.of_completion, name="of"),
    path("<uuid:certificate>/", learner.download, name="download"),
]
