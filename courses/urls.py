from django.urls import path

from courses.views import brought, learn

app_name = "learn"
urlpatterns = [
    path("", learn.home, name="home"),
    path("accommodations/", learn.accommodations, name="accommodations"),
    path("brought/", brought.mine, name="brought"),
    path("enrol/<uuid:course>/", learn.enrol, name="enrol"),
    path("<uuid:enrolment>/", learn.course, name="course"),
    path("<uuid:enrolment>/begin/<uuid:activity>/", learn.begin, name="begin"),
    path("<uuid:enrolment>/withdraw/", learn.withdraw, name="withdraw"),
    path("review/<uuid:attempt>/", learn.review, name="review"),
    path("<uuid:enrolment>/<slug:module>/", learn.module, name="module"),
]
