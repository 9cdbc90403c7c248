from django.urls import path

from courses.journals import views

app_name = "journals"
urlpatterns = [
    path("journal/", views.entry_list, name="list"),
    path("journal/<uuid:attempt>/", views.write, name="write"),
    path("journal/<uuid:attempt>/save/", views.autosave, name="autosave"),
    path("journal/<uuid:attempt>/more/", views.more, name="more"),
    path("journal/<uuid:attempt>/versions/", views.version_list, name="versions"),
    path("journal/<uuid:attempt>/versions/<int:number>/", views.version, name="version"),
]
