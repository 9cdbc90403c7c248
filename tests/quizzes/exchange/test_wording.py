"""Texts of other tools become what the bank keeps, and stay so when they come again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes.exchange import wording


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ask her", "<p>Ask her</p>"),
        ('<p data-block-key="a1b2c">Ask <b>her</b></p>', "<p>Ask <b>her</b></p>"),
        ("<div>One</div><div><strong>Two</strong></div>", "<p>One</p><p><b>Two</b></p>"),
        ("<p>a</p><p>&nbsp;</p><p></p>", "<p>a</p>"),
        ("<script>alert(1)</script><p onclick='x()'>Hi</p>", "<p>Hi</p>"),
        ("<ul><li>one</li></ul>", "<ul><li>one</li></ul>"),
        ("2 &lt; 3 & 4", "<p>2 &lt; 3 &amp; 4</p>"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_little_markup_stays_and_the_rest_goes(text, kept):
    assert wording.rich(text) == kept


def test_words_that_look_like_markup_stay_words():
    text = "Is <b>this</b> a tag?\r\n\r\nNo: 1 < 2"

    marked = wording.paragraphs(text)

    assert marked == "<p>Is &lt;b&gt;this&lt;/b&gt; a tag?</p><p>No: 1 &lt; 2</p>"
    assert wording.plain(marked) == "Is <b>this</b> a tag? No: 1 < 2"
    assert wording.rich(marked) == marked


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<b>", "</b>", "<i>", "<div>", "</div>", "<br>", "<br/>", "<ul>", "<li>",
         "</li>", "</ul>", "<table><tr><td>", "</td></tr></table>", "&nbsp;", "&lt;", "&", "<", " ",
         "\n", "word", "é", '<p data-block-key="x">', "<h2>", "</h2>", "<pre>", "</pre>"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(MARKUP, st.text(max_size=30)))
def test_what_was_made_fit_once_fits(text):
    once = wording.rich(text)

    assert wording.rich(once) == once
    assert wording.rich(wording.paragraphs(text)) == wording.rich(
        wording.rich(wording.paragraphs(text))
    )
