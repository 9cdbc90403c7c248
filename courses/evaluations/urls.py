from django.urls import path

from courses.evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("evaluation/<uuid:attempt>/", views.evaluation, name="evaluation"),
]
