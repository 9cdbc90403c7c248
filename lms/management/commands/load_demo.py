import datetime as dt
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

PUBLISHED_DAYS_AGO = 760


class Command(BaseCommand):
    """Load the demonstration: courses, people and two years of history. Twice changes nothing.

    The passwords are public, so it refuses production settings. With `--refresh` the files under
    `lms/demo/content/` are read again, and what was corrected there is published as an author
    would; people part-way get it too, where their course asks for the same as before.
    """

    help = "Load the demo: courses, people and two years of history. Safe to run again."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--refresh", action="store_true", help="publish what was corrected in the content files"
        )

    def handle(self, *, refresh: bool, **options) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "load_demo makes accounts with a public password, so it needs DEBUG."
                " A production site is filled by its own authors and administrators."
            )
        self.began = time.monotonic()
        if self.is_loaded() and not refresh:
            self.say("The demo is here.")
            return
        self.load(timezone.now(), refresh and self.is_loaded())
        self.say("The demo is loaded.")

    def say(self, text: str) -> None:
        self.stdout.write(f"[{time.monotonic() - self.began:6.1f} s] {text}")
        self.stdout.flush()

    @staticmethod
    def is_loaded() -> bool:
        from courses.models import Assignment
        from courses.people.models import Person
        from lms.demo.staff import COUNT

        demo = Person.objects.filter(external_id__startswith="DEMO-")
        asked = Assignment.objects.filter(person__in=demo).values("person").distinct().count()
        return demo.count() >= COUNT and asked >= COUNT - 1

    def load(self, now: dt.datetime, refresh: bool) -> None:
        from lms.demo import history, panels, site, staff
        from scenarios.services import risks, rollups

        self.say("Loading the courses …")
        then = now if refresh else now - dt.timedelta(days=PUBLISHED_DAYS_AGO)
        courses = site.load_courses(now=then, say=self.say, corrects=refresh)
        panels.load_panels(now=then)
        if refresh:
            return
        self.say("Loading the people …")
        people = staff.load_people(today=now.date())
        history.load_history(people=people, courses=courses, now=now, say=self.say)
        rollups.roll_up(now=now)
        risks.close_batches(now=now)
