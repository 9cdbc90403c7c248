"""Items as a reader makes them, one of each type, and how they are brought in."""

import io

from django.utils import timezone
from PIL import Image

from courses.quizzes.exchange import storing
from courses.quizzes.exchange.items import Answer, Item, Picture


def picture(colour="teal", *, kind="PNG", alt="A tree of decisions"):
    file = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(file, kind)
    return Picture(f"uploads/tree.{kind.lower()}", file.getvalue(), alt)


def single(key="q1", text="<p>What do you do first?</p>", **fields):
    given = {
        "category": "Consent",
        "tags": ["autonomy"],
        "feedback": "<p>Ask.</p>",
        "where": f"question {key}",
        "answers": [Answer("Ask her", True, "Yes."), Answer("Ring the son", False, "No.")],
    }
    return Item("single", text, key=key, **(given | fields))


def each_type():
    """One item of each type, with everything that the type can have."""
    return [
        single("single", picture=picture(), objectives=["Ask first"], difficulty=3),
        Item(
            "multiple", "<p>Which two?</p>", key="multiple", category="Consent", credit="partial",
            answers=[
                Answer("a", True, share=60), Answer("b", True, share=40), Answer("c", share=-50),
            ],
        ),
        Item(
            "true_false", "<p>True?</p>", key="true_false", category="Duties",
            answers=[Answer("True", True), Answer("False")],
        ),
        Item(
            "matching", "<p>Which belong together?</p>", key="matching", category="Duties",
            answers=[
                Answer("Autonomy", match="She decides"), Answer("Justice", match="All get a part"),
                Answer("", match="It is cheap"),
            ],
        ),
        Item(
            "ordering", "<p>In which order?</p>", key="ordering", category="Duties",
            answers=[Answer("Ask"), Answer("Listen"), Answer("Write")],
        ),
        Item(
            "short_text", "<p>What do you owe?</p>", key="short_text", category="Duties",
            case_sensitive=True, answers=[Answer("duty of *"), Answer("care", share=50)],
        ),
        Item(
            "numeric", "<p>How much?</p>", key="numeric", category="Duties",
            answers=[Answer("12.5", tolerance="0.25")], unit_rule="required",
            units=[("mg", "1"), ("g", "1000")],
        ),
        Item(
            "cloze", "<p>[1] before you [2].</p>", key="cloze", category="Duties",
            answers=[
                Answer("Ask", True, gap=1), Answer("Tell", gap=1), Answer("act", True, gap=2),
                Answer("Ask", share=50, gap=2),
            ],
        ),
        Item(
            "essay", "<p>What would you do?</p>", key="essay", category="Duties", min_words=5,
            max_words=200, model_answer="<p>Ask.</p>",
            rubric=[("Asks", "She asks her first", 2), ("Says why", "", 1)],
        ),
    ]  # fmt: skip


def bring_in(items, **options):
    given = {"source": "a file", "now": timezone.now(), "publish": True}
    return storing.bring_in(items=items, **(given | options))


def actions(outcomes):
    return [outcome.action for outcome in outcomes]
