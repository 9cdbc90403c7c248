from django.urls import path

from certificates.views import learner

app_name = "certificates"
urlpatterns = [
    path("", learner.index, name="list"),
    path("<uuid:certificate>/", learner.download, name="download"),
]
