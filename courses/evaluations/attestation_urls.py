from django.urls import path

from courses.evaluations import views

app_name = "attestations"
urlpatterns = [
    path("attestation/<uuid:attempt>/", views.sign, name="sign"),
]
