"""The pure rule: what the facts about one person and one course come to."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.compliance.standings import Answer, Asked, Facts, Status, Turn, standing, status

UTC = dt.UTC
NOON = dt.datetime(2026, 5, 4, 12, tzinfo=UTC)


def day(number: int) -> dt.date:
    return NOON.date() + dt.timedelta(days=number)


def at(number: int) -> dt.datetime:
    return NOON + dt.timedelta(days=number)


def asked(key: int, due: int, *, since: int = 0, on: int = 0, in_force: bool = True) -> Asked:
    return Asked(key, day(due), day(since), at(on), in_force)


def done(key: int, completed: int, *, began: int = 0) -> Turn:
    return Turn(key, at(began), False, at(completed), day(completed))


def under_way(key: int, *, began: int = 0) -> Turn:
    return Turn(key, at(began), is_open=True)


def test_nothing_on_record_is_nothing():
    assert standing(Facts()) == Answer()


def test_somebody_asked_waits_by_the_assignment():
    answer = standing(Facts((asked(1, 30),)))

    assert (answer.assignment, answer.due_on, answer.satisfied) == (1, day(30), False)
    assert answer.enrolment is None


def test_a_turn_under_way_is_shown_with_the_date():
    answer = standing(Facts((asked(1, 30),), (under_way(7, began=3),)))

    assert (answer.due_on, answer.enrolment, answer.started_at) == (day(30), 7, at(3))


def test_a_completion_on_the_day_it_counts_from_meets_it():
    answer = standing(Facts((asked(1, 30, since=5),), (done(7, 5),)))

    assert (answer.satisfied, answer.enrolment, answer.completed_at) == (True, 7, at(5))


def test_a_completion_the_day_before_does_not():
    answer = standing(Facts((asked(1, 30, since=5),), (done(7, 4),)))

    assert not answer.satisfied
    assert (answer.completed_at, answer.enrolment) == (at(4), None)


def test_the_person_s_own_calendar_decides_on_which_day_it_was():
    late = Turn(7, at(0), False, at(4), day(5))  # the 5th already, where this person lives

    assert standing(Facts((asked(1, 30, since=5),), (late,))).satisfied


def test_of_two_unmet_the_earlier_date_decides():
    assert standing(Facts((asked(1, 30), asked(2, 20, on=1)))).assignment == 2
    assert standing(Facts((asked(1, 20), asked(2, 30, on=1)))).assignment == 1


def test_of_two_due_on_one_day_the_newer_decides():
    assert standing(Facts((asked(1, 30, on=4), asked(2, 30, on=1)))).assignment == 1


def test_one_met_and_one_not_waits_for_the_one_that_is_not():
    facts = Facts((asked(1, 30, since=0), asked(2, 60, since=20, on=20)), (done(7, 10),))

    assert (standing(facts).satisfied, standing(facts).assignment) == (False, 2)


def test_an_assignment_taken_back_asks_nothing():
    assert standing(Facts((asked(1, 30, in_force=False),))) == Answer()


def test_a_completion_that_nobody_asked_for_is_done():
    answer = standing(Facts((), (done(7, 4),)))

    assert (answer.satisfied, answer.due_on) == (True, None)


def test_taking_it_again_for_pleasure_changes_nothing():
    answer = standing(Facts((asked(1, 30),), (done(7, 4), under_way(8, began=10))))

    assert (answer.satisfied, answer.enrolment) == (True, 7)


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"satisfied": True, "due_on": day(-9), "under_way": True}, Status.DONE),
        ({"satisfied": False, "due_on": day(-1), "under_way": True}, Status.OVERDUE),
        ({"satisfied": False, "due_on": day(-1), "under_way": False}, Status.OVERDUE),
        ({"satisfied": False, "due_on": day(0), "under_way": False}, Status.NOT_STARTED),
        ({"satisfied": False, "due_on": day(0), "under_way": True}, Status.UNDER_WAY),
        ({"satisfied": False, "due_on": None, "under_way": True}, Status.UNDER_WAY),
        ({"satisfied": False, "due_on": None, "under_way": False}, Status.NOT_ASKED),
    ],
)
def test_status_is_one_word(facts, word):
    assert status(**facts, today=day(0)) is word


numbers = st.integers(-40, 40)
assignments = st.lists(
    st.builds(
        asked, st.integers(1, 99), numbers, since=numbers, on=numbers, in_force=st.booleans()
    ),
    max_size=5,
    unique_by=lambda a: a.key,
)
turns = st.lists(
    st.one_of(
        st.builds(done, st.integers(1, 99), numbers),
        st.builds(under_way, st.integers(1, 99)),
        st.builds(lambda key: Turn(key, at(0)), st.integers(1, 99)),
    ),
    max_size=5,
    unique_by=lambda t: t.key,
)


@given(assignments, turns, st.randoms())
def test_the_order_in_which_facts_are_read_does_not_matter(assigned, taken, random):
    straight = standing(Facts(tuple(assigned), tuple(taken)))
    random.shuffle(assigned)
    random.shuffle(taken)

    assert standing(Facts(tuple(assigned), tuple(taken))) == straight


@given(assignments, turns, st.integers(100, 200))
def test_a_later_completion_never_makes_anybody_worse_off(assigned, taken, key):
    before = standing(Facts(tuple(assigned), tuple(taken)))
    after = standing(Facts(tuple(assigned), (*taken, done(key, 50))))

    assert after.satisfied
    assert after.satisfied >= before.satisfied


@given(assignments, turns)
def test_who_is_satisfied_has_completed_and_who_is_not_is_asked_or_has_not(assigned, taken):
    answer = standing(Facts(tuple(assigned), tuple(taken)))
    in_force = [a for a in assigned if a.in_force]

    if answer.satisfied:
        assert answer.completed_at is not None
        assert all(a.counts_from <= answer.completed_at.date() for a in in_force)
    else:
        assert answer.completed_at is None or answer.due_on is not None
