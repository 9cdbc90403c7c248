"""The tree of teams, and who belonged to and managed which, from when to when."""

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from .organisation import Organisation
from .person import Person


class TeamQuerySet(MP_NodeQuerySet):
    pass


class TeamManager(MP_NodeManager.from_queryset(TeamQuerySet)):
    pass


class Team(MP_Node):
    """A node of the organisation's tree. Rights over a team reach every team below it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    external_id = models.CharField(max_length=100, blank=True)

    objects = TeamManager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class DatedQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> "DatedQuerySet":
        """Rows in force on a day; the last day itself no longer counts."""
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day), starts_on__lte=day
        )


class Dated(models.Model):
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="%(class)s_ends_after_start",
            ),
        ]


class Membership(Dated):
    """A person belonged to a team between two dates. A move ends one row and starts another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=models.Q(ends_on__isnull=True),
                name="membership_open_once",
            ),
        ]
        indexes = [
            # `visible_people`: members of a set of teams on a day, read from the index alone.
            models.Index(
                fields=["team", "starts_on", "ends_on", "person"], name="membership_by_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"


class Management(Dated):
    """A person manages a team, or deputises for its manager, between two dates."""

    class Kind(models.TextChoices):
        MANAGES = "manages", _("Manages")
        DEPUTISES = "deputises", _("Deputises")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="managements")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="managements")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MANAGES)

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.team}"
