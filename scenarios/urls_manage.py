"""The managers' addresses, mounted at /manage/cases/."""

from django.urls import path

from scenarios.views import teams

app_name = "risks"
urlpatterns = [path("", teams.teams, name="teams")]
