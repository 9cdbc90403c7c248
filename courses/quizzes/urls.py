from django.urls import path

from courses.quizzes.views import play

app_name = "quizzes"
urlpatterns = [
    path("quiz/<uuid:attempt>/", play.play, name="play"),
    path("quiz/<uuid:attempt>/<int:position>/", play.question, name="question"),
    path("quiz/<uuid:attempt>/check/", play.check, name="check"),
    path("quiz/<uuid:attempt>/save/", play.save, name="save"),
    path("quiz/<uuid:attempt>/send/", play.send, name="send"),
    path("quiz/<uuid:attempt>/result/", play.result, name="result"),
    path("quiz/<uuid:attempt>/leave/", play.leave, name="leave"),
]
