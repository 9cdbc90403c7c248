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


class Perspective(models.Model):
    """From where somebody judges a case: a profession, a life, a culture. Trainers keep the list.

    An invitation copies the words, so that renaming one here changes no answer's label.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("perspective of a panel")
        verbose_name_plural = _("perspectives of panels")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PanelMember(models.Model):
    """Somebody asked to answer a case as an expert. Made by `services.panels.invite`.

    Not a learner: answers here are nobody's attempt. A state row: consent may be given, narrowed
    and withdrawn, and what is shown to learners follows at once. The link in the invitation is the
    only key to the answers; no row holds it, only its hash.
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
    # The hash of the code in the invitation's address.
    code = models.CharField(max_length=64, unique=True, default=new_code, editable=False)
    # What the inviting trainer wrote, in the e-mail and on the first page.
    message = models.TextField(_("message"), max_length=2_000, blank=True)
    # The version that this member answers, whatever is published later: set when they begin.
    version = models.ForeignKey(
        ScenarioVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When the last e-mail left; empty while none did.
    sent_at = models.DateTimeField(null=True, blank=True)
    # From then on the link opens nothing.
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
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

    @property
    def has_withdrawn(self) -> bool:
        """Whether they took part and no longer want to."""
        return self.consent == self.Consent.WITHDRAWN

    @property
    def takes_part(self) -> bool:
        """Whether they agreed, and may still answer or be shown."""
        return self.consent not in (self.Consent.NONE, self.Consent.WITHDRAWN)


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
