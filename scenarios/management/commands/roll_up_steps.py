from django.core.management.base import BaseCommand
from django.utils import timezone

from scenarios.services import risks, rollups


class Command(BaseCommand):
    """Count the steps of cases ahead, so that reading the counts is quick at any size.

    No count is wrong without it: whoever reads counts what has not been counted yet. It also closes
    the month before for the sheet that managers see.
    """

    help = "Count what learners chose in cases ahead of time. Safe to run at any time, and again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--anew", action="store_true", help="throw the counts away first")

    def handle(self, *, anew: bool, **options) -> None:
        now = timezone.now()
        cases = rollups.roll_up(now=now, anew=anew)
        self.stdout.write(f"Cases with new steps: {cases}.")
        closed = risks.close_batches(now=now)
        self.stdout.write(f"Batches closed for managers' sheets: {closed}.")
