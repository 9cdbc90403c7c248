"""The same file brought in twice in the same moment, on PostgreSQL."""

import pytest
from django.utils import timezone

from courses.faults import ImportFault
from courses.models import ImportOrigin
from courses.quizzes.exchange import storing
from courses.quizzes.exchange.formats import gift
from courses.quizzes.models import Question
from tests.plugins.race import errors, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def bring():
    found = gift.read(b"::Q:: Who decides? {=she ~he}\n\n::R:: Who asks? {=he ~she}")
    return storing.bring_in(
        items=found.items, source="gift", now=timezone.now(), publish=True, shelf="Ethics"
    )


def test_one_has_them_and_the_others_are_told_to_try_again():
    found = errors(race(*[bring] * 4))

    assert all(isinstance(error, ImportFault) and "Try again" in str(error) for error in found)
    assert Question.objects.count() == ImportOrigin.objects.count() == 2
    for question in Question.objects.select_related("live_revision", "published_snapshot"):
        assert question.live
        assert question.live_revision == question.latest_revision
        assert len(question.published_keys) == 2
        assert question.published_snapshot.data["text"] == question.text
