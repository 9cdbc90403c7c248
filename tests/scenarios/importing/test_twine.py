"""Twine in all its containers and story formats: the same story is the same graph, links are found
wherever a format hides them, and what a case has no word for is said.
"""

from __future__ import annotations

import time

import pytest

from scenarios.importing.confirming import apply_confirmed
from scenarios.importing.faults import ImportFault
from scenarios.importing.registry import read
from scenarios.importing.reporting import unreachable
from scenarios.validation import check
from tests.scenarios.importing import stories


def twee(text: str, form: str = "Harlowe"):
    """Read passages written as `:: Name` parts."""
    data = f':: StoryData\n{{"ifid":"X","format":"{form}","start":"Start"}}\n\n{text}'
    return read(data.encode(), "story.twee")


def ways(graph, key="start"):
    """What leads out of a scene: (label, target, condition, effects)."""
    scene = graph.scene[key]
    if scene.kind != "decision":
        return [("", to, "", []) for _, _, to in scene.ways()]
    return [
        (
            choice.label,
            choice.to,
            choice.when.text if choice.when else "",
            [f"{effect.op} {effect.var} {effect.value}" for effect in choice.effects],
        )
        for choice in scene.choices
    ]


def codes(report):
    """The loss codes of a report, with their actions."""
    return {(loss.code, loss.action) for loss in report.losses}


def test_a_story_gives_one_graph_in_each_of_its_three_containers():
    passages = stories.war_passages()

    files = [
        (stories.as_twee(passages), "war.twee"),
        (stories.as_html(passages), "war.html"),
        (stories.as_archive(passages), "war.twine-archive.html"),
    ]
    reports = [read(data, name)[1] for data, name in files]

    assert len({report.graph_sha256 for report in reports}) == 1
    for report in reports:
        assert report.scenes == 149
        assert report.edges.found == 171 + 16 + 1
        assert report.variables == 10
        assert (report.conditions.translated, report.conditions.total) == (16, 16)
        assert report.effects.translated == report.effects.total == 26
        assert report.unreachable == ()
        assert not report.needs_review
    assert [report.format for report in reports] == [
        "twee-harlowe",
        "twine-harlowe",
        "twine-harlowe",
    ]


def test_links_made_by_a_storys_own_macro_wait_for_a_person():
    graph, report = read(stories.as_twee(stories.kidnapping(), form="SugarCube"), "k.twee")

    assert report.edges.suspected == 9
    assert {suspect.code for suspect in report.suspects} == {"L-WIDGET-LINK"}
    assert report.needs_review
    lonely = [problem for problem in report.problems if problem.rule == "E03"]
    assert len(lonely) == len(report.unreachable) == 150

    grown = apply_confirmed(graph, report.suspects)

    assert unreachable(grown) == ()
    assert ("Open your eyes", "room-0", "", []) in ways(grown)
    assert [problem for problem in check(grown) if problem.rule in ("E02", "E03", "E11")] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[On]]", ("On", "on", "", [])),
        ("[[Go there->On]]", ("Go there", "on", "", [])),
        ("[[On<-Go there]]", ("Go there", "on", "", [])),
        ('(link-goto: "Go there", "On")', ("Go there", "on", "", [])),
        ('(Link_Goto: "On")', ("On", "on", "", [])),
        ('(link: "Try")[(set: $x to 3)(go-to: "On")]', ("Try", "on", "", ["set x 3"])),
        ('(link-reveal-goto: "Try", "On")[(set: $x to it - 2)]', ("Try", "on", "", ["sub x 2"])),
        ('(if: $x >= 2)[[[On]]]', ("On", "on", "x >= 2", [])),
        ('(if: $f)[[[Go->On]]](else:)[stay]', ("Go", "on", "f", [])),
        ('(unless: $x is 1 or 2)[ [[Go->On]] ]', ("Go", "on", "not (x = 1 or x = 2)", [])),
        ('(if: $w is not "sword")[ [[Go->On]] ]', ("Go", "on", 'w != "sword"', [])),
        ('$f[ [[Go->On]] ]', ("Go", "on", "f", [])),
        ('(click: ?door)[(go-to: "On")]', ("?door", "on", "", [])),
        ('(t8n: "fade")+(text-style: "bold")[ [[Go->On]] ]', ("Go", "on", "", [])),
        ('(live: 2s)[ (stop:) [[Go->On]] ]', ("Go", "on", "", [])),
        ('(link: "Look")[A dog. [[Go->On]]]', ("Go", "on", "", [])),
    ],
)  # fmt: skip
def test_harlowe_links_are_found(source, expected):
    graph, report = twee(
        f":: Start\n(set: $f to true){source} [[Other]]\n\n:: On\nEnd.\n\n:: Other\nEnd."
    )

    assert expected in ways(graph)
    assert report.edges.found == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[Go|On]]", ("Go", "on", "", [])),
        ("[[Go|On][$x += 5]]", ("Go", "on", "", ["add x 5"])),
        ("[[Go->On][$f to true; $x to 1]]", ("Go", "on", "", ["on f 1", "set x 1"])),
        ('<<link "Go" "On">><<set $x -= 1>><</link>>', ("Go", "on", "", ["sub x 1"])),
        ('<<link [[Go|On]]>><</link>>', ("Go", "on", "", [])),
        ('<<button "Go">><<set $x++>><<goto "On">><</button>>', ("Go", "on", "", ["add x 1"])),
        ('<a data-passage="On" data-setter="$x = 2">Go</a>', ("Go", "on", "", ["set x 2"])),
        ('<button class="b" data-passage="On">Go</button>', ("Go", "on", "", [])),
        ('[img[a.png][On]]', ("On", "on", "", [])),
        ('<<actions [[Go|On]]>>', ("Go", "on", "", [])),
        ('<<if $x gte 2 and not $f>>[[Go|On]]<</if>>', ("Go", "on", "x >= 2 and not f", [])),
        ('<<if $x is 1>>a<<elseif visited("Other") > 1>>[[Go|On]]<</if>>',
         ("Go", "on", "not x = 1 and visits(other) > 1", [])),
        ('<<switch $w>><<case "a" "b">>[[Go|On]]<<default>>no<</switch>>',
         ("Go", "on", 'w = "a" or w = "b"', [])),
        ('<<linkreplace "Look">>A dog. [[Go|On]]<</linkreplace>>', ("Go", "on", "", [])),
        ('<<nobr>><<timed 2s>>[[Go|On]]<</timed>><</nobr>>', ("Go", "on", "", [])),
        ('<<include "Part">>', ("Go", "on", "", [])),
    ],
)  # fmt: skip
def test_sugarcube_links_are_found(source, expected):
    graph, _ = twee(
        f":: Start\n<<set $f to false>>{source} [[Other]]\n\n:: On\nEnd.\n\n:: Other\nEnd.\n\n"
        ":: Part\nA part. [[Go|On]]",
        "SugarCube",
    )

    assert expected in ways(graph)


def test_chapbook_reads_its_section_its_modifiers_and_its_inserts():
    graph, report = twee(
        """:: Start
trust: 2
told (trust > 5): true
--
# A heading

[if trust >= 2 && !told]
You may speak. [[Speak->On]]
[else]
You wait.
[continue]
{reveal link: 'Wait', passage: 'Other'} and {embed passage: 'Part'}

[note]
Not for readers: [[Nowhere]]

[JavaScript]
go("Secret")

:: On
trust: trust + 1
--
End.

:: Other
End, {trust}.

:: Part
*more* words

:: Secret
Found.
""",
        "Chapbook",
    )

    assert ways(graph) == [
        ("Speak", "on", "trust >= 2 and not told", []),
        ("Wait", "other", "", []),
    ]
    assert graph.variable["trust"].initial == 0
    assert [effect.op for effect in graph.scene["on"].on_enter] == ["add"]
    assert "**A heading**" in graph.scene["start"].body
    assert "*more* words" in graph.scene["start"].body
    assert "Nowhere" not in graph.scene["start"].body
    assert [(suspect.to, suspect.code) for suspect in report.suspects] == [("secret", "L-JS")]
    assert ("L-SET-IF", "dropped") in codes(report)
    assert "part" not in graph.scene


def test_snowman_keeps_its_links_and_never_its_code():
    graph, report = twee(
        ":: Start\n<% s.x = 1; story.show('Deep'); %>**Words** [[On]] <%= s.x %>\n\n"
        ":: On\nEnd.\n\n:: Deep\nEnd.",
        "Snowman",
    )

    assert graph.scene["start"].next == "on"
    assert graph.scene["start"].body == "**Words** [s.x]"
    assert [suspect.to for suspect in report.suspects] == ["deep"]


def test_text_that_depends_on_something_says_so():
    graph, _ = twee(
        ":: Start\n(set: $x to 1)Well. (if: $x > 3)[She smiles.](else:)[She nods.] Then [[On]]\n\n"
        ":: On\nEnd."
    )

    assert graph.scene["start"].body == (
        "Well. *(if x is above 3:)* She smiles. *(otherwise:)* She nods. *(always:)* Then"
    )


def test_a_click_that_stays_becomes_a_choice_back_to_its_own_scene():
    graph, _ = twee(
        ':: Start\n(link: "Search")[(set: $key to true)You find a key.] [[On]]\n\n:: On\nEnd.'
    )

    search = graph.scene["start"].choices[0]

    assert (search.label, search.to, search.once) == ("Search", "start", True)
    assert (search.feedback.text, search.feedback.timing) == ("You find a key.", "now")


def test_a_jump_by_lot_is_a_chance_scene():
    graph, _ = twee(':: Start\n(go-to: (either: "On", "Off"))\n\n:: On\nEnd.\n\n:: Off\nEnd.')

    assert graph.scene["start"].kind == "chance"
    assert [branch.to for branch in graph.scene["start"].branches] == ["on", "off"]


def test_a_computed_target_is_counted_and_not_guessed():
    _, report = twee(':: Start\n(link-goto: "Go", $where) [[On]]\n\n:: On\nEnd.')

    assert report.edges.dynamic == 1
    assert report.needs_review
    assert ("L-DYN", "dropped") in codes(report)


def test_a_missing_target_is_kept_for_the_author_to_see():
    graph, report = twee(":: Start\n[[Go->Nowhere]] [[On]]\n\n:: On\nEnd.")

    assert report.edges.lost == 1
    assert ("Go", "nowhere", "", []) in ways(graph)
    assert "E02" in {problem.rule for problem in report.problems}


def test_a_missing_target_never_means_another_scene():
    graph, _ = twee(":: Start\n[[Go->On!]] [[On]]\n\n:: On\nEnd.")

    assert [to for _, to, _, _ in ways(graph)] != ["on", "on"]


def test_names_may_be_anything():
    graph, report = read(
        stories.as_html(
            {
                "Start": "[[ Spaced]] [[Sp[ace]->\U0001f600]] [[and]] [[АБВ]] [[abc]] [[Abc]]",
                " Spaced": "End.",
                "\U0001f600": "End.",
                "and": "End.",
                "АБВ": "End.",
                "abc": "End.",
                "Abc": "End.",
            }
        ),
        "names.html",
    )

    assert report.edges.lost == 0
    assert len(graph.scene) == 7
    assert not {"E02", "E03", "E11"} & {problem.rule for problem in report.problems}


def test_scripts_styles_and_bad_links_do_not_come_along():
    graph, report = twee(
        ":: Start\n<script>steal()</script><style>p{}</style>"
        '<a href="javascript:x()">a</a> <a href="https://example.org/b">b</a>'
        '<img src="x" onerror="y()"> <b>bold</b>\n[[On]]\n\n:: On\nEnd.'
    )

    assert graph.scene["start"].body == "a [b](https://example.org/b) **bold**"
    assert {("L-JS", "dropped"), ("L-CSS", "dropped")} <= codes(report)
    assert "E17" not in {problem.rule for problem in report.problems}


def test_lists_and_objects_are_left_out_and_said():
    graph, report = twee(
        ":: Start\n(set: $bag to (a: 1, 2))(set: $x to (random: 1, 6))"
        "(if: $bag contains 1)[ [[On]] ]\n\n:: On\nEnd."
    )

    assert graph.vars == ()
    assert ("L-DATA", "dropped") in codes(report)
    assert ("L-RANDOM", "dropped") in codes(report)
    assert (report.conditions.translated, report.conditions.total) == (0, 1)
    assert ways(graph) == [("", "on", "", [])] or ways(graph)[0][1:] == ("on", "", [])


def test_two_thousand_passages_are_read_in_seconds():
    texts = {
        f"P{number}": f"(set: $a to it + 1)Words, *words*. (if: $a > {number % 9})[Yes.]\n"
        + "\n".join(f'(link-goto: "Go {way}", "P{(number * 7 + way) % 2000}")' for way in range(3))
        + f"\n[[Next->P{(number + 1) % 2000}]]"
        for number in range(2_000)
    }
    data = stories.as_twee(texts)

    began = time.monotonic()
    _, report = read(data, "large.twee")

    assert time.monotonic() - began < 10
    assert report.edges.found == 8_000
    assert report.scenes == 2_000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b":: StoryData\n{nonsense", "StoryData"),
        (b":: A [script]\nx", "could be a scene"),
        (b"\xff\xfe\x00\xd8", "format"),
        (b"nothing at all", "format"),
    ],
)
def test_what_is_no_story_is_refused_in_words(data, words):
    with pytest.raises(ImportFault) as caught:
        read(data, "x.bin")

    assert words in str(caught.value)
