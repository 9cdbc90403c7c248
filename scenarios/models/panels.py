"""Experienced colleagues who answer a case in advance, with their reasons."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.people.models import Person

from .scenarios import ScenarioVersion


def new_code() -> str:
    """An unguessable code for an invitation's address."""
    return secrets.token_urlsafe(24)


class PanelMember(models.Model):
    """Somebody asked to answer a case as an expert. Made by `services.panels.invite`.

    Not a learner: answers here are nobody's attempt. A state row: consent may be given, narrowed
    and withdrawn, and what is shown to learners follows at once.
    """

    class Consent(models.TextChoices):
        NONE = "", _("Not asked yet")
        COUNTED = "counted", _("Count my choices; show no reasons")
        UNNAMED = "unnamed", _("Show my reasons without my name")
        NAMED = "named", _("Show my reasons with my name")
        WITHDRAWN = "withdrawn", _("Withdrawn: nothing is counted or shown")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # By uuid and not by foreign key: debriefs keep their panel when an author deletes the case.
    scenario_uuid = models.UUIDField(db_index=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    credentials = models.CharField(_("credentials"), max_length=200, blank=True)
    perspectives = models.JSONField(_("perspectives"), default=list, blank=True)
    consent = models.CharField(max_length=12, choices=Consent.choices, blank=True, default="")
    code = models.CharField(max_length=64, unique=True, default=new_code, editable=False)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    consented_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # The same address is asked once about a case.
            models.UniqueConstraint(
                fields=["scenario_uuid", "email"],
                condition=~models.Q(email=""),
                name="panel_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PanelResponse(models.Model):
    """What a panel member would do in one scene, and why. Written by `services.panels.answer`;
    answering again replaces it until the panel member has finished.
    """

    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(ScenarioVersion, on_delete=models.PROTECT, related_name="+")
    scene_key = models.CharField(max_length=80)
    choice_key = models.CharField(max_length=80, blank=True)
    # -2 to +2 in a concordance question, 1 to 5 on another scale.
    scale = models.SmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # One answer of a member to a scene; two clicks change the same row.
            models.UniqueConstraint(fields=["member", "scene_key"], name="panel_answer_once"),
        ]
