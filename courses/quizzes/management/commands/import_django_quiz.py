import zoneinfo
from pathlib import Path

from django.core.management.base import CommandError
from django.db import IntegrityError
from django.utils import timezone

from courses.faults import ImportFault
from courses.quizzes.exchange import oldimport, oldpeople, oldrows, oldsite
from courses.quizzes.exchange.telling import REFUSED, ReportingCommand


class Command(ReportingCommand):
    """Bring a django-quiz-app site in: categories, questions, figures, quizzes, past sittings.

    The file is only read. Nothing of it is run, and nobody gets a login.
    """

    help = "Bring a django-quiz-app site in, from its database, its dump or a folder with either."

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", metavar="PATH", help="db.sqlite3, dump.json, or their folder")
        parser.add_argument("--report", metavar="FILE|-", help="write the report as JSON")
        parser.add_argument("--dry-run", action="store_true", help="save nothing")
        parser.add_argument("--drafts", action="store_true", help="publish nothing")
        parser.add_argument(
            "--people",
            choices=oldpeople.CHOICES,
            default=oldpeople.MATCH,
            help="match: by e-mail, the rest are added (default); new: add all; known: match only",
        )
        parser.add_argument("--media", metavar="FOLDER", help="where its figures are")
        parser.add_argument(
            "--time-zone", default="UTC", metavar="ZONE", help="of dates that name none"
        )
        parser.add_argument(
            "--source", default="", metavar="NAME", help="a lasting name, if two sites are alike"
        )

    def handle(self, *, path: str, report: str | None, dry_run: bool, **options) -> None:
        self.pure = report == "-"
        self.refuse_report(report)
        try:
            zone = zoneinfo.ZoneInfo(options["time_zone"])
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise CommandError(
                f"“{options['time_zone']}” is not a time zone. Write it as Europe/London.",
                returncode=REFUSED,
            ) from error
        try:
            file, folder = oldrows.find(Path(path))
            site = oldsite.build(oldrows.read(file), zone=zone, source=options["source"][:60])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=REFUSED) from error
        except ImportFault as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        try:
            result = oldimport.bring_in(
                site=site,
                media=Path(options["media"]) if options["media"] else folder,
                now=timezone.now(),
                publish=not options["drafts"],
                people=options["people"],
                dry_run=dry_run,
                progress=self.far,
            )
        except IntegrityError as error:
            raise CommandError(
                "Another import wrote the same meanwhile, so nothing was saved. Run it again.",
                returncode=REFUSED,
            ) from error
        self.tell(result.outcomes)
        for words in result.left_out:
            self.say(f"Left: {words}.")
        if report:
            self.write(report, {"dry_run": dry_run, "file": file.name, **result.as_json()})
        if dry_run:
            self.say("Nothing was saved.")
