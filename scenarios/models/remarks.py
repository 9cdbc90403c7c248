"""What colleagues say about a draft, and what learners let trainers read."""

import uuid

from django.conf import settings
from django.db import models

from .runs import Justification
from .scenarios import Scenario


class SceneComment(models.Model):
    """A colleague's remark on a scene or a choice of a draft, anchored by its permanent key.

    Written by `services.comments`. Not for learners, and no evidence: it goes with the case.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="scene_comments")
    # A scene's or a choice's key; empty for the whole case.
    anchor = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=2_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class SharedReason(models.Model):
    """A learner's reason that they let others read, without their name.

    A copy of the sealed text, made by `services.reasons.share` when the learner says so and deleted
    when they take it back. It carries no person; the justification that it copies is looked up only
    for its owner. Trainers see reasons of a scene from five people up, and learners see none that a
    trainer has not let be shown.
    """

    justification = models.OneToOneField(
        Justification, on_delete=models.PROTECT, related_name="shared"
    )
    scenario_uuid = models.UUIDField()
    scene_key = models.CharField(max_length=80)
    choice_key = models.CharField(max_length=80)
    text = models.TextField()
    shared_at = models.DateTimeField(null=True)
    # Whether learners may read it; empty while no trainer has decided.
    is_shown = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            # The reasons given in a scene, for the trainers of its case.
            models.Index(fields=["scenario_uuid", "scene_key"], name="shared_reasons_by_scene"),
        ]
