"""What every page about one case in the admin shares: who may see it, its name, the way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from scenarios.models import Scenario


class CasePage(WagtailAdminTemplateMixin, TemplateView):
    """A page about one case, for those who may change cases."""

    permission = "scenarios.change_scenario"
    header_icon = "scenario"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.scenario = self.get_scenario(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_scenario(self, pk: int) -> Scenario:
        """The case of the address."""
        return get_object_or_404(Scenario, pk=pk)

    def get_breadcrumbs_items(self):
        names = self.scenario.snippet_viewset.get_url_name
        return [
            *self.breadcrumbs_items,
            {"url": reverse(names("list")), "label": _("Cases")},
            {"url": reverse(names("edit"), args=[self.scenario.pk]), "label": self.scenario.title},
            {"url": "", "label": self.page_title},
        ]

    def get_page_subtitle(self):
        return self.scenario.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scenario=self.scenario, **kwargs)
