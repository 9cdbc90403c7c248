"""The fields of the case as a whole: variables, principles, interrupts, debrief, in words."""

from typing import Any

from django.utils.translation import gettext

from scenarios.editorparts import FRESH_DEBRIEF, Field, field, rows


def case() -> list[dict[str, Any]]:
    """The parts of the case beside its scenes."""
    return [*_named(), *_rules()]


def _named() -> list[dict[str, Any]]:
    """What the case names: variables, scales of points and principles."""
    return [
        _part(
            "vars",
            gettext("What the case remembers"),
            gettext("Trust that grows or sinks, a thing that was said or not."),
            [
                rows(
                    "vars",
                    gettext("Variables"),
                    gettext("Variable"),
                    variable(),
                    keyed="v",
                    fresh={"label": ""},
                )
            ],
        ),
        _part(
            "scales",
            gettext("Points"),
            gettext("Few cases need any. Choices give points on a scale; the debrief shows them."),
            [
                rows(
                    "scales",
                    gettext("Scales"),
                    gettext("Scale"),
                    [field("label", "text", gettext("Name"))],
                    keyed="s",
                    fresh={"label": ""},
                )
            ],
        ),
        _part(
            "principles",
            gettext("Principles"),
            gettext("Those of your codes that this case tests."),
            [
                rows(
                    "principles",
                    gettext("Principles"),
                    gettext("Principle"),
                    [
                        field("label", "text", gettext("Name")),
                        field("source", "text", gettext("Where it stands")),
                    ],
                    keyed="p",
                    fresh={"label": ""},
                )
            ],
        ),
    ]


def _rules() -> list[dict[str, Any]]:
    """Its rules, and the debrief for everyone."""
    return [
        _part(
            "interrupts",
            gettext("Rules of the whole case"),
            gettext("Whenever something becomes so, the learner is led there."),
            [rows("interrupts", gettext("Rules"), gettext("Rule"), interrupt(), fresh={"to": ""})],
        ),
        {
            **_part(
                "debrief",
                gettext("Debrief for everyone"),
                gettext("After the ending's own debrief."),
                debrief(),
            ),
            "inside": "debrief",
        },
    ]


def _part(name: str, label: str, help_text: str, inner: list[Field]) -> dict[str, Any]:
    return {"name": name, "label": label, "help": help_text, "fields": inner}


def variable() -> list[Field]:
    """A variable's fields."""
    types = {
        "count": gettext("A number between two limits"),
        "flag": gettext("So or not so"),
        "option": gettext("One of several words"),
    }
    shown = {
        "never": gettext("Never"),
        "play": gettext("While playing, in words"),
        "debrief": gettext("In the debrief"),
    }
    return [
        field(
            "label",
            "text",
            gettext("Name"),
            gettext("As the learner reads it: “Ms Adeyemi's trust”."),
        ),
        field("type", "select", gettext("What it is"), options=types, initial="count", redraw=True),
        field("initial", "start", gettext("At the start")),
        field("min", "number", gettext("Lowest"), types=["count"], initial=0),
        field("max", "number", gettext("Highest"), types=["count"], initial=10),
        field(
            "words",
            "lines",
            gettext("A word for each value, lowest first, one a line"),
            types=["count"],
            rows=5,
        ),
        field("options", "lines", gettext("The words, one a line"), types=["option"], rows=4),
        field("show", "select", gettext("Shown to the learner"), options=shown, initial="never"),
    ]


def interrupt() -> list[Field]:
    """A rule's fields."""
    return [
        field("when", "condition", gettext("When")),
        field("to", "scene", gettext("Leads to")),
        field("once", "check", gettext("Only once in a run"), initial=True),
        field(
            "priority",
            "number",
            gettext("Order"),
            gettext("The lowest number is tried first."),
            initial=1,
        ),
    ]


def debrief() -> list[Field]:
    """The debrief's fields."""
    block = [
        field("text", "area", gettext("Text"), rows=6),
        field("when", "condition", gettext("Only when"), gettext("Empty: for everyone.")),
    ]
    resource = [
        field("title", "text", gettext("Title")),
        field("url", "text", gettext("Address")),
        field("citation", "text", gettext("Citation")),
    ]
    return [
        field(
            "questions",
            "lines",
            gettext("Questions before the debrief, one a line"),
            gettext("Answered in the learner's own words, which nobody else reads."),
            rows=3,
        ),
        rows("blocks", gettext("Parts"), gettext("Part"), block, fresh=FRESH_DEBRIEF),
        rows(
            "resources",
            gettext("Where to read on"),
            gettext("Source"),
            resource,
            fresh={"title": ""},
        ),
    ]
