from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses import activities
from courses.compliance.services import standings

SHOWN = 50


class Command(BaseCommand):
    """Send the tries whose time is over, and tell colleagues what waits for them; then compare
    everybody's standing in every course with the facts, and mend what differs.
    """

    help = "Bring managers' figures into step with the facts. May run at any time, twice at once."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="say what differs, change nothing, fail if any"
        )

    def handle(self, *, check: bool, **options) -> None:
        if check:
            self._check()
            return
        for kind in activities.registry().values():
            ended = kind.on_time(timezone.now())
            if ended:
                self.stdout.write(f"{kind.label}: {ended} sent because the time was over.")
            told = kind.daily(timezone.now())
            if told:
                self.stdout.write(f"{kind.label}: {told} told what waits for them.")
        people, changed = standings.sweep(now=timezone.now())
        self.stdout.write(f"{people} people looked at, {changed} standings put right.")

    def _check(self) -> None:
        count = 0
        for found in standings.differences():
            count += 1
            if count <= SHOWN:
                self.stdout.write(
                    f"person {found.person_id}, course {found.course_id}:\n"
                    f"  cached {found.stored}\n  facts  {found.computed}"
                )
        if count:
            raise CommandError(f"{count} standings differ from the facts.", returncode=1)
        self.stdout.write("Every standing says what the facts say.")
