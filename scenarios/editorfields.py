"""The fields of the case editor, in the order in which an author meets them, in words.

Plain data for the script that builds them: `type` is text, area, number, check, select, condition,
value, lines, scene, variable, principle, picture, group or list; `kinds` limits a field to kinds of
scene; `more` puts it behind “More about this scene”; `redraw` shows other fields after a change;
`types` limits a field to records of a type (of what `by` names, else `type`), which is a count, or
`untyped`, while it is not said; a group that is `kept` by a field is there only while that is set.
"""

from typing import Any

from django.utils.translation import gettext

from scenarios.editorcase import case
from scenarios.editorparts import Field, field, rows


def fields() -> dict[str, Any]:
    """The whole of the editor: a scene's kinds and fields, and the parts of the case."""
    return {
        "kinds": kinds(),
        "more": gettext("More about this scene"),
        "scene": scene(),
        "case": case(),
    }


def kinds() -> dict[str, str]:
    """What a scene can be."""
    return {
        "info": gettext("Telling"),
        "decision": gettext("Decision"),
        "reflect": gettext("Reflection"),
        "panel": gettext("Question that a panel answers too"),
        "chance": gettext("Chance"),
        "ending": gettext("Ending"),
    }


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
        field("var", "variable", gettext("Variable"), redraw=True),
        field("op", "select", gettext("What happens"), options=operations, redraw=True),
        field("value", "value", gettext("How much"), initial=1),
    ]


def scene() -> list[Field]:
    """A scene's fields."""
    return [*_told(), *_ways(), *_more()]


def _told() -> list[Field]:
    """What every scene tells, whatever its kind."""
    return [
        field(
            "kind",
            "select",
            gettext("What kind of scene"),
            options=kinds(),
            initial="info",
            redraw=True,
        ),
        field("title", "text", gettext("Title"), gettext("Short and human.")),
        field(
            "body",
            "area",
            gettext("What happens"),
            gettext(
                "60 to 180 words, in the second person and the present tense. An empty line begins "
                "a paragraph; *words* between stars are in italics."
            ),
            rows=10,
        ),
        field("place", "text", gettext("Where")),
        field("time", "text", gettext("When")),
        field("speaker", "text", gettext("Whose voice")),
    ]


def _ways() -> list[Field]:
    """What belongs to one kind of scene, and the ways on."""
    return [
        rows(
            "choices",
            gettext("Choices"),
            gettext("Choice"),
            choice(),
            kinds=["decision"],
            keyed="choice",
            fresh={"label": "", "to": ""},
        ),
        rows(
            "branches",
            gettext("What may happen"),
            gettext("Branch"),
            branch(),
            kinds=["chance"],
            keyed="branch",
            fresh={"to": ""},
        ),
        field("next", "scene", gettext("Then"), kinds=["info", "reflect", "panel"]),
        _group(
            "prompt",
            gettext("Question"),
            prompt(),
            kinds=["reflect", "panel"],
        ),
        _group("ending", gettext("Ending"), [_tone()], kinds=["ending"]),
        field(
            "debrief",
            "area",
            gettext("Debrief of this ending"),
            gettext(
                "80 to 160 words: what happened underneath, and one thing to carry into the week."
            ),
            rows=8,
            kinds=["ending"],
        ),
        field(
            "expert",
            "area",
            gettext("What an experienced colleague weighed here"),
            gettext("Shown in the debrief only."),
            rows=6,
            kinds=["decision"],
        ),
    ]


def prompt() -> list[Field]:
    """What a scene asks, and how it is answered."""
    types = {
        "text": gettext("In their own words"),
        "scale": gettext("On a scale from 1 to 5"),
        "likert_sct": gettext("Does a new fact make it more likely, or less?"),
    }
    return [
        field("question", "area", gettext("What is asked"), rows=3),
        field(
            "type",
            "select",
            gettext("How it is answered"),
            options=types,
            initial="text",
            redraw=True,
        ),
        field(
            "new_info",
            "area",
            gettext("The new fact"),
            rows=2,
            types=["likert_sct"],
            untyped="text",
        ),
        field("low", "text", gettext("What 1 on the scale means"), types=["scale"], untyped="text"),
        field(
            "high", "text", gettext("What 5 on the scale means"), types=["scale"], untyped="text"
        ),
    ]


def _more() -> list[Field]:
    """What few scenes need."""
    shown = {
        "": gettext("As the case says"),
        "hidden": gettext("Never"),
        "after_commit": gettext("After the answer"),
        "debrief": gettext("In the debrief"),
    }
    back = {
        "": gettext("As the case says"),
        "none": gettext("No way back"),
        "look": gettext("Look back, without changing anything"),
        "undo_to_commit": gettext("Back to the last decision"),
        "free": gettext("Back to any earlier decision"),
    }
    return [
        field(
            "back",
            "select",
            gettext("Way back from here"),
            gettext("In an assessment there is none, whatever is set."),
            options=back,
            initial="",
            more=True,
        ),
        field(
            "panel",
            "select",
            gettext("What the panel answered is shown"),
            options=shown,
            initial="",
            kinds=["decision", "panel"],
            more=True,
        ),
        _group(
            "commit", gettext("Before the choice counts"), commit(), kinds=["decision"], more=True
        ),
        rows(
            "on_enter",
            gettext("On entering"),
            gettext("Effect"),
            effects(),
            fresh={"var": "", "op": "add"},
            more=True,
        ),
        _group(
            "timer", gettext("Time limit"), timer(), kinds=["decision"], more=True, kept="seconds"
        ),
        rows(
            "media",
            gettext("Media"),
            gettext("Picture, recording or film"),
            medium(),
            help=gettext("Put the file into the library first: Images or Media in the menu."),
            fresh={"kind": "image", "id": 0},
            more=True,
        ),
        field("illustration", "picture", gettext("Picture"), more=True),
        field("illustration_alt", "text", gettext("What the picture shows"), more=True),
        field("decorative", "check", gettext("The picture is decoration"), more=True),
        field("content_note", "text", gettext("Content note"), more=True),
        field("checkpoint", "check", gettext("A resting place"), more=True),
    ]


def timer() -> list[Field]:
    """How long a decision may take, and what happens then."""
    return [
        field(
            "seconds",
            "number",
            gettext("Seconds"),
            gettext("At least 20; 0 means no limit. A learner may turn every limit off."),
            initial=0,
        ),
        field("choice", "own_choice", gettext("When time is up, this is chosen")),
    ]


def medium() -> list[Field]:
    """A file of the library in a scene, and its words."""
    what = {"image": gettext("Picture"), "audio": gettext("Recording"), "video": gettext("Film")}
    return [
        field("kind", "select", gettext("What it is"), options=what, redraw=True),
        field("id", "library", gettext("Which one")),
        _of(["image"], "alt", "text", gettext("What the picture shows")),
        _of(["image"], "decorative", "check", gettext("The picture is decoration")),
        _of(["audio", "video"], "transcript", "area", gettext("What is said and heard"), rows=5),
    ]


def _of(kinds: list[str], name: str, kind: str, label: str, **more: Any) -> Field:
    return field(name, kind, label, types=kinds, by="kind", untyped="image", **more)


def _group(name: str, label: str, inner: list[Field], **more: Any) -> Field:
    return {"name": name, "type": "group", "label": label, "fields": inner, **more}


def _tone() -> Field:
    tones = {
        "constructive": gettext("Constructive"),
        "mixed": gettext("Mixed"),
        "harmful": gettext("Harmful"),
        "neutral": gettext("Neutral"),
    }
    return field("tone", "select", gettext("How it came out"), options=tones, initial="neutral")


def commit() -> list[Field]:
    """What a decision asks for beside the choice."""
    reasons = {
        "off": gettext("No reason"),
        "optional": gettext("A reason, if they like"),
        "required": gettext("A reason"),
    }
    return [
        field("reason", "select", gettext("In their own words"), options=reasons, initial="off"),
        field("min_chars", "number", gettext("At least this many characters"), initial=0),
        field("confidence", "check", gettext("Ask how sure they are")),
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
        field("key", "principle", gettext("Principle")),
        field("stance", "select", gettext("This choice"), options=stances, initial="upholds"),
    ]
    timings = {
        "debrief": gettext("When the case says"),
        "now": gettext("With the next scene"),
        "after_reflection": gettext("After the learner has reflected"),
    }
    feedback = [
        field("text", "area", gettext("Why, in 25 to 60 words"), rows=4),
        field("timing", "select", gettext("Shown"), options=timings, initial="debrief"),
    ]
    return [
        field("label", "area", gettext("What the learner would do"), rows=2),
        field("to", "scene", gettext("Leads to")),
        field(
            "rating",
            "select",
            gettext("Rating"),
            gettext("Shown with the feedback."),
            options=ratings,
        ),
        field("points", "points", gettext("Points")),
        _group("feedback", gettext("Feedback"), feedback),
        rows(
            "principles", gettext("Principles"), gettext("Principle"), principle, fresh={"key": ""}
        ),
        rows(
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
        field("when", "condition", gettext("Only when"), gettext("Empty: always open.")),
        field(
            "locked",
            "select",
            gettext("While it is closed"),
            options={"hide": gettext("it is hidden"), "show": gettext("it is shown, locked")},
            initial="hide",
        ),
        field("locked_text", "text", gettext("Why it is locked")),
        field("once", "check", gettext("Only once in a run")),
    ]


def branch() -> list[Field]:
    """A chance scene's branch."""
    return [
        field("weight", "number", gettext("Weight"), initial=1),
        field("to", "scene", gettext("Leads to")),
        rows(
            "effects",
            gettext("What it changes"),
            gettext("Effect"),
            effects(),
            fresh={"var": "", "op": "add"},
        ),
    ]
