"""The person, who owns all evidence, and the user, who signs in."""

import datetime as dt
import uuid
import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation, validate_time_zone

ROLES = ("learner", "trainer", "manager", "administrator")


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self) -> "PersonQuerySet":
        """People who were not merged into another person."""
        return self.filter(merged_into__isnull=True)

    def employed(self, on: dt.date) -> "PersonQuerySet":
        """People in post on a day: hired by then (or no date known) and not yet left."""
        return self.present().filter(
            models.Q(hired_on__isnull=True) | models.Q(hired_on__lte=on),
            models.Q(left_on__isnull=True) | models.Q(left_on__gt=on),
        )


class Person(models.Model):
    """The human being to whom all evidence belongs, with or without a login.

    People change logins, leave, return and are merged; their evidence stays theirs. Roles add up:
    one person may learn, author and manage.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    external_id = models.CharField(
        max_length=100, blank=True, help_text=_("The number or code that HR knows this person by.")
    )
    name = models.CharField(
        max_length=200, help_text=_("As it should print on a certificate, in any script.")
    )
    sort_name = models.CharField(max_length=200, blank=True, db_index=True)
    profession = models.CharField(max_length=120, blank=True)
    job_code = models.CharField(max_length=60, blank=True)
    preferred_language = models.CharField(max_length=12, blank=True)
    own_time_zone = models.CharField(max_length=64, blank=True, validators=[validate_time_zone])
    hired_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    is_learner = models.BooleanField(default=True)
    is_trainer = models.BooleanField(default=False)
    is_manager = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "name", "pk"]
        constraints = [
            # An HR number names one person in an organisation; people without one are many.
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="person_external_id_once",
                violation_error_message=_("Another person already has this external ID."),
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")), name="person_not_merged_into_self"
            ),
        ]
        indexes = [
            # The people list of a manager or administrator, by name.
            models.Index(fields=["organisation", "sort_name", "name"], name="person_by_name"),
            # The professions to filter by, and the time zones in which a day may differ.
            models.Index(
                fields=["organisation", "profession", "own_time_zone"], name="person_facets"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        if not self.sort_name:
            self.sort_name = sort_name_of(self.name)
        super().save(*args, **kwargs)

    @property
    def time_zone(self) -> zoneinfo.ZoneInfo:
        """The person's own zone, else the organisation's: a deadline ends at this midnight."""
        return zoneinfo.ZoneInfo(self.own_time_zone or self.organisation.time_zone)

    @property
    def roles(self) -> list[str]:
        return [role for role in ROLES if getattr(self, f"is_{role}")]

    @property
    def as_now(self) -> "Person":
        """This person, or the one they were merged into."""
        return self if self.merged_into_id is None else self.merged_into

    @property
    def selves(self) -> models.QuerySet["Person", dict[str, int]]:
        """Ids of this person and of everybody merged into them: whose rows are this person's.

        Evidence stays with whoever earned it, so what somebody *has* is asked with
        `person__in=person.selves`. It is a part of the statement and no query of its own.
        """
        either = models.Q(pk=self.pk) | models.Q(merged_into=self.pk)
        return Person.objects.filter(either).order_by().values("pk")

    def today(self, now: dt.datetime) -> dt.date:
        """The date on this person's wall at the instant `now`."""
        return now.astimezone(self.time_zone).date()

    def has_left(self, on: dt.date) -> bool:
        """Whether this person no longer works here on that day.

        What they earned stays theirs to fetch; what their roles let them do to others has ended.
        """
        return self.left_on is not None and self.left_on <= on

    @property
    def is_at_work(self) -> bool:
        """Whether their roles hold at this moment, for doors and menus."""
        return not self.has_left(self.today(timezone.now()))


def sort_name_of(name: str) -> str:
    """A name's key in lists: its last word first. A person's own `sort_name` overrides it."""
    words = name.split()
    return " ".join([words[-1], *words[:-1]])[:200] if words else ""


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset()

    def create_user(self, email: str, person: Person, password: str | None = None, **extra):
        user = self.model(email=self.normalize_email(email).lower(), person=person, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A login: an e-mail address and a password, belonging to one person."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="users")
    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return self.person.name

    def get_short_name(self) -> str:
        return self.person.name

    # Wagtail reads and orders by these where it lists users.
    @property
    def first_name(self) -> str:
        return self.person.name

    @property
    def last_name(self) -> str:
        return ""

    @property
    def is_staff(self) -> bool:
        """True where the Wagtail admin is this person's place of work."""
        return self.person.is_trainer or self.person.is_administrator
