"""The fields of the case editor, in the order in which an author meets them, in words.

Plain data for the script that builds them: `type` is text, area, number, check, select, condition,
value, lines, scene, variable, principle, picture, group or list; `kinds` limits a field to kinds of
scene; `more` puts it behind “More about this scene”; `redraw` shows other fields after a change.
"""

from typing import Any

from django.utils.translation import gettext

Field = dict[str, Any]

FRESH_DEBRIEF = {"text": ""}


def fields() -> dict[str, Any]:
    """The whole of the editor: a scene's kinds and fields, and the parts of the case."""
    return {
        "kinds": kinds(),
        "more": gettext("More about this scene"),
        "scene": scene(),
        "case": case(),
    }


def kinds() -> dict[str, str]:
    """What a scene can be. A panel scene has no screen yet, so none is offered."""
    return {
        "info": gettext("Telling"),
        "decision": gettext("Decision"),
        "reflect": gettext("Reflection"),
        "chance": gettext("Chance"),
        "ending": gettext("Ending"),
    }


def _field(name: str, kind: str, label: str, help_text: str = "", **more: Any) -> Field:
    return {"name": name, "type": kind, "label": label, "help": help_text, **more}


def _list(name: str, label: str, item: str, inner: list[Field], **more: Any) -> Field:
    return {"name": name, "type": "list", "label": label, "item": item, "fields": inner, **more}


def effects() -> list[Field]:
    """One effect: which variable, what happens to it, by how much."""
    operations = {
        "add": gettext("grows by"),
        "sub": gettext("shrinks by"),
        "set": gettext("becomes"),
        "on": gettext("is now so"),
        "off": gettext("is no longer so"),
    }
    return [
        _field("var", "variable", gettext("Variable"), redraw=True),
        _field("op", "select", gettext("What happens"), options=operations, redraw=True),
        _field("value", "value", gettext("How much"), initial=1),
    ]


def scene() -> list[Field]:
    """A scene's fields."""
    return [*_told(), *_ways(), *_more()]


def _told() -> list[Field]:
    """What every scene tells, whatever its kind."""
    return [
        _field(
            "kind",
            "select",
            gettext("What kind of scene"),
            options=kinds(),
            initial="info",
            redraw=True,
        ),
        _field("title", "text", gettext("Title"), gettext("Short and human.")),
        _field(
            "body",
            "area",
            gettext("What happens"),
            gettext("60 to 180 words, in the second person and the present tense. Markdown."),
            rows=10,
        ),
        _field("place", "text", gettext("Where")),
        _field("time", "text", gettext("When")),
        _field("speaker", "text", gettext("Whose voice")),
    ]


def _ways() -> list[Field]:
    """What belongs to one kind of scene, and the ways on."""
    return [
        _list(
            "choices",
            gettext("Choices"),
            gettext("Choice"),
            choice(),
            kinds=["decision"],
            keyed="choice",
            fresh={"label": "", "to": ""},
        ),
        _list(
            "branches",
            gettext("What may happen"),
            gettext("Branch"),
            branch(),
            kinds=["chance"],
            keyed="branch",
            fresh={"to": ""},
        ),
        _field("next", "scene", gettext("Then"), kinds=["info", "reflect"]),
        _group(
            "prompt",
            gettext("Question"),
            [_field("question", "area", gettext("What is asked"), rows=3)],
            kinds=["reflect"],
        ),
        _group("ending", gettext("Ending"), [_tone()], kinds=["ending"]),
        _field(
            "debrief",
            "area",
            gettext("Debrief of this ending"),
            gettext(
                "80 to 160 words: what happened underneath, and one thing to carry into the week."
            ),
            rows=8,
            kinds=["ending"],
        ),
        _field(
            "expert",
            "area",
            gettext("What an experienced colleague weighed here"),
            gettext("Shown in the debrief only."),
            rows=6,
            kinds=["decision"],
        ),
    ]


def _more() -> list[Field]:
    """What few scenes need."""
    return [
        _group(
            "commit", gettext("Before the choice counts"), commit(), kinds=["decision"], more=True
        ),
        _list(
            "on_enter",
            gettext("On entering"),
            gettext("Effect"),
            effects(),
            fresh={"var": "", "op": "add"},
            more=True,
        ),
        _field("illustration", "picture", gettext("Picture"), more=True),
        _field("illustration_alt", "text", gettext("What the picture shows"), more=True),
        _field("decorative", "check", gettext("The picture is decoration"), more=True),
        _field("content_note", "text", gettext("Content note"), more=True),
        _field("checkpoint", "check", gettext("A resting place"), more=True),
    ]


def _group(name: str, label: str, inner: list[Field], **more: Any) -> Field:
    return {"name": name, "type": "group", "label": label, "fields": inner, **more}


def _tone() -> Field:
    tones = {
        "constructive": gettext("Constructive"),
        "mixed": gettext("Mixed"),
        "harmful": gettext("Harmful"),
        "neutral": gettext("Neutral"),
    }
    return _field("tone", "select", gettext("How it came out"), options=tones, initial="neutral")


def commit() -> list[Field]:
    """What a decision asks for beside the choice."""
    reasons = {
        "off": gettext("No reason"),
        "optional": gettext("A reason, if they like"),
        "required": gettext("A reason"),
    }
    return [
        _field("reason", "select", gettext("In their own words"), options=reasons, initial="off"),
        _field("min_chars", "number", gettext("At least this many characters"), initial=0),
        _field("confidence", "check", gettext("Ask how sure they are")),
    ]


def choice() -> list[Field]:
    """A choice's fields."""
    ratings = {
        "": gettext("Not rated yet"),
        "best": gettext("Best"),
        "acceptable": gettext("Acceptable"),
        "problematic": gettext("Problematic"),
        "harmful": gettext("Harmful"),
    }
    stances = {
        "upholds": gettext("upholds it"),
        "strains": gettext("strains it"),
        "breaches": gettext("breaches it"),
    }
    principle = [
        _field("key", "principle", gettext("Principle")),
        _field("stance", "select", gettext("This choice"), options=stances, initial="upholds"),
    ]
    feedback = [_field("text", "area", gettext("Why, in 25 to 60 words"), rows=4)]
    return [
        _field("label", "area", gettext("What the learner would do"), rows=2),
        _field("to", "scene", gettext("Leads to")),
        _field(
            "rating",
            "select",
            gettext("Rating"),
            gettext("Shown in the debrief only."),
            options=ratings,
        ),
        _group("feedback", gettext("Feedback in the debrief"), feedback),
        _list(
            "principles", gettext("Principles"), gettext("Principle"), principle, fresh={"key": ""}
        ),
        _list(
            "effects",
            gettext("What it changes"),
            gettext("Effect"),
            effects(),
            fresh={"var": "", "op": "add"},
        ),
        *_opening(),
    ]


def _opening() -> list[Field]:
    """When a choice is open, and what the learner sees while it is not."""
    return [
        _field("when", "condition", gettext("Only when"), gettext("Empty: always open.")),
        _field(
            "locked",
            "select",
            gettext("While it is closed"),
            options={"hide": gettext("it is hidden"), "show": gettext("it is shown, locked")},
            initial="hide",
        ),
        _field("locked_text", "text", gettext("Why it is locked")),
        _field("once", "check", gettext("Only once in a run")),
    ]


def branch() -> list[Field]:
    """A chance scene's branch."""
    return [
        _field("weight", "number", gettext("Weight"), initial=1),
        _field("to", "scene", gettext("Leads to")),
        _list(
            "effects",
            gettext("What it changes"),
            gettext("Effect"),
            effects(),
            fresh={"var": "", "op": "add"},
        ),
    ]


def case() -> list[dict[str, Any]]:
    """The parts of the case beside its scenes."""
    return [*_named(), *_rules()]


def _named() -> list[dict[str, Any]]:
    """What the case names: variables and principles."""
    return [
        _part(
            "vars",
            gettext("What the case remembers"),
            gettext("Trust that grows or sinks, a thing that was said or not."),
            [
                _list(
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
            "principles",
            gettext("Principles"),
            gettext("Those of your codes that this case tests."),
            [
                _list(
                    "principles",
                    gettext("Principles"),
                    gettext("Principle"),
                    [
                        _field("label", "text", gettext("Name")),
                        _field("source", "text", gettext("Where it stands")),
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
            [_list("interrupts", gettext("Rules"), gettext("Rule"), interrupt(), fresh={"to": ""})],
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
        _field(
            "label",
            "text",
            gettext("Name"),
            gettext("As the learner reads it: “Ms Adeyemi's trust”."),
        ),
        _field(
            "type", "select", gettext("What it is"), options=types, initial="count", redraw=True
        ),
        _field("initial", "start", gettext("At the start")),
        _field("min", "number", gettext("Lowest"), types=["count"], initial=0),
        _field("max", "number", gettext("Highest"), types=["count"], initial=10),
        _field(
            "words",
            "lines",
            gettext("A word for each value, lowest first, one a line"),
            types=["count"],
            rows=5,
        ),
        _field("options", "lines", gettext("The words, one a line"), types=["option"], rows=4),
        _field("show", "select", gettext("Shown to the learner"), options=shown, initial="never"),
    ]


def interrupt() -> list[Field]:
    """A rule's fields."""
    return [
        _field("when", "condition", gettext("When")),
        _field("to", "scene", gettext("Leads to")),
        _field("once", "check", gettext("Only once in a run"), initial=True),
        _field(
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
        _field("text", "area", gettext("Text"), rows=6),
        _field("when", "condition", gettext("Only when"), gettext("Empty: for everyone.")),
    ]
    resource = [
        _field("title", "text", gettext("Title")),
        _field("url", "text", gettext("Address")),
        _field("citation", "text", gettext("Citation")),
    ]
    return [
        _field(
            "questions",
            "lines",
            gettext("Questions before the debrief, one a line"),
            gettext("Answered in the learner's own words, which nobody else reads."),
            rows=3,
        ),
        _list("blocks", gettext("Parts"), gettext("Part"), block, fresh=FRESH_DEBRIEF),
        _list(
            "resources",
            gettext("Where to read on"),
            gettext("Source"),
            resource,
            fresh={"title": ""},
        ),
    ]
