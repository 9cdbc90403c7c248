from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "courses.people"
    label = "people"
    verbose_name = "People"


class CandourUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users application, with its pages about users leading to ours."""

    user_viewset = "courses.people.viewsets.UserViewSet"
