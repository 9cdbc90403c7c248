"""Ink source: weave, once-only and sticky choices, gathers, diverts, conditions, visit counts."""

from __future__ import annotations

import pytest

from scenarios.importing.faults import ImportFault
from scenarios.importing.registry import read

TALK = b"""
VAR trust = 2
VAR told = false
CONST MUCH = 4
VAR mood = "calm"
// a comment -> nowhere
-> hall

=== function raise(ref x)
~ x = x + 1

=== hall ===
You wait. {trust > 1: She nods.|She frowns.}
- (opts)
* (ask) [Ask her] "Well?" you ask.
  ~ raise(trust)
  She looks up.
* {trust >= 3 && not told} [Tell her]
  ~ told = true
  -> hall.after
+ [Wait] -> opts
* {hall > 2} [Leave] -> END
* -> after
- They are silent. <>
  Then the bell rings.
  { ask:
     -> kitchen
  - else:
     Nobody comes.
  }
  -> after

= after
{trust == MUCH: -> kitchen}
* * Go on[.], and on.
  -> kitchen
* * [Stay]
- - (met) You meet {ask: her}. #tag
-> END

=== kitchen
~ trust -= 1
Tea.
-> cellar ->
Back in the kitchen.
-> END

=== cellar
Dark. ->->
"""


def ways(graph, key):
    """What leads out of a scene."""
    return [
        (choice.label, choice.to, choice.when.text if choice.when else "", choice.once)
        for choice in graph.scene[key].choices
    ] or [("", graph.scene[key].next, "", False)]


def test_knots_weave_and_visit_counts_become_scenes_and_conditions():
    graph, report = read(TALK, "talk.ink")

    assert graph.start == "hall"  # the file says nothing before it sends its reader there
    assert ways(graph, "hall-opts") == [
        ("Ask her", "hall-ask", "", True),
        ("Tell her", "hall-after", "trust >= 3 and not told", True),
        ("Wait", "hall-opts", "", False),
        ("Leave", "end", "visits(hall) > 2", True),
    ]
    assert graph.scene["hall-ask"].body == '"Well?" you ask.\n\nShe looks up.'
    assert [(effect.op, effect.var) for effect in graph.scene["hall-ask"].on_enter] == [
        ("add", "trust")
    ]
    tell = graph.scene["hall-opts"].choices[1]
    assert [(effect.op, effect.var) for effect in tell.effects] == [("on", "told")]
    assert graph.variable["mood"].start == "calm"
    assert report.unreachable == ()
    assert report.edges.lost == 0
    assert (report.conditions.total - report.conditions.translated) == 0


def test_text_that_depends_on_something_and_glue_read_on():
    graph, _ = read(TALK, "talk.ink")

    assert graph.scene["hall"].body == (
        "You wait. *(if trust is above 1:)* She nods. *(otherwise:)* She frowns."
    )
    gather = next(scene for scene in graph.scenes if "They are silent" in scene.body)
    assert "They are silent. Then the bell rings." in gather.body
    assert ways(graph, gather.key) == [
        ("Continue", "kitchen", "visited(hall-ask)", False),
        ("Continue", "hall-after", "not visited(hall-ask)", False),
    ]


def test_a_divert_under_a_condition_closes_what_comes_after_it():
    graph, _ = read(TALK, "talk.ink")

    labels = [(label, when) for label, _, when, _ in ways(graph, "hall-after")]
    assert labels == [
        ("Continue", "trust = 4"),
        ("Go on.", "not trust = 4"),
        ("Stay", "not trust = 4"),
    ]


def test_a_tunnel_comes_back_to_where_it_was_called():
    graph, report = read(TALK, "talk.ink")

    assert graph.scene["kitchen"].next == "cellar"
    back = graph.scene[graph.scene["cellar"].next]
    assert (back.kind, back.body) == ("ending", "Back in the kitchen.")
    assert {"L-TUNNEL", "L-NEVER", "L-TAG", "L-GLUE"} <= {loss.code for loss in report.losses}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("LIST a = b, c\nx\n-> END", "L-LIST"),
        ("EXTERNAL f()\nx\n-> END", "L-EXTERNAL"),
        ("INCLUDE other.ink\nx\n-> END", "L-INCLUDE"),
        ("{one|two|three}\n-> END", "L-ALT"),
        ("{shuffle:\n- one\n- two\n}\n-> END", "L-ALT"),
        ("<- side\n* a\n-> END\n== side\n* b\n-> END", "L-THREAD"),
        ("VAR where = -> k\n-> where\n== k\n-> END", "L-DYN"),
        ("~ call(1)\nx\n-> END", "L-FUNC"),
        ("~ temp y = 1\nx\n-> END", "L-TEMP"),
        ("VAR z = 1\n{z: x\n~ z = 2\n}\n-> END", "L-SET-IF"),
        ("-> k(2)\n== k(n)\nx\n-> END", "L-PARAM"),
        ("Just words", "L-LOOSE"),
        ("{TURNS_SINCE(-> k) > 2: x}\n-> k\n== k\n-> END", "L-COND"),
    ],
)
def test_what_a_case_has_no_word_for_is_said(source, code):
    _, report = read(source.encode(), "a.ink")

    assert code in {loss.code for loss in report.losses}


def test_a_fallback_opens_when_everything_else_was_taken():
    graph, report = read(
        b"- (top)\n* One\n* Two\n* -> out\n- -> top\n== out\nOut.\n-> END", "a.ink"
    )

    assert ways(graph, "top")[-1] == (
        "Continue",
        "out",
        "chose(top-top) and chose(top-top-two)",
        False,
    )
    assert "L-FALLBACK" in {loss.code for loss in report.losses}


def test_choices_in_braces_belong_to_their_branch_only():
    graph, _ = read(
        b"VAR debug = true\n{debug:\n * [First] -> one\n * [Second]\n- else:\n -> two\n}\n"
        b"== one\nOne.\n-> END\n== two\nTwo.\n-> END",
        "a.ink",
    )

    assert [(label, to, when) for label, to, when, _ in ways(graph, graph.start)] == [
        ("Continue", "two", "not debug"),
        ("First", "one", "debug"),
        ("Second", "end", "debug"),
    ]


def test_an_empty_file_is_refused():
    with pytest.raises(ImportFault, match="no story"):
        read(b"// nothing\nVAR x = 1\n", "a.ink")


TEA = b"""VAR teacup = false
VAR drugged = false
-> hut
== hut
* [Take it] -> taken
* [Leave it] -> talk
== taken
~ teacup = true
-> talk
== talk
Quite a situation.
{ teacup:
  ~ drugged = true
  You sip.
}
* [Watch] -> end_of_it
* {not teacup} [Ask for tea] -> end_of_it
== end_of_it
What now?
* {drugged} [Say nothing] -> END
* [Explain] -> END
"""


def test_a_change_that_depends_on_something_is_made_on_the_way_out():
    graph, report = read(TEA, "tea.ink")

    talk = graph.scene["talk"]
    assert [
        (c.label, c.when.text if c.when else "", [(e.op, e.var) for e in c.effects])
        for c in talk.choices
    ] == [
        ("Watch", "teacup", [("on", "drugged")]),
        ("Watch", "not teacup", []),
        ("Ask for tea", "not teacup", []),
    ]
    rules = {problem.rule for problem in report.problems}
    assert not {"E05", "E08"} & rules
    assert "L-SET-IF" not in {loss.code for loss in report.losses}
    assert (report.effects.translated, report.effects.total) == (4, 4)


def test_a_change_on_several_ways_counts_once():
    text = "~ unknown = 1\n{a: \n~ b = 2\n}\n* [x] -> END\n* [y] -> END"
    source = f"VAR a = 0\nVAR b = 0\n-> k\n== k\n{text}".encode()

    graph, report = read(source, "a.ink")

    assert len(graph.scene["k"].choices) == 4
    assert (report.effects.translated, report.effects.total) == (3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "{a: \n~ b = 2\n}\n~ a = 0\n* [x] -> END",  # what is asked changes before the way out
        "{a: \n~ b = 2\n}\n* {b > 1} [x] -> END\n* [y] -> END",  # the way asks too early
        "{a: \n~ a = 2\n}\n{a > 1: \n~ b = 2\n}\n* [x] -> END",  # one asks for the other
        "{a + b > 1: \n~ b = 2\n}\n* [x] -> END",  # what a case cannot ask for
        "{a > 1 && a + b > 1: \n~ b = 2\n}\n* [x] -> END",
        "{a > 1: \n~ b = 2\n}\n* {a < 1} [x] -> END\n* [y] -> END",  # both, or never
    ],
)
def test_a_change_that_would_be_asked_for_at_another_time_is_named(text):
    source = f"VAR a = 0\nVAR b = 0\n-> k\n== k\nHm.\n{text}\n"

    _, report = read(source.encode(), "a.ink")

    assert "L-SET-IF" in {loss.code for loss in report.losses}
