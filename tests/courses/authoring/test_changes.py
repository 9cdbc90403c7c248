"""Whom a change reaches: wording only, new people only, everyone by a date."""

import datetime as dt

import pytest
from django.utils import timezone

from courses.models import Edition, Enrolment, ModulePage
from courses.models.editions import ChangeKind
from courses.services.changes import Answer
from courses.services.structures import structure_of
from tests.factories.quiz import make_quiz

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 3, 31)


@pytest.fixture
def quiz(db):
    return make_quiz(pass_mark=50)


@pytest.fixture
def course(world, quiz, committed):
    with committed():
        return world.course(modules=2, module_activities=[("quiz", quiz)])


@pytest.fixture
def turn(world, course):
    return world.enrol(world.learner, course)


def edition_of(turn):
    turn.refresh_from_db()
    return turn.edition.number


def reword(page, **fields):
    for name, value in {"summary": f"Reworded {timezone.now()}.", **fields}.items():
        setattr(page, name, value)
    page.save_revision().publish()


def first_module(world, course):
    return ModulePage.objects.child_of(world.page(course)).order_by("path").first()


def test_a_change_reaches_new_people_only_unless_the_author_says_otherwise(
    world, course, turn, committed
):
    with committed():
        reword(world.page(course))
    assert edition_of(turn) == 1
    assert world.enrol(world.colleague, course).edition.number == 2


def test_a_change_of_wording_reaches_people_part_way(world, course, turn, committed):
    with committed():
        reword(world.page(course), change_kind="minor")
    assert edition_of(turn) == 2
    assert Edition.objects.get(number=2).change_kind == ChangeKind.MINOR


def test_a_modules_wording_reaches_people_part_way(world, course, turn, committed):
    with committed():
        reword(first_module(world, course), change_kind="minor")
    assert edition_of(turn) == 2


def test_a_completed_turn_stays_in_its_edition(world, course, turn, committed):
    Enrolment.objects.filter(pk=turn.pk).update(state=Enrolment.State.COMPLETED)
    with committed():
        reword(world.page(course), change_kind="minor")
    assert edition_of(turn) == 1


def test_wording_that_comes_with_another_demand_moves_nobody(world, course, turn, committed):
    page = world.page(course)
    with committed():
        world.module(page, "One more")
        reword(world.page(course), change_kind="minor")
    assert edition_of(turn) == 1


def test_a_harder_pass_mark_never_reaches_somebody_part_way(world, course, turn, quiz, committed):
    with committed():
        quiz.pass_mark = 90
        quiz.save_revision().publish()
    course.refresh_from_db()
    assert course.current_edition.activities.get().rules["pass_mark"] == 90
    with committed():
        reword(world.page(course), change_kind="minor")
    assert edition_of(turn) == 1
    attempt = world.begin(turn, "quiz")
    assert attempt.edition_activity.rules["pass_mark"] == 50


def test_a_quizs_wording_reaches_people_when_the_course_says_so(
    world, course, turn, quiz, committed
):
    with committed():
        quiz.intro = "<p>No hurry.</p>"
        quiz.save_revision().publish()
    assert edition_of(turn) == 1
    with committed():  # nothing new in the course itself, but the answer counts
        page = world.page(course)
        page.change_kind = "minor"
        page.save_revision().publish()
    assert edition_of(turn) == 2


def test_a_renewal_is_cut_even_where_no_word_changed(world, course, turn, committed):
    with committed():
        page = world.page(course)
        page.change_kind, page.renew_by = "renew", DAY
        page.save_revision().publish()
    edition = Edition.objects.get(number=2)
    assert (edition.change_kind, edition.renew_by) == (ChangeKind.RENEW, DAY)
    assert edition_of(turn) == 1


def test_an_announced_renewal_is_not_replaced_by_what_follows(world, course, turn, committed):
    with committed():
        reword(world.page(course), change_kind="renew", renew_by=DAY)
    with committed():
        reword(world.page(course))
    kinds = Edition.objects.filter(course=course).order_by("number").values_list("change_kind")
    assert [kind for (kind,) in kinds] == ["new", "renew", "new"]


def test_an_edition_in_which_nobody_is_gives_way(world, course, committed):
    with committed():
        reword(world.page(course))
    assert Edition.objects.filter(course=course).count() == 1


@pytest.mark.parametrize("kind", ["minor", "renew"])
def test_publishing_uses_the_answer_up(world, course, turn, committed, kind):
    with committed():
        reword(world.page(course), change_kind=kind, renew_by=DAY if kind == "renew" else None)
    page = world.page(course)
    draft = page.get_latest_revision_as_object()
    assert (page.change_kind, page.renew_by) == ("new", None)
    assert (draft.change_kind, draft.renew_by) == ("new", None)
    assert draft.summary.startswith("Reworded")


def test_a_draft_keeps_its_own_answer_when_an_older_one_is_published(
    world, course, turn, committed
):
    page = world.page(course)
    page.change_kind = "minor"
    older = page.save_revision()
    page.summary = "A later draft."
    page.save_revision()
    with committed():
        older.publish()
    assert world.page(course).get_latest_revision_as_object().change_kind == "minor"
    assert world.page(course).change_kind == "new"


def test_a_page_that_goes_live_later_keeps_its_answer_until_then(world, course, turn, committed):
    module = first_module(world, course)
    module.unpublish()
    module = ModulePage.objects.get(pk=module.pk)
    module.change_kind = "minor"
    module.go_live_at = timezone.now() + dt.timedelta(days=1)
    with committed():
        module.save_revision().publish()
    assert (
        ModulePage.objects.get(pk=module.pk).get_latest_revision_as_object().change_kind == "minor"
    )


def test_the_strongest_answer_of_a_transaction_counts(world, course, turn, committed):
    with committed():
        reword(first_module(world, course), change_kind="minor")
        reword(world.page(course))
    assert edition_of(turn) == 1


@pytest.mark.parametrize(
    ("one", "other", "strongest"),
    [
        ("minor", "new", "new"),
        ("new", "minor", "new"),
        ("renew", "new", "renew"),
        ("minor", "renew", "renew"),
        ("minor", "minor", "minor"),
    ],
)
def test_which_of_two_answers_is_stronger(one, other, strongest):
    answers = [Answer(ChangeKind(kind)) for kind in (one, other)]
    assert answers[0].or_stronger(answers[1]).kind == strongest


def test_people_moved_keep_what_they_did(world, course, turn, committed):
    attempt = world.begin(turn, "quiz")
    with committed():
        reword(first_module(world, course), change_kind="minor")
    assert edition_of(turn) == 2
    attempt.refresh_from_db()
    assert attempt.edition_activity.edition.number == 1
    again = world.begin(turn, "quiz")
    assert again.pk == attempt.pk
    keys = {fact.key for fact in structure_of(turn.edition_id).activities()}
    assert attempt.activity_id in keys
