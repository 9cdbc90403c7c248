"""How sure learners are: what it gives, what it takes, and that they know before they start."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes import marking
from courses.quizzes.models import Response
from courses.quizzes.services import corrections
from courses.templatetags import courses_tags
from tests.factories.quiz import (
    address,
    answer,
    drawn_of,
    make_category,
    make_question,
    make_quiz,
    right_keys,
    text,
    wrong_keys,
)

levels = st.integers(1, 3)
shares = st.fractions(0, 1)
SCRIPT = {"X-Requested-With": "fetch"}


# --- The scale ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "right", "wrong"), [(1, 1, 0), (2, 2, -2), (3, 3, -6)], ids=["not", "fairly", "very"]
)
def test_the_scale_is_gardner_medwins(level, right, wrong):
    assert marking.worth(Fraction(1), level) == right
    assert marking.worth(Fraction(0), level) == wrong
    assert marking.worth(None, level) == wrong


@given(share=shares, other=shares, level=levels)
def test_a_better_answer_never_gives_less_and_lies_on_the_line(share, other, level):
    low, high = sorted((share, other))
    assert marking.worth(low, level) <= marking.worth(high, level)
    middle = marking.worth((low + high) / 2, level)
    assert middle * 2 == marking.worth(low, level) + marking.worth(high, level)


@given(chance=shares)
def test_saying_how_sure_one_is_pays_best(chance):
    """What is to be expected of each level is highest where the scale says it is."""

    def expected(level):
        return marking.worth(chance, level)

    best = max(marking.SURE, key=expected)
    honest = 1 if chance < Fraction(2, 3) else 2 if chance < Fraction(4, 5) else 3
    assert expected(best) == expected(honest)


sittings = st.lists(st.tuples(shares, levels, st.integers(1, 5)), min_size=1, max_size=12)


@given(rows=sittings, pass_mark=st.integers(1, 100))
def test_a_pass_is_compared_exactly(rows, pass_mark):
    worths, sure, points = zip(*rows, strict=True)
    marked = marking.mark(
        shares=worths, points=points, levels=sure, counted=True, pass_mark=pass_mark
    )
    earned = sum(marking.worth(s, level) * weight for s, level, weight in rows)
    assert marked.earned == earned
    assert marked.possible == 3 * sum(points)
    assert marked.passed == (earned * 100 >= pass_mark * 3 * sum(points))
    assert -2 * marked.possible <= marked.earned <= marked.possible
    assert 0.0 <= marked.score <= 1.0
    kept = marking.evidence_of(marked)
    again = marking.mark(
        shares=marking.shares_in(kept),
        points=kept.get("points"),
        levels=kept["certainty"],
        counted=kept["counted"],
        pass_mark=pass_mark,
    )
    assert again.earned == marked.earned
    assert again.passed == marked.passed


@given(rows=sittings, pass_mark=st.integers(1, 100))
def test_what_is_only_shown_changes_no_result(rows, pass_mark):
    worths, sure, points = zip(*rows, strict=True)
    plain = marking.mark(shares=worths, points=points, pass_mark=pass_mark)
    shown = marking.mark(shares=worths, points=points, levels=sure, pass_mark=pass_mark)
    assert (plain.earned, plain.passed) == (shown.earned, shown.passed)
    assert plain.possible == shown.possible


def test_all_right_and_never_sure_is_a_third():
    marked = marking.mark(shares=[Fraction(1)] * 3, levels=[1] * 3, counted=True, pass_mark=33)
    assert marked.passed
    assert not marking.mark(
        shares=[Fraction(1)] * 3, levels=[1] * 3, counted=True, pass_mark=34
    ).passed


# --- On the pages -------------------------------------------------------------------------------


@pytest.mark.django_db
class TestPages:
    def say(self, client, attempt, drawn, keys, level):
        sure = {} if level is None else {f"c{drawn.position}": level}
        return answer(client, attempt, drawn, keys, **sure)

    def test_it_is_told_before_the_start_and_decides_the_result(self, world, client):
        quiz = make_quiz(
            questions=4,
            kinds=("single",),
            certainty="counted",
            pass_mark=1,
            feedback="after_submission",
        )
        course = world.course(module_activities=[("quiz", quiz)])
        turn = world.enrol(world.learner, course)
        module = text(client.get(f"/learn/{turn.uuid}/module-1/"))
        assert "Very sure: 3, or 6 off." in module
        attempt = world.begin(turn, "quiz")
        page = text(client.get(address(attempt, "1/")))
        assert "You need 0.12 of 12 points to pass." in page
        assert "right 3, wrong −6" in page
        one, two, three, four = drawn_of(attempt)
        self.say(client, attempt, one, right_keys(one), 3)
        self.say(client, attempt, two, wrong_keys(two)[:1], 2)
        self.say(client, attempt, three, right_keys(three), None)
        self.say(client, attempt, four, [], 3)
        check = text(client.get(address(attempt, "check/")))
        assert check.count(f'data-unsaid="{three.position}">') == 1
        assert f'data-unsaid="{one.position}" hidden>' in check
        sent = client.post(address(attempt, "send/"), headers=SCRIPT)
        attempt.refresh_from_db()
        assert attempt.evidence["certainty"] == [3, 2, 1, 1]  # no answer costs nothing
        assert attempt.evidence["earned"] == "2"
        assert attempt.passed
        result = text(sent)
        assert "2 of 12 points. A pass needs 0.12." in result
        assert "You were fairly sure." in result
        assert "That gives −2." in result
        assert "come to 2 of 12 points" in result

    def test_a_sum_below_nothing_is_said_and_is_no_pass(self, world, sit, client):
        attempt = sit(questions=1, kinds=("single",), certainty="counted", pass_mark=1, attempts=2)
        (one,) = drawn_of(attempt)
        self.say(client, attempt, one, wrong_keys(one)[:1], 3)
        client.post(address(attempt, "send/"))
        attempt.refresh_from_db()
        assert (attempt.passed, attempt.score) == (False, 0.0)
        page = text(client.get(address(attempt, "result/")))
        assert "−6 of 3 points" in page
        assert "How sure you were" not in page  # one answer at a level would tell how it was marked
        assert "canary" not in page

    def test_what_is_only_shown_is_kept_and_counts_nothing(self, sit, client):
        attempt = sit(
            questions=2,
            kinds=("single",),
            certainty="shown",
            pass_mark=50,
            feedback="after_submission",
        )
        one, two = drawn_of(attempt)
        self.say(client, attempt, one, right_keys(one), 2)
        self.say(client, attempt, two, wrong_keys(two)[:1], 3)
        client.post(address(attempt, "send/"))
        attempt.refresh_from_db()
        assert attempt.passed
        page = text(client.get(address(attempt, "result/")))
        assert "1 of 2 right. A pass needs 1." in page
        assert "come to −4 of 6 points" in page
        assert "does not count for the pass" in page

    def test_another_certainty_is_another_answer_and_the_same_is_none(self, sit, client):
        attempt = sit(questions=1, kinds=("single",), certainty="counted")
        (one,) = drawn_of(attempt)
        self.say(client, attempt, one, right_keys(one), 1)
        self.say(client, attempt, one, right_keys(one), 1)
        answer(client, attempt, one, right_keys(one), seen=1, c1=3)
        answer(client, attempt, one, right_keys(one), seen=2)  # a page that does not say
        assert list(Response.objects.values_list("seq", "certainty")) == [(1, 1), (2, 3)]
        older = answer(client, attempt, one, right_keys(one), seen=1, c1=2)
        assert older.status_code == 409
        assert answer(client, attempt, one, right_keys(one), seen=2, c1=4).status_code == 400

    def test_where_it_is_not_asked_nothing_of_it_is_kept(self, sit, client):
        attempt = sit(questions=1, kinds=("single",))
        (one,) = drawn_of(attempt)
        self.say(client, attempt, one, right_keys(one), 3)
        assert Response.objects.get().certainty is None
        assert "How sure are you" not in text(client.get(address(attempt, "1/")))

    def test_marking_again_keeps_how_sure_somebody_was(self, world, sit, client):
        attempt = sit(
            questions=1, kinds=("single",), certainty="counted", pass_mark=100, attempts=1
        )
        (one,) = drawn_of(attempt)
        self.say(client, attempt, one, wrong_keys(one)[:1], 3)
        client.post(address(attempt, "send/"))
        from courses.quizzes.models import Question

        question = Question.objects.get()
        chosen = wrong_keys(one)[0]
        for option in question.options.all():
            option.correct = str(option.key) == chosen
            option.save()
        question.refresh_from_db()
        question.save_revision().publish()
        question.refresh_from_db()
        corrections.correct(
            question=question, actor=world.trainer, why="Wrong key", now=timezone.now()
        )
        attempt.refresh_from_db()
        assert attempt.passed
        assert (attempt.evidence["earned"], attempt.evidence["certainty"]) == ("3", [3])

    def test_at_once_it_is_told_with_the_answer(self, sit, client):
        attempt = sit(questions=1, kinds=("single",), certainty="counted", feedback="immediate")
        (one,) = drawn_of(attempt)
        page = text(client.get(address(attempt, "1/")))
        assert "That gives" not in page
        answer(client, attempt, one, right_keys(one), c1=2, go="commit")
        assert "That gives 2." in text(client.get(address(attempt, "1/")))

    def test_a_text_that_a_person_marks_is_refused(self):
        category = make_category()
        make_question(category, kind="essay", text="Reflect")
        for rules, words in [
            ({"certainty": "counted"}, "how sure somebody is cannot be asked"),
            ({"feedback": "immediate"}, "nothing can be told after each answer"),
        ]:
            with pytest.raises(ValidationError, match=words):
                make_quiz(category=category, draw=1, **rules)


@pytest.mark.parametrize(
    ("points_given", "words"),
    [
        (Decimal("7.2"), "7.2"),
        (Decimal("7.25"), "7.25"),
        (Decimal(10), "10"),
        (-16.0, "−16"),
        (6.999, "7"),
        (0, "0"),
    ],
)
def test_points_are_written_as_people_write_them(points_given, words):
    assert courses_tags.points(points_given) == words
