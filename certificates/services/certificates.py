"""Issue, correct and revoke certificates. Bytes are stored first, the row that names them after."""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.urls import reverse

from certificates import codes, rendering, texts
from certificates.models import Award, Certificate, Revocation
from certificates.services import numbers
from courses.people.models import Person
from courses.services import events

# What a correction may say anew. Dates, course and edition are the completion's own.
CORRECTABLE = frozenset(
    {"name", "credits", "presenters", "objectives", "provider", "accreditation"}
)


class AboutThemselves(Exception):
    """Nobody corrects or revokes their own certificate."""


class AlreadySuperseded(Exception):
    """Another certificate has replaced this one; the newest is the one to act on."""


class AlreadyRevoked(Exception):
    """This certificate was revoked."""


class NotCorrectable(Exception):
    """A correction named a fact that no correction may change."""


class NothingToCorrect(Exception):
    """The correction says what the certificate says already."""


def issue(*, award: Award, now: dt.datetime) -> Certificate:
    """The first certificate of an award, made the first time it is asked for.

    Raises what `rendering.render` raises, or the storage's error; no row is left then, and the
    award stays queued for `services.issuing.sweep`.
    """
    existing = _first(award)
    if existing is not None:
        return existing
    facts = _printed(award.facts, number=award.number, code=award.code)
    pdf = rendering.render(facts=facts)
    name = _store(pdf)
    try:
        with transaction.atomic():
            return _insert(award=award, facts=facts, pdf=pdf, pdf_name=name, now=now)
    except IntegrityError:  # another worker issued it in the meantime
        storages["private"].delete(name)
        written = _first(award)
        if written is None:
            raise
        return written


def correct(
    *,
    certificate: Certificate,
    facts: dict[str, Any],
    reason: str,
    actor: Person,
    now: dt.datetime,
) -> Certificate:
    """Issue a certificate that supersedes another, with some of its facts put right.

    It gets a number and a code of its own. Raises `AboutThemselves`, `NotCorrectable`,
    `NothingToCorrect`, `AlreadyRevoked`, `AlreadySuperseded`, or what rendering and storing raise.
    """
    if unknown := set(facts) - CORRECTABLE:
        raise NotCorrectable(", ".join(sorted(unknown)))
    if "name" in facts:
        facts = {**facts, "name": texts.printable(facts["name"])}
    if all(certificate.facts[key] == value for key, value in facts.items()):
        raise NothingToCorrect(certificate.number)
    pdf_name = ""
    try:
        with transaction.atomic():
            award = _lock(certificate, actor)
            printed = _printed(
                {**certificate.facts, **facts},
                number=numbers.next_number(year=now.year),
                code=codes.new(),
                replaces=certificate.number,
            )
            pdf = rendering.render(facts=printed)
            pdf_name = _store(pdf)
            return _insert(
                award=award,
                facts=printed,
                pdf=pdf,
                pdf_name=pdf_name,
                now=now,
                supersedes=certificate,
                issued_by=actor,
                reason=reason,
            )
    except IntegrityError as error:
        if pdf_name:
            storages["private"].delete(pdf_name)
        raise AlreadySuperseded(certificate.number) from error


@transaction.atomic
def revoke(
    *, certificate: Certificate, kind: str, reason: str, actor: Person, now: dt.datetime
) -> Revocation:
    """End a certificate for good. Its row and its bytes stay.

    Raises `AboutThemselves`, `AlreadyRevoked` or `AlreadySuperseded`.
    """
    award = _lock(certificate, actor)
    row = Revocation.objects.create(
        certificate=certificate,
        kind=Revocation.Kind(kind),
        reason=reason,
        revoked_at=now,
        revoked_by=actor,
    )
    events.record(
        verb="revoked",
        object_type="certificate",
        object_uuid=certificate.uuid,
        person_id=award.completion.person_id,
        actor=actor,
        now=now,
        data={"kind": row.kind},
    )
    return row


def _lock(certificate: Certificate, actor: Person) -> Award:
    """Hold a certificate's award, so that one act at a time ends a certificate; refuse a second."""
    award = (
        Award.objects.select_for_update(of=("self",))
        .select_related("completion")
        .get(pk=certificate.award_id)
    )
    if actor.selves.filter(pk=award.completion.person_id).exists():
        raise AboutThemselves(certificate.number)
    if Revocation.objects.filter(certificate_id=certificate.pk).exists():
        raise AlreadyRevoked(certificate.number)
    if Certificate.objects.filter(supersedes_id=certificate.pk).exists():
        raise AlreadySuperseded(certificate.number)
    return award


def _first(award: Award) -> Certificate | None:
    return Certificate.objects.filter(award_id=award.pk, supersedes__isnull=True).first()


def _printed(
    facts: dict[str, Any], *, number: str, code: str, replaces: str = ""
) -> dict[str, Any]:
    """The facts of an award, and what one document of it says besides."""
    address = f"{settings.BASE_URL.rstrip('/')}{reverse('verify:code', args=[code])}"
    return {
        **facts,
        "number": number,
        "code": code,
        "verify_address": address,
        "replaces": replaces,
    }


def _store(pdf: bytes) -> str:
    """Keep bytes in private storage under a name that nobody can guess; return the name."""
    token = secrets.token_hex(24)
    name: str = storages["private"].save(
        f"certificates/{token[:2]}/{token[2:]}.pdf", ContentFile(pdf)
    )
    return name


def _insert(
    *,
    award: Award,
    facts: dict[str, Any],
    pdf: bytes,
    pdf_name: str,
    now: dt.datetime,
    supersedes: Certificate | None = None,
    issued_by: Person | None = None,
    reason: str = "",
) -> Certificate:
    row = Certificate.objects.create(
        award=award,
        supersedes=supersedes,
        number=facts["number"],
        code=facts["code"],
        facts=facts,
        pdf_name=pdf_name,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        pdf_bytes=len(pdf),
        template_version=rendering.TEMPLATE_VERSION,
        issued_at=now,
        issued_by=issued_by,
        reason=reason,
    )
    events.record(
        verb="corrected" if supersedes else "issued",
        object_type="certificate",
        object_uuid=row.uuid,
        person_id=award.completion.person_id,
        actor=issued_by,
        now=now,
        data={"award": str(award.uuid)},
    )
    return row
