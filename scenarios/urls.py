"""The learner's addresses, mounted at /learn/."""

from django.urls import path

from scenarios.views import moving, play, roads, sharing

app_name = "cases"
urlpatterns = [
    path("case/<uuid:attempt>/", play.play, name="play"),
    path("case/<uuid:attempt>/choose/", play.choose, name="choose"),
    path("case/<uuid:attempt>/on/", play.advance, name="advance"),
    path("case/<uuid:attempt>/back/", play.undo, name="undo"),
    path("case/<uuid:attempt>/look/<int:seq>/", play.look, name="look"),
    path("case/<uuid:attempt>/close/", play.close, name="close"),
    path("case/<uuid:attempt>/transcript/", play.transcript, name="transcript"),
    path("case/<uuid:attempt>/timers/", play.timers, name="timers"),
    path("case/<uuid:attempt>/share/<int:seq>/", sharing.share, name="share"),
    path("case/<uuid:attempt>/newer/", moving.accept, name="newer"),
    path("case/<uuid:attempt>/restart/", moving.restart, name="restart"),
    path("case/<uuid:attempt>/road/", roads.fork, name="fork"),
    path("case/road/<uuid:road>/", roads.road, name="road"),
    path("case/road/<uuid:road>/choose/", roads.choose, name="road_choose"),
    path("case/road/<uuid:road>/on/", roads.advance, name="road_advance"),
    path("case/road/<uuid:road>/back/", roads.undo, name="road_undo"),
    path("case/road/<uuid:road>/look/<int:seq>/", roads.look, name="road_look"),
    path("case/road/<uuid:road>/transcript/", roads.transcript, name="road_transcript"),
    path("case/road/<uuid:road>/timers/", roads.timers, name="road_timers"),
    path("case/road/<uuid:road>/close/", roads.close, name="road_close"),
]
