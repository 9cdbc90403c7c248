"""A panel member's addresses, mounted at /panel/. The code in them is the only key."""

from django.urls import path

from scenarios.views import panelists

app_name = "panel"
urlpatterns = [
    path("<str:code>/", panelists.about, name="about"),
    path("<str:code>/no/", panelists.decline, name="decline"),
    path("<str:code>/scene/<int:number>/", panelists.scene, name="scene"),
    path("<str:code>/answers/", panelists.answers, name="answers"),
    path("<str:code>/shown/", panelists.shown, name="shown"),
    path("<str:code>/withdraw/", panelists.withdraw, name="withdraw"),
    # Anything else, half a link included, is answered like a code that nobody has.
    path("<path:rest>", panelists.lost, name="lost"),
]
