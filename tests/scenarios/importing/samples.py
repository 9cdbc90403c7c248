"""A small sound file of each format, for the tests that spoil them."""

from __future__ import annotations

from scenarios.exporting import native
from tests.scenarios.importing import branching, explorations, patients, stories, test_direct

HARLOWE = {
    "Start": "(set: $x to 1)//Words// ''(if: $x > 1)[[[Go->On]]](else:)[no]'' "
    '(link: "a")[(go-to: "On")]',
    "On": '(display: "Start") <b>bold</b> (link-goto: "Back", "Start") $x',
}
SUGARCUBE = {
    "Start": '<<set $x to 1>><<if $x gt 0>>[[Go|On][$x += 1]]<</if>><<link "A" "On">><</link>>',
    "On": '<<own "Start">> <a data-passage="Start">back</a> <<include "Start">>',
}
CHAPBOOK = {
    "Start": "x: 1\n--\n[if x > 1]\n[[Go->On]]\n[else]\n{reveal link: 'a', passage: 'On'}",
    "On": "{embed passage: 'Start'}",
}
SNOWMAN = {"Start": "<% if (s.x) { %>[[On]]<% } %>", "On": "*End*"}

INK = b"""VAR x = 1
-> hall
== hall
Text {x > 1: yes|no}. -> opts
- (opts)
* (a) [One] words
  ~ x += 1
  * * deep -> hall
+ {a} Two -> END
- { x:
  - 1: one
  - else: -> side ->
  }
-> END
== side
->->
"""

SAMPLES: dict[str, list[tuple[str, bytes]]] = {
    "twee": [
        ("a.twee", stories.as_twee(HARLOWE)),
        ("b.twee", stories.as_twee(SUGARCUBE, form="SugarCube")),
        ("c.twee", stories.as_twee(CHAPBOOK, form="Chapbook")),
        ("d.twee", stories.as_twee(SNOWMAN, form="Snowman")),
    ],
    "h5p": [("a.json", branching.as_json(branching.visit()[-6:]))],
    "mvp": [("a.zip", patients.patient())],
    "openlabyrinth": [("a.zip", patients.labyrinth())],
    "oppia": [("a.yaml", explorations.SEVEN), ("b.yaml", explorations.FORTY_SEVEN)],
    "native": [("a.case.zip", native.export(test_direct.shipped(test_direct.SHIPPED[0])).data)],
    "outline": [("a.txt", test_direct.GIFT.encode())],
    "docx": [("a.docx", test_direct.DOCUMENT)],
    "csv": [("a.csv", test_direct.CSV)],
    "xlsx": [("a.xlsx", test_direct.workbook())],
    "ink": [("a.ink", INK)],
    "twine": [
        ("a.html", stories.as_html(HARLOWE)),
        ("b.html", stories.as_archive(SUGARCUBE, form="SugarCube")),
    ],
}
