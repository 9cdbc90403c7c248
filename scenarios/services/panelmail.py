"""E-mail an invitation to a panel, in plain words, with the link that is its only key."""

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from scenarios.models import PanelMember
from scenarios.services import panels


def address(*, code: str) -> str:
    """The whole address of a member's pages."""
    return settings.BASE_URL.rstrip("/") + reverse("panel:about", args=[code])


def send(*, member: PanelMember, code: str, now: dt.datetime) -> None:
    """E-mail somebody their link, and note that it left. Raises what the mail server raises."""
    case = panels.case_for(member=member)
    inviter = member.invited_by.person if member.invited_by else None
    context = {
        "member": member,
        "case": case,
        "inviter": inviter,
        "count": len(panels.questions(case)),
        "url": address(code=code),
    }
    send_mail(
        _("A case that asks for your judgement: %(title)s") % {"title": case.title},
        render_to_string("scenarios/email/panel.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [member.email],
    )
    panels.mark_sent(member=member, now=now)
