"""A story as a graph, with the report of what it took.

Scenes come in the order in which a reader can meet them, so the same story gives the same graph
whatever the order of its file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from scenarios.attachments import counted
from scenarios.condition_checks import Names, sentence
from scenarios.condition_trees import Condition
from scenarios.conditions import Node
from scenarios.graph import (
    Branch,
    Choice,
    Debrief,
    DebriefBlock,
    Effect,
    Ending,
    Feedback,
    Graph,
    Interrupt,
    Kind,
    Position,
    Prompt,
    Scale,
    Scene,
    Section,
)
from scenarios.importing.dialects import Untranslatable
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Edges, Report, Suspect, Tally
from scenarios.importing.naming import choice_key, keys_for, short_hash, slug
from scenarios.importing.prose import escaped, plain
from scenarios.importing.reporting import in_story_order, reported
from scenarios.importing.story import (
    GUARD_MID,
    GUARD_OPEN,
    MOST_PAGES,
    Change,
    Guard,
    Page,
    Story,
    Test,
    Way,
)
from scenarios.importing.variables import Cast, cast_of, effect_of, joined, negated, settled
from scenarios.validation import MAX_SCENES

MARK = re.compile(f"{GUARD_OPEN}(\\d+){GUARD_MID}")
LONGEST_LABEL = 400
LONGEST_TITLE = 200


@dataclass
class Building:
    """A graph being made."""

    story: Story
    keys: dict[str, str] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    cast: Cast = field(default_factory=lambda: Cast({}, {}, {}))
    nodes: dict[int, Node | bool | None] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    names: Names = field(default_factory=Names)
    used: set[str] = field(default_factory=set)


def build(story: Story) -> tuple[Graph, Report]:
    """Return the graph of a story, and the report."""
    if not story.pages:
        raise ImportFault("there is no scene in this file")
    if len(story.pages) > MOST_PAGES:
        raise ImportFault(
            f"it has {len(story.pages):,} scenes, and a case at most {MAX_SCENES:,}",
            mend="Make several stories of it",
        )
    building = Building(story)
    _name(building)
    _settle_tests(building)
    scenes = [_scene(building, page) for page in story.pages]
    graph, files = counted(_whole(building, scenes), story.files)
    return graph, replace(_report(building, graph), attachments=tuple(files))


def _name(building: Building) -> None:
    story = building.story
    given = {page.name: page.key for page in story.pages if page.key}
    building.keys = {
        **keys_for(page.name for page in story.pages if not page.key),
        **given,
    }
    building.used = set(building.keys.values())
    for name, key in building.keys.items():
        building.loose.setdefault(name.strip(), key)
        if story.ignore_case:
            building.loose.setdefault(name.strip().lower(), key)
    building.cast = cast_of(story, building.keys)
    building.taken = {way.key for page in story.pages for way in page.ways if way.key}
    for page in story.pages:
        for way in page.ways:
            if not way.key:
                way.key = choice_key(
                    building.keys[page.name], _target(building, way.to), way.label, building.taken
                )
            if way.name:
                building.cast.choices[way.name] = way.key
    building.names = Names(
        variables={var.key: var.label for var in building.cast.variables.values()},
        scenes={building.keys[page.name]: _title(page) for page in story.pages},
    )


def _target(building: Building, name: str) -> str:
    """The key of a page; for one that doesn't exist, the key that it would have."""
    if not name:
        return ""
    found = building.keys.get(name) or building.loose.get(name.strip())
    if found is None and building.story.ignore_case:
        found = building.loose.get(name.strip().lower())
    if found is not None:
        return found
    missing = slug(name)
    return f"{missing[:33]}-{short_hash(name)}" if missing in building.used else missing


def _settle_tests(building: Building) -> None:
    story = building.story
    for test in story.tests:
        page = test.where if test.where in building.keys else ""
        try:
            if test.expr is None:
                raise Untranslatable(test.reason or "cannot be read")
            building.nodes[id(test)] = settled(test.expr, building.cast, page)
        except Untranslatable as error:
            building.nodes[id(test)] = None
            story.findings.lose(
                "L-COND", _place(building, test.where), f"{test.source} ({error})", "note"
            )


def _place(building: Building, name: str) -> str:
    return building.keys.get(name, name)


def _condition(building: Building, guard: Guard) -> Condition | bool | None:
    """What of a guard can be said; None when nothing must be, a truth value when it is sure."""
    nodes: list[Node | bool] = []
    for test, so in guard:
        node = building.nodes.get(id(test))
        if node is not None:
            nodes.append(node if so else negated(node))
    whole = joined(nodes, every=True)
    if isinstance(whole, bool):
        return None if whole else False
    try:
        return Condition.from_text(Condition(whole).text)
    except ValueError:
        building.story.findings.lose(
            "L-COND", _place(building, guard[0][0].where), guard[-1][0].source, "dropped"
        )
        return None


def _effects(building: Building, page: str, changes: list[Change]) -> tuple[Effect, ...]:
    effects = []
    for change in changes:
        effect = effect_of(change, building.cast)
        if effect is None:
            building.story.findings.lose(
                "L-DATA", _place(building, page), f"{change.op} {change.var} {change.value}"
            )
        else:
            building.story.findings.effects_carried += 1
            effects.append(effect)
    return tuple(effects)


def _title(page: Page) -> str:
    return (plain(page.title or page.name) or page.name)[:LONGEST_TITLE]


def _scene(building: Building, page: Page) -> Scene:
    ways = [way for way in page.ways if _kept(building, page, way)]
    kind = page.kind or _kind(ways)
    scene = Scene(
        key=building.keys[page.name],
        kind=kind,
        title=_title(page),
        section=slug(page.section, "part") if page.section else "",
        body=_body(building, page),
        position=Position(*page.position) if page.position else None,
        media=tuple(page.media),
        on_enter=_effects(building, page.name, page.changes),
        must="visit" if page.must == "visit" else "avoid" if page.must == "avoid" else "none",
        debrief=page.debrief,
        note=page.note,
        checkpoint=page.checkpoint,
        prompt=Prompt(page.question) if kind in ("reflect", "panel") else None,
        ending=_ending(page) if kind == "ending" else None,
    )
    if kind == "decision":
        return replace(scene, choices=_choices(building, page, ways), shuffle=page.shuffle)
    if kind == "chance":
        return replace(
            scene,
            branches=tuple(
                Branch(
                    way.key,
                    way.weight,
                    _target(building, way.to),
                    _effects(building, page.name, way.changes),
                )
                for way in ways
            ),
        )
    return replace(scene, next=_target(building, ways[0].to) if ways and kind != "ending" else "")


def _ending(page: Page) -> Ending:
    return Ending(page.tone)


def _kept(building: Building, page: Page, way: Way) -> bool:
    """Count the way, and leave out what can never be taken."""
    findings = building.story.findings
    target = way.to and (way.to in building.keys or way.to.strip() in building.loose)
    known = target or (building.story.ignore_case and way.to.strip().lower() in building.loose)
    if way.to and not known:
        findings.lost += 1
        findings.lose("L-TARGET", building.keys[page.name], f"{way.label} → {way.to}", "note")
    elif way.to:
        findings.found += 1
    if _condition(building, way.guard) is False:
        findings.lose("L-NEVER", building.keys[page.name], way.label or way.to)
        return False
    return True


def _kind(ways: list[Way]) -> Kind:
    if not ways:
        return "ending"
    only = ways[0]
    bare = not (only.guard or only.changes or only.feedback or only.once or only.rating)
    return "info" if len(ways) == 1 and only.plain and bare and only.to else "decision"


def _choices(building: Building, page: Page, ways: list[Way]) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for way in ways:
        to = _target(building, way.to)
        label = plain(way.label)[:LONGEST_LABEL] or building.names.scenes.get(to, "") or way.to
        condition = _condition(building, way.guard)
        choice = Choice(
            key=way.key,
            label=label or "Go on",
            to=to,
            when=condition if isinstance(condition, Condition) else None,
            effects=_effects(building, page.name, way.changes),
            rating=way.rating,
            points=way.points,
            once=way.once,
            locked="show" if way.locked_text else "hide",
            locked_text=way.locked_text,
            feedback=Feedback(way.feedback, "now" if to == building.keys[page.name] else "debrief")
            if way.feedback
            else Feedback(),
        )
        if not building.story.merges or not any(
            replace(other, key=choice.key) == choice for other in choices
        ):
            choices.append(choice)
    return tuple(choices)


def _body(building: Building, page: Page) -> str:
    """The text, with its guards in words."""

    def words(match: re.Match[str]) -> str:
        number = int(match[1])
        guard = page.guards[number] if number < len(page.guards) else ()
        if not guard:
            return " *(always:)* "
        test, so = guard[-1]
        if not so and any(
            other and other[-1][0] is test and other[-1][1] for other in page.guards[:number]
        ):
            return " *(otherwise:)* "
        return f" *(if {_said(building, test, so)}:)* "

    text = MARK.sub(words, page.text)
    text = re.sub(r"[ \t]*\*\(always:\)\*[ \t]*(?=\\?\n|$|[ \t]*\*\((?:if|otherwise))", " ", text)
    text = re.sub(r"[ \t]{2,}", " ", text)
    return re.sub(r"(?m)^ (?=\S)|[ \t]+$", "", text).strip()


def _said(building: Building, test: Test, so: bool) -> str:
    node = building.nodes.get(id(test))
    if node is None or isinstance(node, bool):
        return f"{'' if so else 'not '}“{escaped(test.source[:120])}”"
    turned = node if so else negated(node)
    return escaped(sentence(turned if not isinstance(turned, bool) else node, building.names))


def _whole(building: Building, scenes: list[Scene]) -> Graph:
    story = building.story
    start = _target(building, story.start) or scenes[0].key
    rules = []
    for rule in story.rules:
        node = building.nodes.get(id(rule.test))
        if node is None or isinstance(node, bool):
            continue
        rules.append(Interrupt(Condition(node), _target(building, rule.to), priority=rule.priority))
    sections = {page.section for page in story.pages if page.section}
    blocks = (DebriefBlock(story.debrief),) if story.debrief else ()
    graph = Graph(
        start=start,
        sections=tuple(Section(slug(name, "part"), name) for name in sorted(sections)),
        scales=tuple(Scale(key, label) for key, label in sorted(story.scales.items())),
        vars=tuple(sorted(building.cast.variables.values(), key=lambda variable: variable.key)),
        scenes=tuple(scenes),
        interrupts=tuple(rules),
        debrief=Debrief(blocks=blocks),
    )
    return replace(graph, scenes=in_story_order(graph))


def _report(building: Building, graph: Graph) -> Report:
    story, findings = building.story, building.story.findings
    suspects = tuple(
        Suspect(
            building.keys[doubt.page],
            _target(building, doubt.to),
            plain(doubt.label)[:LONGEST_LABEL],
            doubt.code,
            doubt.sample,
        )
        for doubt in story.doubts
        if doubt.page in building.keys
    )
    suspects = tuple(dict.fromkeys(suspects))
    for suspect in suspects:
        findings.lose(suspect.code, suspect.scene, suspect.sample, "note")
    findings.conditions += len(story.tests)
    findings.conditions_carried += sum(building.nodes[id(test)] is not None for test in story.tests)
    report = reported(
        graph,
        story.format,
        story.title,
        Edges(findings.found, len(suspects), findings.dynamic, findings.lost),
        Tally(findings.conditions_carried, findings.conditions),
        Tally(min(findings.effects_carried, findings.effects), findings.effects),
        findings.losses(building.keys),
        suspects,
    )
    return replace(report, head=story.head)
