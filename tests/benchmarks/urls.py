"""The floors, then everything of the site."""

from django.urls import include, path

from lms.urls import handler400, handler403, handler404, handler500
from lms.urls import urlpatterns as site
from tests.benchmarks import floors

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

bare = [
    path("hello/", floors.hello, name="hello"),
    path("select/", floors.one_select, name="select"),
    path("write/", floors.write, name="write"),
    path("scene/", floors.scene, name="scene"),
    path("step/", floors.step, name="step"),
    path("at-once/", floors.step_at_once, name="at-once"),
    path("report/", floors.report, name="report"),
]
urlpatterns = [path("bare/", include((bare, "floors"))), *site]
