"""Questions made up by Hypothesis, within what a format can hold."""

from dataclasses import replace

from hypothesis import strategies as st

from courses.quizzes.exchange.formats.reading import number_text, tolerance_text
from courses.quizzes.exchange.formats.shares import equal_parts
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line, rich

SIGNS = "abcXYZ 0159~=#{}:%[]<>&\"'/|$*->;,.?!_@+()äßλ漢👍№"
words = st.text(SIGNS, min_size=1, max_size=24).map(line).filter(bool)
maybe = st.one_of(st.just(""), words)
tag = (
    st.text("abcdeé #]:-/&", min_size=1, max_size=12)
    .map(line)
    .filter(lambda text: text and not text.startswith(("difficulty", "objective")))
)
number = st.decimals(-99_999, 99_999, places=3).map(number_text)
tolerance = st.decimals(0, 50, places=2).map(tolerance_text)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def rich_text(draw):
    parts = draw(st.lists(words, min_size=1, max_size=3))
    shapes = ("<p>{}</p>", "<p><b>{}</b> x</p>", "<ul><li>{}</li><li><i>y</i></li></ul>")
    text = "".join(draw(st.sampled_from(shapes)).format(escaped(part)) for part in parts)
    return rich(text)


def options(low=2, high=5):
    return st.lists(words, min_size=low, max_size=high, unique_by=lambda text: text.casefold())


@st.composite
def choice(draw, kind="single"):
    texts = draw(options())
    right = draw(st.integers(0, len(texts) - 1))
    return Item(
        kind,
        draw(rich_text()),
        answers=[Answer(text, n == right, draw(maybe)) for n, text in enumerate(texts)],
    )


@st.composite
def multiple(draw, credit="partial"):
    texts = draw(options(3, 5))
    count = draw(st.integers(1, len(texts) - 1))
    shares = [None] * len(texts)
    if credit == "partial" and draw(st.booleans()):
        shares = [*equal_parts(count), *([-5] * (len(texts) - count))]
    rows = [
        Answer(text, n < count, draw(maybe), share=share)
        for n, (text, share) in enumerate(zip(texts, shares, strict=True))
    ]
    return Item("multiple", draw(rich_text()), credit=credit, answers=rows)


@st.composite
def true_false(draw):
    right = draw(st.booleans())
    rows = [Answer("True", right, draw(maybe)), Answer("False", not right, draw(maybe))]
    return Item("true_false", draw(rich_text()), answers=rows)


@st.composite
def matching(draw, credit="partial"):
    lefts = [*draw(options(2, 4)), *draw(st.sampled_from([[], [""]]))]
    return Item(
        "matching",
        draw(rich_text()),
        credit=credit,
        answers=[Answer(left, match=draw(words)) for left in lefts],
    )


@st.composite
def ordering(draw, credit=None):
    credit = credit or draw(st.sampled_from(["whole", "partial"]))
    rows = [Answer(text, feedback=draw(maybe)) for text in draw(options())]
    return Item("ordering", draw(rich_text()), credit=credit, answers=rows)


@st.composite
def short_text(draw, cases=True):
    parts = [None, 50, 20, 0]
    rows = [
        Answer(text, feedback=draw(maybe), share=draw(st.sampled_from(parts)))
        for text in draw(options(1, 3))
    ]
    sensitive = draw(st.booleans()) if cases else False
    return Item("short_text", draw(rich_text()), case_sensitive=sensitive, answers=rows)


@st.composite
def numeric(draw, units=True):
    rows = [
        Answer(
            draw(number),
            feedback=draw(maybe),
            share=draw(st.sampled_from([None, 50])),
            tolerance=draw(tolerance),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    item = Item("numeric", draw(rich_text()), answers=rows)
    if units and draw(st.booleans()):
        item.unit_rule = draw(st.sampled_from(["required", "optional"]))
        item.units = [("mg", "1"), ("g", "1000"), ("µg", "0.001"), ("gr", "64.8")]
    return item


@st.composite
def cloze(draw, credit="partial"):
    before, after = (escaped(text.replace("[", "(")) for text in (draw(words), draw(words)))
    rows = [Answer(text, True, draw(maybe), gap=1) for text in draw(options(1, 2))]
    rows += [Answer(text, n == 0, draw(maybe), gap=2) for n, text in enumerate(draw(options(2, 4)))]
    rows += [Answer(draw(number), True, gap=3, tolerance=draw(tolerance))]
    text = rich(f"<p>{before} [1] and [2]</p><p>{after} [3].</p>")
    return Item("cloze", text, credit=credit, answers=rows)


@st.composite
def essay(draw):
    return Item("essay", draw(rich_text()))


@st.composite
def rubric_essay(draw):
    return Item(
        "essay",
        draw(rich_text()),
        min_words=draw(st.sampled_from([None, 10])),
        max_words=draw(st.sampled_from([None, 300])),
        model_answer=draw(st.one_of(st.just(""), rich_text())),
        rubric=[(draw(words), draw(maybe), 5) for _ in range(draw(st.integers(0, 2)))],
    )


def silent(item):
    """The same where a format has no feedback for these rows and no star."""
    rows = [
        replace(
            row,
            feedback="",
            text=row.text.replace("*", "+") if row.tolerance is None else row.text,
        )
        for row in item.answers
    ]
    if item.type in ("short_text", "numeric"):
        rows[0] = replace(rows[0], share=None)
    return replace(item, answers=rows)


@st.composite
def described(draw, kinds):
    """One of these with a category, tags and the rest that surrounds it."""
    item = draw(st.one_of(*kinds))
    return replace(
        item,
        key=draw(st.uuids().map(str)),
        category=draw(st.sampled_from(["Ethics", "Ethics / Consent", "A/B: 1", "é # [x]"])),
        tags=draw(st.lists(tag, max_size=3, unique=True)),
        objectives=draw(st.lists(tag, max_size=2, unique=True)),
        difficulty=draw(st.sampled_from([1, 2, 3])),
        feedback=draw(st.one_of(st.just(""), rich_text())),
    )


def contents(items, unsaid=frozenset()):
    """What questions say, apart from what a format has no place for."""
    return [(item.key, item.fault, replace(item, unsaid=unsaid).content()) for item in items]
