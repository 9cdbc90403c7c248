"""The human document of an award, and what may end it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates import credit
from certificates.models.awards import Award
from courses.models import AppendOnlyModel
from courses.models.appendonly import AppendOnlyQuerySet
from courses.people.models import Person


class CertificateQuerySet(AppendOnlyQuerySet):
    def in_state(self, state: str) -> "CertificateQuerySet":
        """Those that are valid, revoked or superseded; see `Certificate.state`."""
        return self.filter(
            revocation__isnull=state != Certificate.State.REVOKED,
            superseded_by__isnull=state != Certificate.State.SUPERSEDED,
        )


class Certificate(AppendOnlyModel):
    """One PDF as issued: its bytes lie in private storage, their SHA-256 stands here.

    Inserted whole by `services.certificates.issue` (the first of an award) or `.correct` (one that
    replaces another), after its bytes are stored. Never rendered again and never changed; whether
    it still holds is told by a `Revocation` or by a later certificate that `supersedes` it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="certificates")
    # One successor each: of two corrections made at the same moment the second is refused.
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    # The first certificate has its award's number and code; a correction has its own.
    number = models.CharField(max_length=20, unique=True)
    code = models.CharField(max_length=28, unique=True)
    facts = models.JSONField()  # exactly what was printed
    pdf_name = models.CharField(max_length=120, unique=True)  # in storages["private"]
    pdf_sha256 = models.CharField(max_length=64)
    pdf_bytes = models.PositiveIntegerField()
    template_version = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    # Who corrected it and why; empty on a first certificate.
    issued_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            # One first certificate an award: eight workers at once leave one.
            models.UniqueConstraint(
                fields=["award"],
                condition=models.Q(supersedes__isnull=True),
                name="certificate_first_once",
            ),
        ]

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")
        SUPERSEDED = "superseded", _("superseded")

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> "Certificate.State":
        """Whether it holds; loaded with `revocation` and `superseded_by` it asks no query."""
        if hasattr(self, "revocation"):
            return self.State.REVOKED
        if hasattr(self, "superseded_by"):
            return self.State.SUPERSEDED
        return self.State.VALID

    def get_state_display(self) -> str:
        return str(self.state.label)

    @property
    def printed_name(self) -> str:
        return self.facts["name"]

    @property
    def course_title(self) -> str:
        return self.facts["course"]["title"]

    @property
    def completed_on(self) -> str:
        """The day of completion in the person's zone, as an ISO date."""
        return self.facts["completed"]["on"]

    @property
    def credit_text(self) -> str:
        return "; ".join(credit.detail(self.facts["credits"]))


class Revocation(AppendOnlyModel):
    """The dated fact that a certificate no longer holds. Written by `services.certificates.revoke`.

    The certificate's row and its bytes stay. There is no way back: a new certificate needs a new
    completion.
    """

    class Kind(models.TextChoices):
        ERROR = "error", _("issued in error")
        REQUIREMENTS = "requirements", _("requirements not met")
        WITHDRAWN = "withdrawn", _("withdrawn")

    # One revocation each: the second of two at the same moment is refused.
    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="revocation"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)  # the one word shown in public
    reason = models.CharField(max_length=500)  # for administrators
    revoked_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.certificate}: {self.kind}"
