"""Tell a learner that people have marked their sitting, and markers what waits for them.

No mail says what anybody wrote, got or was told: it names the course and the quiz, and the address.
"""

import datetime as dt
import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Attempt
from courses.people.models import Person, User
from courses.quizzes import permissions
from courses.quizzes.models import MarkerTold
from courses.quizzes.services import markings

logger = logging.getLogger(__name__)

# A run that comes some minutes earlier than the day before still tells.
DAY = dt.timedelta(hours=20)
WEEK = dt.timedelta(days=7)


def tell_marked(*, attempt: Attempt) -> int:
    """E-mail a learner that a sitting was marked; return to how many addresses it went."""
    person = attempt.enrolment.person.as_now
    sent = 0
    for user in person.users.filter(is_active=True).order_by("email"):
        with _language_of(person):
            context = {
                "title": attempt.edition_activity.title,
                "course": attempt.enrolment.edition.title,
                "url": _address("quizzes:result", attempt.uuid),
            }
            subject = _("What you sent in “%(course)s” has been marked") % context
            sent += _mail(subject, "quizzes/email/marked.txt", context, user)
    return sent


def tell_markers(*, now: dt.datetime) -> int:
    """E-mail each marker what waits for them: at most once a day, and only when something came
    since they were told last, or a week has passed. Returns how many were told.
    """
    right = {"permissions__codename": "mark_answers"}
    mine = {f"user_{name}": value for name, value in right.items()}
    groups = {f"groups__{name}": value for name, value in right.items()}
    users = (
        User.objects.filter(Q(**mine) | Q(**groups), is_active=True)
        .filter(person__merged_into__isnull=True)
        .distinct()
        .select_related("person__organisation")
        .order_by("person_id", "email")
    )
    told, seen = 0, set()
    for user in users:
        if user.person_id not in seen and user.person.is_at_work:
            seen.add(user.person_id)
            told += _tell_marker(user, now)
    return told


def _tell_marker(user: User, now: dt.datetime) -> int:
    person = user.person
    rows = markings.answers_for(person, permissions.courses_of(user))
    waiting = markings.open_to(person, markings.waiting_in(rows), now)
    sent = list(waiting.values_list("sent_at", flat=True))
    if not sent or not _take_turn(person, newest=sent[-1], now=now):
        return 0
    with _language_of(person), timezone.override(person.time_zone):
        words = ngettext(
            "%(count)d answer waits for a marker", "%(count)d answers wait for a marker", len(sent)
        ) % {"count": len(sent)}
        context = {"count": len(sent), "oldest": sent[0], "url": _address("quizzes_marking")}
        return _mail(words, "quizzes/email/to_mark.txt", context, user)


def _take_turn(person: Person, *, newest: dt.datetime, now: dt.datetime) -> bool:
    """True for the one run that may tell this person now."""
    row, made = MarkerTold.objects.get_or_create(person=person, defaults={"at": now})
    if made:
        return True
    since = now - row.at
    if since < DAY or (newest <= row.at and since < WEEK):
        return False
    return bool(MarkerTold.objects.filter(pk=row.pk, at=row.at).update(at=now))


def _language_of(person: Person) -> AbstractContextManager[None]:
    return translation.override(
        person.preferred_language or person.organisation.language or settings.LANGUAGE_CODE
    )


def _address(name: str, *args: object) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(name, args=args)


def _mail(subject: str, template: str, context: Mapping[str, object], user: User) -> int:
    try:
        body = render_to_string(template, dict(context))
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
    except OSError as error:  # the mail server; what is to be read stands on the pages all the same
        logger.warning("A mail about marking could not be sent: %s", type(error).__name__)
        return 0
    return 1
