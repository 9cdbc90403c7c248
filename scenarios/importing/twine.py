"""Stories made with Twine, in whichever story format: which one it is, what its special passages
do, and which passages are scenes.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace

from scenarios import routes
from scenarios.graph import Graph
from scenarios.importing import chapbook, harlowe, snowman, sugarcube
from scenarios.importing.building import build
from scenarios.importing.direct import finished
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Report
from scenarios.importing.kept import Note, put_back, taken
from scenarios.importing.pieces import Assign, Chain, Include, Jump, Link, Piece, Unknown
from scenarios.importing.prose import names
from scenarios.importing.reporting import reported
from scenarios.importing.story import Doubt, Page, Story
from scenarios.importing.twee import Book, read_twee, read_twine, untouched
from scenarios.importing.walking import Passage, Walker

SPECIAL = names(
    "StoryAuthor StoryBanner StoryCaption StoryDisplayTitle StoryIncludes StoryInterface StoryInit "
    "StoryMenu StorySettings StoryShare StorySubtitle PassageDone PassageFooter PassageHeader "
    "PassageReady UserScript UserStylesheet"
)
SPECIAL_TAGS = names(
    "widget script stylesheet annotation header footer startup debug-header debug-footer "
    "debug-startup init Twine.image haml twee2"
)
MARKS = {
    "sugarcube": re.compile(r"<</?[a-z=\-]|\[\[[^\]]*\]\[|\bState\.(?:variables|active)|\bsetup\."),
    "harlowe": re.compile(r"\([a-z][a-z0-9_-]*:[^/]|\]<[a-z]\w*\||\|[a-z]\w*>\["),
    "snowman": re.compile(r"<%|\bstory\.(?:show|state)\b|\bwindow\.story\b"),
    "chapbook": re.compile(
        r"^--$|^\[(?:if|unless|ifalways|else|cont|continued?|after|JavaScript|CSS|note|align)\b[^\]]*\]|"
        r"\{(?:embed|reveal|back|restart|cycling|passage\.|story\.)|\bengine\.(?:state|story)\b",
        re.MULTILINE | re.IGNORECASE,
    ),
}
FORMATS: dict[str, Callable[[str], list[Piece]]] = {
    "harlowe": harlowe.read,
    "sugarcube": sugarcube.read,
    "chapbook": chapbook.read,
    "snowman": snowman.read,
}
MARKDOWN = frozenset(["chapbook", "snowman"])
KEY = re.compile(r"[a-z][a-z0-9_-]{0,79}")
LONGEST = 400_000  # of one passage
MOST_MARKS = 400_000


def from_twee(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read a Twee file."""
    book = read_twee(data)
    own = untouched(book)
    if own is not None:
        return finished(own, "twee-candour", book.title)
    return _from_book(book, "twee")


def from_twine(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read a published Twine 2 story, or an archive."""
    return _from_book(read_twine(data), "twine")


def dialect_of(book: Book) -> str:
    """The story format: as the file says, or by what its passages are written in."""
    said = book.dialect.lower()
    for name in FORMATS:
        if said.startswith(name):
            return name
    texts = [passage.text for passage in book.passages] + book.scripts
    scores = {
        name: sum(len(mark.findall(text[:100_000])) for text in texts)
        for name, mark in MARKS.items()
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else "harlowe"


def _from_book(book: Book, container: str) -> tuple[Graph, Report]:
    _bounded(book)
    notes = _notes(book)
    dialect = dialect_of(book)
    story = Story(f"{container}-{dialect}", title=book.title, merges=True)
    if book.others:
        more = ", ".join(book.others)
        story.findings.lose(
            "L-STORIES", "", f"also in this archive: {more}", count=len(book.others)
        )
    for code in book.scripts:
        story.findings.lose("L-JS", "", code)
    if book.styles:
        story.findings.lose("L-CSS", "", "stylesheet", count=book.styles)
    passages = _scenes(book, story)
    if not passages:
        raise ImportFault("there is no passage in this file that could be a scene")
    read = FORMATS[dialect]
    widgets = _widgets(book, dialect)
    walker = Walker(
        story,
        passages,
        (lambda text: sugarcube.with_widgets(read(text), widgets)) if widgets else read,
        marked=dialect in MARKDOWN,
    )
    story.start = _start(book, walker)
    _before(book, story, walker)
    _walk(walker, story)
    if not notes:
        if "candour" in book.meta:
            story.findings.lose("L-RATING", "", "the file was edited and holds no notes")
        return build(story)
    return _with_notes(story, notes)


def _notes(book: Book) -> dict[str, Note]:
    """The notes of the passages, taken out of their texts; the whole case's stands under no name.

    A note whose key another passage has too is that of a copy, and counts once.
    """
    notes: dict[str, Note] = {}
    keys: set[str] = set()
    for passage in book.passages:
        passage.text, note = taken(passage.text)
        key = str(note.get("key", ""))
        if "startup" in passage.tags and note:
            notes[""] = note
        elif KEY.fullmatch(key) and key not in keys:
            keys.add(key)
            notes[passage.name] = note
    return notes


def _with_notes(story: Story, notes: dict[str, Note]) -> tuple[Graph, Report]:
    """The graph of a story that was once taken out of Candour and edited since."""
    for page in story.pages:
        if page.name in notes:
            page.key = str(notes[page.name]["key"])
    graph, report = build(story)
    scenes = [note for name, note in notes.items() if name]
    graph, _ = put_back(graph, scenes, notes.get("", {}), story.findings)
    counted = reported(
        graph,
        report.format,
        report.title,
        report.edges,
        report.conditions,
        report.effects,
        story.findings.losses({page.name: page.key for page in story.pages if page.key}),
        report.suspects,
    )
    return graph, replace(counted, head=report.head)


def _bounded(book: Book) -> None:
    """Refuse what would take minutes to read: no story that people play comes near."""
    marks = 0
    for passage in book.passages:
        if len(passage.text) > LONGEST:
            raise ImportFault(
                f"has more than {LONGEST:,} characters",
                f"Passage “{passage.name[:80]}”",
                mend="Make several passages of it",
            )
        marks += sum(passage.text.count(mark) for mark in ("[[", "<<", "(", "{"))
    if marks > MOST_MARKS:
        raise ImportFault(f"The story holds more than {MOST_MARKS:,} links and macros")


def _scenes(book: Book, story: Story) -> dict[str, Passage]:
    """The passages that a reader stands in, by name; a name that comes twice is noted."""
    found: dict[str, Passage] = {}
    for passage in book.passages:
        if passage.name in SPECIAL or SPECIAL_TAGS & set(passage.tags):
            continue
        if not passage.name.strip():
            story.findings.lose("L-NAMELESS", "", passage.text)
            continue
        if passage.name in found:
            story.findings.lose("L-DUPLICATE", "", passage.name)
            continue
        found[passage.name] = passage
    return found


def _start(book: Book, walker: Walker) -> str:
    """Where the story begins: as it says, or “Start”, or the passage from which most is reached."""
    if book.start in walker.passages:
        return book.start
    stripped = {name.strip(): name for name in walker.passages}
    for name in (book.start.strip(), "Start"):
        if name in stripped:
            return stripped[name]
    ways = {name: _targets(walker, name) for name in walker.passages}
    meant = {target for name, targets in ways.items() for target in targets if target != name}
    first = [name for name in ways if name not in meant][:200]
    tried = [*first, *(name for name in list(ways)[:50] if name not in first)]
    named = Counter(target for targets in ways.values() for target in targets)
    begun = max(tried, key=lambda name: (len(routes.reach([name], ways)), named[name]))
    walker.story.findings.lose(
        "L-START", "", f"the file names no beginning; here it is {begun}", "approximated"
    )
    return begun


def _targets(walker: Walker, name: str) -> tuple[str, ...]:
    """Every passage that a passage names, linked or included."""
    found = []
    waiting = deque(walker.pieces(name))
    while waiting:
        piece = waiting.popleft()
        if isinstance(piece, Include | Link) and piece.target:
            found.append(walker.name_of(piece.target))
        elif isinstance(piece, Jump):
            found += [walker.name_of(target) for target in piece.targets]
        waiting.extend(_inside(piece))
    return tuple(dict.fromkeys(name for name in found if name in walker.passages))


def _widgets(book: Book, dialect: str) -> dict[str, list[Piece]]:
    """SugarCube's own macros that only print: their text can stand where they are called."""
    if dialect != "sugarcube":
        return {}
    texts = [passage.text for passage in book.passages if "widget" in passage.tags]
    return sugarcube.widgets("\n".join(texts))


def _before(book: Book, story: Story, walker: Walker) -> None:
    """What is set before the first passage is where the variables begin."""
    for passage in book.passages:
        first = passage.name == "StoryInit" or {"startup", "init"} & set(passage.tags)
        if not first:
            continue
        for piece in _flat(walker.read(passage.text)):
            if isinstance(piece, Assign) and not piece.temporary:
                story.findings.effects += 1
                if piece.change is not None and piece.change.op == "set":
                    story.initial[piece.change.var] = piece.change.value
                    story.findings.effects_carried += 1
                else:
                    if piece.code == "L-DATA":
                        story.unknowable.add(piece.var)
                    story.findings.lose(piece.code, passage.name, piece.raw)
            elif isinstance(piece, Unknown) and piece.code:
                story.findings.lose(piece.code, passage.name, piece.raw, piece.action)


def _flat(pieces: list[Piece]) -> list[Piece]:
    result: list[Piece] = []
    for piece in pieces:
        result.append(piece)
        if isinstance(piece, Unknown):
            result += _flat(piece.body)
    return result


def _inside(piece: Piece) -> list[Piece]:
    match piece:
        case Link(body=body) | Unknown(body=body):
            return body
        case Chain(cases):
            return [inner for case in cases for inner in case.body]
    return []


def _included(walker: Walker) -> set[str]:
    """The passages that stand inside others."""
    found: set[str] = set()
    for name in walker.passages:
        waiting = deque(walker.pieces(name))
        while waiting:
            piece = waiting.popleft()
            if isinstance(piece, Include):
                found.add(walker.name_of(piece.target))
            waiting.extend(_inside(piece))
    return found


def _walk(walker: Walker, story: Story) -> None:
    """Make pages in the order in which a reader meets them; text for others is none."""
    included = _included(walker)
    pages: dict[str, Page] = {}

    def follow(first: str) -> None:
        waiting = deque([first])
        while waiting:
            name = waiting.popleft()
            if name in pages or name not in walker.passages:
                continue
            pages[name] = walker.page(name)
            waiting.extend(walker.name_of(way.to) for way in pages[name].ways)

    follow(story.start)
    for name in sorted(set(walker.passages) - included):
        follow(name)
    named = {walker.name_of(doubt.to) for doubt in story.doubts}
    for name in sorted((set(walker.passages) & included & named) - set(pages)):
        follow(name)
    for name in sorted(set(walker.passages) - set(pages)):
        story.findings.lose("L-INCLUDE", name, "only text for other passages", "translated")
    story.pages = list(pages.values())
    story.doubts = [doubt for doubt in story.doubts if _new(doubt, pages)]


def _new(doubt: Doubt, pages: dict[str, Page]) -> bool:
    """Whether a suspected edge isn't there already."""
    page = pages.get(doubt.page)
    return page is not None and doubt.to in pages and all(way.to != doubt.to for way in page.ways)
