from django.core.management.base import BaseCommand
from django.utils import timezone

from scenarios.services import rollups


class Command(BaseCommand):
    """Count the steps of cases ahead, so that reading the counts is quick at any size.

    Nothing is wrong without it: whoever reads counts what has not been counted yet.
    """

    help = "Count what learners chose in cases ahead of time. Safe to run at any time, and again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--anew", action="store_true", help="throw the counts away first")

    def handle(self, *, anew: bool, **options) -> None:
        cases = rollups.roll_up(now=timezone.now(), anew=anew)
        self.stdout.write(f"Cases with new steps: {cases}.")
