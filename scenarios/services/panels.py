"""Ask experienced colleagues about a case, keep what they answer, and tell what they agreed to.

For the player, the debrief and reports there are `view` (one scene) and `views` (a whole case).
"""

import datetime as dt
import hashlib
import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from courses.people.models import Person, User
from scenarios import concordance
from scenarios.concordance import Heard, PanelView, Voice
from scenarios.graph import Graph, Scene
from scenarios.models import PanelMember, PanelResponse, VersionWithdrawal
from scenarios.services import versions

ANSWER_DAYS = 30  # for an invitation to be answered
KEEP_DAYS = 365  # for somebody who has answered to change their mind about what is shown
MOST = 200  # people who are asked about one case
MAX_REASON = 3_000
WHO_ASKED = ("invited_by__person__organisation",)

Consent = PanelMember.Consent
SHOWING = (Consent.COUNTED, Consent.UNNAMED, Consent.NAMED)


class AlreadyInvited(Exception):
    """This address was asked about this case before."""


class NotPublished(Exception):
    """There is no version of the case that a panel could answer."""


class TooMany(Exception):
    """So many were asked about this case that somebody should look at the list first."""


class Closed(Exception):
    """The answers were sent, or never begun, or their author has withdrawn."""


class NoSuchAnswer(Exception):
    """The scene is not asked about, or has no such answer."""


class Withdrawn(Closed):
    """The version of the case that is answered was withdrawn: nobody is asked about it any more."""


class Incomplete(Exception):
    """Some scenes have no answer yet, or one without a reason."""


# --- What the panel said ------------------------------------------------------------------


def view(*, scenario_uuid: uuid.UUID, scene_key: str, scene: Scene | None = None) -> PanelView:
    """What the panel of a case answered in one scene: counts, and consenting members' voices.

    One query. Only members count who sent their answers, agreed, and were not taken back; an empty
    `PanelView` (which is false) where nobody did. Give the learner's own `scene`, and answers to an
    older question with other choices are left out.

    It does not ask whether the learner may know yet: call it only once `scene.panel`, or else the
    case's `panel_show`, says so.
    """
    rows = counted(scenario_uuid=scenario_uuid).filter(scene_key=scene_key)
    return view_of([row for row in rows if fits(row, scene)])


def views(*, scenario_uuid: uuid.UUID, graph: Graph | None = None) -> dict[str, PanelView]:
    """What the panel answered in every scene, by scene key; as `view`, for a debrief. One query."""
    found: dict[str, list[PanelResponse]] = defaultdict(list)
    for row in counted(scenario_uuid=scenario_uuid):
        scene = graph.scene.get(row.scene_key) if graph else None
        if (graph is None or scene is not None) and fits(row, scene):
            found[row.scene_key].append(row)
    return {key: view_of(rows) for key, rows in found.items()}


def counted(*, scenario_uuid: uuid.UUID) -> QuerySet[PanelResponse]:
    """The answers that count, with their members and versions, in an order that tells nothing."""
    return (
        PanelResponse.objects.filter(
            member__scenario_uuid=scenario_uuid,
            member__consent__in=SHOWING,
            member__finished_at__isnull=False,
            member__revoked_at__isnull=True,
        )
        .select_related("member", "version")
        .order_by("member__uuid")
    )


def heard(*, scenario_uuid: uuid.UUID) -> dict[str, list[Heard]]:
    """The facts of a panel's answers that the check of a draft weighs, by scene. One query."""
    found: dict[str, list[Heard]] = defaultdict(list)
    for row in counted(scenario_uuid=scenario_uuid):
        then = versions.case_of(row.version.uuid).graph.scene.get(row.scene_key)
        if then is not None:
            offered = frozenset(concordance.options(then))
            found[row.scene_key].append(
                Heard(offered, answer_of(row), tuple(row.member.perspectives))
            )
    return dict(found)


def answer_of(row: PanelResponse) -> str:
    """What was answered, as one word: a choice key, a number of the scale, or nothing."""
    return row.choice_key or ("" if row.scale is None else str(row.scale))


def fits(row: PanelResponse, scene: Scene | None) -> bool:
    """Whether an answer can stand for a scene as it is now: the same question, the same choices."""
    if scene is None:
        return True
    then = versions.case_of(row.version.uuid).graph.scene.get(row.scene_key)
    return then is not None and concordance.same_question(then, scene)


def view_of(rows: list[PanelResponse], *, quiet_too: bool = False) -> PanelView:
    """Answers to one scene as a view; a trainer reads those too that are only counted, nameless."""
    counts = Counter(answer for row in rows if (answer := answer_of(row)))
    return PanelView(
        people=len(rows),
        counts=dict(counts),
        voices=tuple(
            _voice(row) for row in rows if quiet_too or row.member.consent != Consent.COUNTED
        ),
    )


def _voice(row: PanelResponse) -> Voice:
    member = row.member
    named = member.consent == Consent.NAMED
    return Voice(
        answer=answer_of(row),
        reason=row.reason,
        perspectives=tuple(member.perspectives),
        name=member.name if named else "",
        credentials=member.credentials if named else "",
    )


# --- Who is asked -------------------------------------------------------------------------


def invite(
    *,
    scenario_uuid: uuid.UUID,
    name: str,
    email: str,
    perspectives: Iterable[str],
    by: User | None,
    now: dt.datetime,
    credentials: str = "",
    message: str = "",
) -> tuple[PanelMember, str]:
    """Ask somebody about a case. Returns the member and the code of their link, which is nowhere
    else: e-mail it with `panelmail.send`.

    An address that signs in here makes the member that person's. Raises `NotPublished`,
    `AlreadyInvited` or `TooMany`.
    """
    if versions.newest_open(scenario_uuid=scenario_uuid) is None:
        raise NotPublished(str(scenario_uuid))
    if PanelMember.objects.filter(scenario_uuid=scenario_uuid).count() >= MOST:
        raise TooMany(str(scenario_uuid))
    email = email.strip().lower()
    code = _new_code()
    member = PanelMember(
        scenario_uuid=scenario_uuid,
        person=_person(email) if email else None,
        name=name.strip(),
        email=email,
        credentials=credentials.strip(),
        perspectives=list(perspectives),
        message=message.strip(),
        code=hashed(code),
        invited_at=now,
        invited_by=by,
        expires_at=now + dt.timedelta(days=ANSWER_DAYS),
    )
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        raise AlreadyInvited(email) from None
    return member, code


def _person(email: str) -> Person | None:
    user = User.objects.filter(email__iexact=email).select_related("person__merged_into").first()
    return user.person.as_now if user else None


def invite_again(*, member: PanelMember, now: dt.datetime) -> str:
    """Give a member a new link; the old one opens nothing from now on. Returns the new code.

    What was answered stays. Who had declined, withdrawn or was taken back is asked anew, and so is
    who had not sent their answers to a version that was withdrawn: about the newest one.
    """
    code = _new_code()
    changes: dict[str, object] = {
        "code": hashed(code),
        "expires_at": now + dt.timedelta(days=KEEP_DAYS if member.finished_at else ANSWER_DAYS),
        "revoked_at": None,
        "declined_at": None,
        "sent_at": None,
    }
    if member.has_withdrawn or (withdrawal_of(member) and member.finished_at is None):
        changes |= {"consent": Consent.NONE, "consented_at": None, "finished_at": None}
        changes |= {"version": None, "expires_at": now + dt.timedelta(days=ANSWER_DAYS)}
    _change(member, **changes)
    return code


def revoke(*, member: PanelMember, now: dt.datetime) -> None:
    """Take an invitation back: its link opens nothing, and none of its answers counts."""
    if member.revoked_at is None:
        _change(member, revoked_at=now)


def mark_sent(*, member: PanelMember, now: dt.datetime) -> None:
    """Note that an e-mail with the present link has left."""
    _change(member, sent_at=now)


def member_by(*, code: str, now: dt.datetime) -> PanelMember:
    """The member whose link this is. Raises `PanelMember.DoesNotExist` alike for a code that nobody
    has, that has run out, or that was taken back.
    """
    return PanelMember.objects.select_related("version__withdrawal", *WHO_ASKED).get(
        code=hashed(code), expires_at__gt=now, revoked_at__isnull=True
    )


def hashed(code: str) -> str:
    """What is kept of a code: who reads the database opens no link."""
    return hashlib.sha256(code.encode()).hexdigest()


def _new_code() -> str:
    return secrets.token_urlsafe(24)


def _change(member: PanelMember, **values: object) -> None:
    for name, value in values.items():
        setattr(member, name, value)
    member.save(update_fields=list(values))


# --- What a member does -------------------------------------------------------------------


def case_for(*, member: PanelMember) -> versions.Case:
    """The case as this member answers it: the version they began with, else the newest one.

    Raises `NotPublished` while there is none that may be played.
    """
    version = member.version or versions.newest_open(scenario_uuid=member.scenario_uuid)
    if version is None:
        raise NotPublished(str(member.scenario_uuid))
    return versions.case_of(version.uuid)


def withdrawal_of(member: PanelMember) -> VersionWithdrawal | None:
    """The withdrawal of the version that a member answers, if it was withdrawn."""
    return getattr(member.version, "withdrawal", None) if member.version else None


def questions(case: versions.Case) -> list[Scene]:
    """The scenes that the panel of a case answers."""
    return concordance.asked(case.graph, case.head.get("panel_show", "debrief"))


def agree(
    *,
    member: PanelMember,
    consent: str,
    now: dt.datetime,
    name: str = "",
    credentials: str | None = None,
) -> None:
    """Take part, or change what is shown: how much, and the name and credentials that would be.
    The first time pins the version that is answered.

    Raises `Closed` for somebody who has withdrawn, and `NotPublished`.
    """
    if member.has_withdrawn or consent not in SHOWING:
        raise Closed(str(member.uuid))
    changes: dict[str, object] = {"consent": consent, "consented_at": now, "declined_at": None}
    if name.strip():
        changes["name"] = name.strip()
    if credentials is not None:
        changes["credentials"] = credentials.strip()
    if member.version is None:
        newest = versions.newest_open(scenario_uuid=member.scenario_uuid)
        if newest is None:
            raise NotPublished(str(member.scenario_uuid))
        changes["version"] = newest
    _change(member, **changes)


def decline(*, member: PanelMember, now: dt.datetime) -> None:
    """Say no. It can still be changed into a yes while the link is open."""
    if not member.takes_part and not member.has_withdrawn and member.declined_at is None:
        _change(member, declined_at=now)


@transaction.atomic
def withdraw(*, member: PanelMember, now: dt.datetime) -> None:
    """Take everything back: the answers are deleted, and nothing is counted or shown any more."""
    PanelResponse.objects.filter(member=member).delete()
    _change(member, consent=Consent.WITHDRAWN, consented_at=now, finished_at=None)


@transaction.atomic
def answer(
    *,
    member: PanelMember,
    scene_key: str,
    choice_key: str = "",
    scale: int | None = None,
    reason: str = "",
    now: dt.datetime,
) -> PanelResponse:
    """Keep what a member would do in a scene, and why; a later answer replaces it until they send.

    It may be unfinished: `finish` asks for the rest. Raises `Closed`, `Withdrawn` or
    `NoSuchAnswer`.
    """
    held = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not held.takes_part or held.finished_at is not None or held.revoked_at is not None:
        raise Closed(str(member.uuid))
    _still_asked(held)
    case = case_for(member=held)
    scene = next((each for each in questions(case) if each.key == scene_key), None)
    given = choice_key or ("" if scale is None else str(scale))
    if scene is None or (given and given not in concordance.options(scene)):
        raise NoSuchAnswer(scene_key)
    row, _made = PanelResponse.objects.update_or_create(
        member=held,
        scene_key=scene_key,
        defaults={
            "version_id": case.version_id,
            "choice_key": choice_key,
            "scale": scale,
            "reason": reason.strip()[:MAX_REASON],
            "at": now,
        },
    )
    return row


def _still_asked(member: PanelMember) -> None:
    if VersionWithdrawal.objects.filter(version=member.version_id).exists():
        raise Withdrawn(str(member.uuid))


def answers(*, member: PanelMember) -> dict[str, PanelResponse]:
    """What a member has answered so far, by scene."""
    return {row.scene_key: row for row in PanelResponse.objects.filter(member=member)}


def is_complete(scene: Scene, row: PanelResponse | None) -> bool:
    """Whether an answer has a reason, and one of the options where there are any."""
    return bool(row and row.reason and (answer_of(row) or not concordance.options(scene)))


@transaction.atomic
def finish(*, member: PanelMember, now: dt.datetime) -> None:
    """Send the answers: from now on they are counted and cannot be changed. Twice is once.

    The link stays open for a year, to change what is shown or to withdraw. Raises `Incomplete`,
    or `Closed` for somebody who does not take part.
    """
    held = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not held.takes_part or held.revoked_at is not None:
        raise Closed(str(member.uuid))
    if held.finished_at is not None:
        return
    _still_asked(held)
    given = answers(member=held)
    scenes = questions(case_for(member=held))
    if not scenes or not all(is_complete(scene, given.get(scene.key)) for scene in scenes):
        raise Incomplete(str(member.uuid))
    _change(member, finished_at=now, expires_at=now + dt.timedelta(days=KEEP_DAYS))
