"""Oppia explorations in YAML, of every schema so far: states, answer groups, outcomes.

A choice of a multiple choice is a choice; an answer that would be typed, counted or pointed at is a
choice too, and named as a loss. An outcome that leads back to its own state is a retry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios.graph import Graph
from scenarios.importing.bounds import ZIP, Archive, yaml_of
from scenarios.importing.building import build
from scenarios.importing.faults import ImportFault
from scenarios.importing.fields import Fields
from scenarios.importing.findings import Findings, Report, shorten
from scenarios.importing.oppiatext import html_of, shown
from scenarios.importing.prose import plain
from scenarios.importing.story import Change, Page, Story, Way

Groups = list[tuple[list[Fields], Fields]]

STEP = re.compile(r"\{\{\s*(\w+)\s*([-+])\s*(\d{1,6})\s*\}\}")
END = "END"
PICKED = frozenset(["MultipleChoiceInput", "ItemSelectionInput"])
MOST_STATES = 10_000


def looks_like_oppia(text: str) -> bool:
    """Whether a text is an exploration."""
    names = ("states", "init_state_name")
    if text.lstrip()[:1] == "{":  # YAML may be written as JSON
        return all(f'"{name}"' in text for name in names)
    return all(re.search(rf"^{name}:", text, re.MULTILINE) for name in names)


def from_oppia(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read an exploration, as YAML or in the zip that Oppia gives."""
    if data.startswith(ZIP):
        archive = Archive(data)
        found = archive.find(".yaml", ".yml") or next(
            (inner for inner in archive.names if inner.lower().endswith((".yaml", ".yml"))), ""
        )
        if not found:
            raise ImportFault("there is no YAML file in it", mend="Download the exploration again")
        data, name = archive.read(found), found
    raw = yaml_of(data)
    if not isinstance(raw, Mapping):
        raise ImportFault("is no exploration", "The file", mend="Download it from Oppia again")
    return build(_Reading(Fields(raw, "The file"), name).story())


@dataclass
class _Reading:
    """One exploration being read."""

    root: Fields
    name: str
    made: Story = field(default_factory=lambda: Story("oppia"))

    @property
    def findings(self) -> Findings:
        return self.made.findings

    def story(self) -> Story:
        self.root.number("schema_version")
        states = self.states()
        if not states or len(states) > MOST_STATES:
            raise self.root.fault("states", "has no states" if not states else "has too many")
        title = self.root.text("title")
        self.made.title = title or re.split(r"[./\\]", self.name)[0].replace("_", " ")
        self.made.head = {"summary": plain(self.root.text("objective"))[:250]}
        self.declared()
        names = {str(name) for name in states}
        self.made.pages = [self.state(str(name), data, names) for name, data in states.items()]
        targets = {way.to for page in self.made.pages for way in page.ways}
        if END in targets - names:
            self.made.pages.append(Page(END, "The end", kind="ending"))
        self.made.start = self.root.text("init_state_name") or self.made.pages[0].name
        if self.made.start not in names:
            raise self.root.fault("init_state_name", f"there is no state “{self.made.start}”", "")
        return self.made

    def states(self) -> Mapping[str, Any]:
        """The states by name; before schema 3 they were a list."""
        if not isinstance(self.root.data.get("states"), list):
            return self.root.object("states").data
        rows = self.root.objects("states")
        found = {row.text("name", required=True): row.data for row in rows}
        if len(found) < len(rows):
            raise self.root.fault("states", "has two states of one name", "Give each its own name")
        return found

    def declared(self) -> None:
        """What is set before the first state, and the gadgets beside them."""
        for change in self.changes(self.root, "The file"):
            if change.op == "set":
                self.made.initial[change.var] = change.value
                self.findings.effects_carried += 1
        skin = self.root.object("skin_customizations", required=False)
        for gadgets in skin.object("panels_contents", required=False).data.values():
            if isinstance(gadgets, list) and gadgets:
                self.findings.lose("L-GADGET", "", str(gadgets[0])[:200], count=len(gadgets))

    def state(self, name: str, data: Any, names: set[str]) -> Page:
        where = f"State “{name}”"
        if not isinstance(data, Mapping):
            raise ImportFault("is no object", where, mend="Download the exploration again")
        state = Fields(data, where)
        page = Page(name)
        page.text = shown(html_of(state.data.get("content")), name, self.findings)
        page.changes = self.changes(state, name)
        page.checkpoint = state.flag("card_is_checkpoint")
        field_name = "widget" if "interaction" not in data and "widget" in data else "interaction"
        interaction = state.object(field_name)
        kind = interaction.text("id") or interaction.text("widget_id")
        self.notes(page, interaction)
        groups, default = self.outcomes(interaction)
        if kind == "EndExploration":
            page.kind = "ending"
        elif kind in PICKED:
            self.picked(page, interaction, groups, default)
        elif kind == "Continue" or (not kind and default):
            self.onward(page, interaction, default)
        else:
            self.answered(page, kind, groups, default)
        self.checked(page, where, names)
        return page

    def checked(self, page: Page, where: str, names: set[str]) -> None:
        for way in page.ways:
            if not way.to:
                raise ImportFault("is missing", where, "outcome.dest", "Say where it leads")
            if way.to not in names and way.to != END:
                self.findings.lose("L-TARGET", page.name, way.to, "note")

    def outcomes(
        self, interaction: Fields
    ) -> tuple[list[tuple[list[Fields], Fields]], Fields | None]:
        """The answer groups as (rules, outcome), and the outcome of every other answer."""
        groups = []
        for group in interaction.objects("answer_groups", required=False):
            groups.append((group.objects("rule_specs", required=False), group.object("outcome")))
            if group.data.get("training_data"):
                self.findings.lose("L-CLASSIFIER", interaction.node, "training data")
        given = interaction.object("default_outcome", required=False)
        default = given if given.data else None
        for handler in interaction.objects("handlers", required=False):  # schema 6 and before
            for rule in handler.objects("rule_specs", required=False):
                if rule.object("definition", required=False).text("rule_type") == "default":
                    default = rule
                else:
                    groups.append(([rule], rule))
        return groups, default

    def notes(self, page: Page, interaction: Fields) -> None:
        """Hints and solutions are for the author's eye."""
        said = [
            plain(html_of(hint.data.get("hint_content") or hint.data.get("hint_text")))
            for hint in interaction.objects("hints", required=False)
        ]
        solution = interaction.object("solution", required=False)
        said.append(plain(html_of(solution.data.get("explanation"))))
        page.note = "\n".join(words for words in said if words)
        if page.note:
            self.findings.lose("L-HINT", page.name, page.note, "note")

    def way(self, page: Page, outcome: Fields, label: str) -> Way:
        feedback = outcome.data.get("feedback")
        said = feedback if isinstance(feedback, list) else [feedback]
        texts = [text for text in (html_of(part) for part in said) if text]
        if len(texts) > 1:
            self.findings.lose("L-ALT", page.name, plain(texts[1]), count=len(texts) - 1)
        if outcome.flag("labelled_as_correct"):
            self.findings.lose("L-SCORE", page.name, f"correct: {label}")
        text = shown(texts[0], page.name, self.findings) if texts else ""
        changes = self.changes(outcome, page.name)
        return Way(outcome.text("dest"), label, changes=changes, feedback=text)

    def onward(self, page: Page, interaction: Fields, default: Fields | None) -> None:
        if default is None:
            return
        button = interaction.object("customization_args", required=False)
        label = plain(_value(button.data.get("buttonText")))
        way = self.way(page, default, label or "Continue")
        if not label and way.to == page.name:  # a state that nobody has finished
            return
        way.plain = label.lower() in ("", "continue", "next")
        page.ways = [way]

    def picked(
        self,
        page: Page,
        interaction: Fields,
        groups: Groups,
        default: Fields | None,
    ) -> None:
        page.kind = "decision"
        arguments = interaction.object("customization_args", required=False)
        raw = arguments.object("choices", required=False).data.get("value")
        choices = raw if isinstance(raw, list) else []
        if not choices:
            raise arguments.fault("choices.value", "has no choices")
        for number, choice in enumerate(choices):
            names = {number, str(number), html_of(choice)}
            if isinstance(choice, Mapping):
                names.add(str(choice.get("content_id")))
            found = [outcome for rules, outcome in groups if _meant(rules, names)]
            outcome = found[0] if found else default
            if outcome is None:
                raise interaction.fault(
                    "default_outcome", f"is missing for choice {number + 1}", ""
                )
            page.ways.append(self.way(page, outcome, plain(html_of(choice)) or f"{number + 1}"))
        most = arguments.object("maxAllowableSelectionCount", required=False).data.get("value")
        if isinstance(most, int) and most > 1:
            self.findings.lose(
                "L-INPUT", page.name, f"up to {most} choices at once; here one", "approximated"
            )

    def answered(
        self,
        page: Page,
        kind: str,
        groups: Groups,
        default: Fields | None,
    ) -> None:
        """An answer in the learner's own hand: each expected one becomes a choice."""
        for rules, outcome in groups:
            words = [_rule(rule) for rule in rules]
            for said in words:
                code = "L-JINJA" if "{{" in said else "L-INPUT"
                self.findings.lose(code, page.name, f"{kind}: {said}", "note")
            label = shorten(" / ".join(words), 120) or "Answer"
            page.ways.append(self.way(page, outcome, label))
        if default is not None:
            self.findings.lose("L-INPUT", page.name, f"{kind}: any other answer", "note")
            page.ways.append(self.way(page, default, "Something else" if groups else "Answer"))
        if page.ways:
            page.kind = "decision"

    def changes(self, holder: Fields, where: str) -> list[Change]:
        found = []
        for row in holder.objects("param_changes", required=False):
            self.findings.effects += 1
            change = _change(row)
            if change is None:
                value = row.object("customization_args", required=False).data
                code = "L-RANDOM" if "Random" in row.text("generator_id") else "L-JINJA"
                self.findings.lose(code, where, f"{row.text('name')} = {value}")
            else:
                found.append(change)
        return found


def _change(row: Fields) -> Change | None:
    name = row.text("name")
    arguments = row.object("customization_args", required=False)
    if row.text("generator_id") != "Copier" or not name:
        return None
    value = arguments.data.get("value")
    if isinstance(value, bool | int):
        return Change("set", name, value) if abs(int(value)) <= 10**6 else None
    if not isinstance(value, str):
        return None
    step = STEP.fullmatch(value.strip())
    if step and step[1] == name:
        return Change("add" if step[2] == "+" else "sub", name, int(step[3]))
    if "{{" in value:
        return None
    whole = re.fullmatch(r"-?\d{1,6}", value.strip())
    return Change("set", name, int(value) if whole else value.strip())


def _value(argument: Any) -> str:
    """A customisation's value, plain or with an id for translators."""
    value = argument.get("value") if isinstance(argument, Mapping) else argument
    if isinstance(value, Mapping):
        value = value.get("unicode_str") or value.get("html")
    return value if isinstance(value, str) else ""


def _inputs(rule: Fields) -> list[Any]:
    holder = rule.object("definition", required=False) if "definition" in rule.data else rule
    inputs = holder.data.get("inputs")
    values = list(inputs.values()) if isinstance(inputs, Mapping) else []
    flat: list[Any] = []
    for value in values:
        if isinstance(value, Mapping):
            value = next((inner for inner in value.values() if isinstance(inner, list)), str(value))
        flat += value if isinstance(value, list) else [value]
    return [item for item in flat if isinstance(item, str | int | float)]


def _meant(rules: list[Fields], names: set[Any]) -> bool:
    """Whether a rule is about this choice."""
    for rule in rules:
        values = [value for value in _inputs(rule) if not isinstance(value, bool)]
        without = rule.text("rule_type").startswith(("DoesNot", "IsNot"))
        if values and without != any(value in names for value in values):
            return True
    return False


def _rule(rule: Fields) -> str:
    """A rule in words: contains “north”."""
    definition = rule.object("definition", required=False)
    name = rule.text("rule_type") or definition.text("name") or definition.text("rule_type")
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    values = ", ".join(f"“{plain(str(value))}”" for value in _inputs(rule)[:6])
    return f"{words} {values}".strip()
