from django.urls import path

from courses.compliance.views import arranging, asking, courses, home, merging, people

app_name = "manage"
urlpatterns = [
    path("", home.home, name="home"),
    path("people/", people.table, name="people"),
    path("people/export.<str:kind>", people.export, name="export"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/merge/", merging.find, name="duplicates"),
    path("people/<uuid:kept>/merge/<uuid:merged>/", merging.merge, name="merge"),
    path("accommodations/", arranging.arrange, name="arrange"),
    path(
        "people/<uuid:person>/accommodations/<uuid:accommodation>/end/",
        arranging.end,
        name="arrange_end",
    ),
    path(
        "people/<uuid:person>/release/<uuid:enrolment>/<uuid:activity>/",
        arranging.release,
        name="release",
    ),
    path("courses/<uuid:course>/", courses.course, name="course"),
    path("assign/", asking.choose, name="assign"),
    path("assign/confirm/", asking.confirm, name="confirm"),
    path("assignments/<uuid:assignment>/withdraw/", asking.withdraw, name="withdraw"),
]
