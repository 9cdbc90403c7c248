"""What certificates add to the Wagtail admin: accreditation lines, and the register in Reports."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from certificates.models import AccreditationLine
from certificates.permissions import AccreditationPolicy, keeps_register
from certificates.views import register
from certificates.viewsets import AccreditationLineViewSet

register_permission_policy(AccreditationLine, AccreditationPolicy(AccreditationLine))
register_snippet(AccreditationLineViewSet)


class RegisterMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request):
        return keeps_register(request.user.person)


@hooks.register("register_reports_menu_item")
def register_menu_item():
    return RegisterMenuItem(
        _("Certificates"),
        reverse("certificates_register"),
        name="certificates",
        icon_name="clipboard-list",
        order=700,
    )


@hooks.register("register_admin_urls")
def register_urls():
    one = "certificates/<uuid:certificate>/"
    listing, results = register.RegisterView, {"results_only": True}
    return [
        path("reports/certificates/", listing.as_view(), name="certificates_register"),
        path(
            "reports/certificates/results/",
            listing.as_view(**results),
            name="certificates_register_results",
        ),
        path(one, register.detail, name="certificates_detail"),
        path(f"{one}revoke/", register.revoke, name="certificates_revoke"),
        path(f"{one}correct/", register.correct, name="certificates_correct"),
    ]
