import pytest

from courses.evaluations import attestations, questions
from courses.evaluations.questions import Question


def row(**kwargs):
    return {"key": "k", "type": "scale", "text": "t", "sort_order": 0, "required": True, **kwargs}


def test_questions_come_in_their_order():
    data = {"questions": [row(key="b", sort_order=1), row(key="a", sort_order=0)]}

    assert [question.key for question in questions.questions_of(data)] == ["a", "b"]
    assert questions.questions_of({}) == ()


def test_options_are_lines():
    assert questions.options_of(" one \r\n\r\ntwo\n") == ("one", "two")


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        (Question("k", "scale", "t", low="l", high="h"), []),
        (Question("k", "scale", "t", low="l"), ["no-ends"]),
        (Question("k", "scale", " ", low="l", high="h"), ["no-text"]),
        (Question("k", "choice", "t", options=("a", "b")), []),
        (Question("k", "choice", "t", options=("a",)), ["few-options"]),
        (Question("k", "choice", "t", options=("a", "a")), ["same-options"]),
        (Question("k", "choice", "t", options=("a", "b" * 201)), ["long-option"]),
        (Question("k", "text", "t"), []),
    ],
)
def test_a_question_that_cannot_be_answered_blocks_publishing(question, codes):
    assert [problem.code for problem in questions.problems("Title", [question])] == codes


def test_a_form_without_title_or_questions_blocks_publishing():
    assert [p.code for p in questions.problems(" ", [])] == ["no-title", "no-questions"]
    twice = [Question("k", "text", "t"), Question("k", "text", "u")]
    assert [p.code for p in questions.problems("T", twice)] == ["same-key"]


def test_an_attestation_needs_a_title_and_a_statement():
    found = attestations.problems(title="", text="<p>&nbsp;</p>")

    assert [problem.code for problem in found] == ["no-title", "no-text"]
    assert attestations.problems(title="T", text="<p>I did.</p>") == []
