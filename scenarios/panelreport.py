"""What a trainer reads of a panel: who was asked and how far they are, and what they said."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from scenarios import concordance, texts
from scenarios.concordance import PanelView
from scenarios.graph import Scene
from scenarios.models import PanelMember, PanelResponse
from scenarios.panelforms import choices
from scenarios.services import panels, versions
from scenarios.services.versions import Case


@dataclass(frozen=True)
class Standing:
    """How far somebody is who was asked: in words, and whether there is still an answer to come."""

    member: PanelMember
    words: str
    waits: bool = False


def members(scenario_uuid: uuid.UUID, count: int, now: dt.datetime) -> list[Standing]:
    """Everybody who was asked about a case, by name. One query."""
    found: QuerySet[PanelMember] = (
        PanelMember.objects.filter(scenario_uuid=scenario_uuid)
        .select_related("version__withdrawal")
        .annotate(answered=Count("responses"))
        .order_by("name", "pk")
    )
    return [_standing(member, count, now) for member in found]


def _standing(member: Any, count: int, now: dt.datetime) -> Standing:
    if member.revoked_at:
        return Standing(member, _("Taken back on %(day)s") % _day(member.revoked_at))
    if member.has_withdrawn:
        return Standing(member, _("Withdrew on %(day)s") % _day(member.consented_at))
    if member.finished_at:
        return Standing(member, _("Answered on %(day)s") % _day(member.finished_at))
    if member.declined_at:
        return Standing(member, _("Said no on %(day)s") % _day(member.declined_at))
    if member.takes_part and panels.withdrawal_of(member):
        return Standing(member, _("Began a version that was withdrawn: ask again"))
    if member.expires_at is None or member.expires_at <= now:
        return Standing(member, _("The link has run out"))
    if member.answered:
        words = _("Began: %(done)d of %(count)d") % {"done": member.answered, "count": count}
        return Standing(member, words, waits=True)
    if member.sent_at is None:
        return Standing(member, _("The e-mail did not leave"), waits=True)
    return Standing(member, _("Asked, has until %(day)s") % _day(member.expires_at), waits=True)


def _day(at: dt.datetime) -> dict[str, str]:
    return {"day": date_format(at, "DATE_FORMAT")}


@dataclass
class Item:
    """One scene that the panel answered, as its report shows it."""

    scene: Scene
    title: str
    question: str
    view: PanelView
    answers: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)


@dataclass
class Said:
    """Everything that the panel of a case said."""

    items: list[Item]
    people: int
    # Concordance questions, and how many of them the panel thinks without effect.
    concordance: int = 0
    idle: int = 0

    @property
    def is_idle(self) -> bool:
        """Whether more than one in ten concordance questions have the middle as their answer."""
        return 10 * self.idle > self.concordance


def said(case: Case) -> Said:
    """The report of a case's panel: one query, however many scenes and people."""
    rows = list(panels.counted(scenario_uuid=case.scenario_uuid))
    items = [_item(scene, rows) for scene in panels.questions(case)]
    sct = [item for item in items if item.scene.prompt and item.scene.prompt.type == "likert_sct"]
    idle = [item for item in sct if concordance.without_effect(item.scene, item.view)]
    return Said(
        items=items,
        people=len({row.member_id for row in rows}),
        concordance=len(sct),
        idle=len(idle),
    )


def _item(scene: Scene, rows: list[PanelResponse]) -> Item:
    here = [row for row in rows if row.scene_key == scene.key]
    fitting = [row for row in here if panels.fits(row, scene)]
    view = panels.view_of(fitting, quiet_too=True)
    answers = [
        {
            "label": label,
            "count": view.counts.get(key, 0),
            "share": view.share(key),
            "voices": view.said(key),
        }
        for key, label in choices(scene)
    ] or [{"label": "", "count": view.people, "share": 100, "voices": view.voices}]
    notes = [
        problem.message
        for problem in concordance.weak(
            scene, view.counts, [row.member.perspectives for row in fitting]
        )
    ]
    if concordance.without_effect(scene, view):
        notes.append(
            _("Most of the panel say that the new fact changes nothing: choose a fact that does.")
        )
    return Item(
        scene=scene,
        title=texts.typographic(scene.title),
        question=texts.typographic(scene.prompt.question) if scene.prompt else "",
        view=view,
        answers=answers,
        notes=[*notes, *_older(scene, here, fitting)],
    )


def _older(scene: Scene, here: list[PanelResponse], fitting: list[PanelResponse]) -> list[str]:
    """What to know of answers to earlier versions: set aside, or given to other words."""
    found = []
    aside = len(here) - len(fitting)
    if aside:
        found.append(
            _("Set aside, since the choices were others then: answers of %(count)d people.")
            % {"count": aside}
        )
    reworded = [
        row
        for row in fitting
        if (then := versions.case_of(row.version.uuid).graph.scene.get(scene.key)) is not None
        and not concordance.same_words(then, scene)
    ]
    if reworded:
        found.append(
            _("The words of this scene have changed since %(count)d of these answers were given.")
            % {"count": len(reworded)}
        )
    return found
