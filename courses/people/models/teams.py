"""The tree of teams, and who belonged to and managed which, from when to when."""

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from .organisation import Organisation
from .person import Person


class TeamQuerySet(MP_NodeQuerySet):
    def living(self, on: dt.date) -> "TeamQuerySet":
        """Teams that have not ended by that day."""
        return self.filter(models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=on))

    def lasting(self) -> "TeamQuerySet":
        """Teams without an end, which people may join for good."""
        return self.filter(ended_on__isnull=True)


class TeamManager(MP_NodeManager.from_queryset(TeamQuerySet)):
    def get_queryset(self) -> TeamQuerySet:
        """treebeard's own would leave our filters out."""
        return TeamQuerySet(self.model, using=self._db).order_by("path")


class Team(MP_Node):
    """A node of the organisation's tree. Rights over a team reach every team below it.

    Kept by `services.teams`. A team to which people belonged is ended, not deleted: its past stays.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    external_id = models.CharField(max_length=100, blank=True)
    # The first day on which it is no more.
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamManager()

    class Meta:
        verbose_name = gettext_lazy("team")
        verbose_name_plural = gettext_lazy("teams")
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
        verbose_name = gettext_lazy("membership")
        verbose_name_plural = gettext_lazy("memberships")
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
        return _("%(person)s in %(team)s") % {"person": self.person, "team": self.team}


class Management(Dated):
    """A person manages a team, or deputises for its manager, between two dates."""

    class Kind(models.TextChoices):
        MANAGES = "manages", gettext_lazy("Manages")
        DEPUTISES = "deputises", gettext_lazy("Deputises")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="managements")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="managements")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MANAGES)

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("manager of a team")
        verbose_name_plural = gettext_lazy("managers of teams")

    def __str__(self) -> str:
        return _("%(person)s for %(team)s") % {"person": self.person, "team": self.team}
