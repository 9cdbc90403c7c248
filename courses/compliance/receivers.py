"""What compliance does when the core announces something: rebuild the standings it touches.

A signal that was lost is made good by `manage.py process_due_dates`.
"""

from django.db.models.functions import Coalesce
from django.dispatch import receiver
from django.utils import timezone

from courses import signals
from courses.compliance.services import standings, tallies
from courses.models import Assignment, CourseCompletion, Enrolment
from courses.people.models import Merge
from courses.people.signals import people_changed, people_merged

FEW = 500  # ids in one query


def _rebuild(pairs) -> None:
    pairs = list(pairs)
    if pairs:
        standings.rebuild(
            now=timezone.now(),
            person_ids={person for person, _course in pairs},
            course_ids={course for _person, course in pairs},
        )


def _pairs(model, ids):
    for start in range(0, len(ids), FEW):
        yield from model.objects.filter(pk__in=ids[start : start + FEW]).values_list(
            Coalesce("person__merged_into", "person"), "course_id"
        )


@receiver(signals.assigned)
def rebuild_after_asking(sender, assignment_ids, **kwargs):
    _rebuild(_pairs(Assignment, assignment_ids))


@receiver(signals.assignment_withdrawn)
def rebuild_after_taking_back(sender, assignment_id, **kwargs):
    _rebuild(_pairs(Assignment, [assignment_id]))


@receiver([signals.enrolled, signals.enrolment_withdrawn])
def rebuild_after_a_turn_began_or_ended(sender, enrolment_id, **kwargs):
    _rebuild(_pairs(Enrolment, [enrolment_id]))


@receiver(signals.course_completed)
def rebuild_after_completion(sender, completion_id, **kwargs):
    _rebuild(_pairs(CourseCompletion, [completion_id]))


@receiver(people_merged)
def rebuild_for_one_who_was_two(sender, merge_id, **kwargs):
    ids = Merge.objects.values_list("kept_id", "merged_id").get(pk=merge_id)
    standings.rebuild(now=timezone.now(), person_ids=ids)


@receiver(people_changed)
def forget_the_counts_of_their_teams(sender, person_ids, **kwargs):
    tallies.forget(person_ids=person_ids, has_moved=True)
