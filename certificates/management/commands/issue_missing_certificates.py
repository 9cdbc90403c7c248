"""Make every certificate that was earned and isn't there. Any scheduler may run it twice."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.services import issuing

SOME_FAILED, HELD = 1, 2


class Command(BaseCommand):
    help = (
        "Award and issue whatever was earned and has no certificate yet. Exits with 0 when nothing "
        "is missing afterwards, 1 when something could not be made, 2 when it held back."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--all",
            action="store_true",
            help=f"make them even if more than {issuing.MOST_IN_A_RUN} are missing",
        )
        parser.add_argument(
            "--most",
            type=int,
            default=issuing.MOST_IN_A_RUN,
            help="hold back when more than this many are missing (default: %(default)s)",
        )

    def handle(self, *args, **options):
        most = None if options["all"] else options["most"]
        result = issuing.sweep(now=timezone.now(), most=most)
        if result.held:
            raise CommandError(
                f"{result.held} certificates are missing, more than {most}. None was made: so many "
                "at once can mean a restored or copied database. If it is right, run with --all.",
                returncode=HELD,
            )
        if result.issued:
            self.stdout.write(f"Made {_counted(result.issued)}.")
        for line in result.failed:
            self.stderr.write(f"Could not make the one of {line}")
        if result.queued:
            self.stderr.write(
                f"{_counted(result.queued).capitalize()} awarded and queued: this machine lacks "
                f"what makes them ({result.libraries}). See manage.py doctor."
            )
        if result.failed or result.queued:
            raise CommandError(
                "Something is still missing; run it again later.", returncode=SOME_FAILED
            )
        if not result.issued:
            self.stdout.write("No certificate is missing.")


def _counted(number: int) -> str:
    return "one certificate" if number == 1 else f"{number} certificates"
