from django.urls import path

from courses.people.views import administration

app_name = "people"
urlpatterns = [
    path("", administration.people, name="list"),
    path("add/", administration.add, name="add"),
    path("<uuid:person>/", administration.person, name="person"),
    path("<uuid:person>/roles/", administration.roles, name="roles"),
    path("<uuid:person>/invite/", administration.invite, name="invite"),
    path("<uuid:person>/logins/<uuid:login>/<slug:act>/", administration.login, name="login"),
    path("<uuid:person>/move/", administration.move, name="move"),
    path("<uuid:person>/manage/", administration.manage, name="manage"),
    path("<uuid:person>/<slug:what>/<int:row>/end/", administration.end, name="end"),
]
