"""The learner's addresses, mounted at /learn/."""

from django.urls import path

from scenarios.views import play

app_name = "cases"
urlpatterns = [
    path("case/<uuid:attempt>/", play.play, name="play"),
    path("case/<uuid:attempt>/choose/", play.choose, name="choose"),
    path("case/<uuid:attempt>/on/", play.advance, name="advance"),
    path("case/<uuid:attempt>/back/", play.undo, name="undo"),
    path("case/<uuid:attempt>/close/", play.close, name="close"),
]
