from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from courses.bounds import MOST_PACKED
from courses.faults import ImportFault
from courses.quizzes.exchange import storing
from courses.quizzes.exchange.formats import registry
from courses.quizzes.exchange.items import counts
from courses.quizzes.exchange.telling import REFUSED, ReportingCommand


class Command(ReportingCommand):
    """Bring questions of another tool into the bank, all or nothing, with a report of each.

    A question that came before is changed, not doubled. Nothing is run or fetched.
    """

    help = "Bring questions in: Moodle XML, GIFT, Aiken, QTI or a sheet."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--format", dest="form", default="", metavar="F", help=", ".join(registry.FORMATS)
        )
        parser.add_argument("--report", metavar="FILE|-", help="write the report as JSON")
        parser.add_argument("--dry-run", action="store_true", help="save nothing")
        parser.add_argument(
            "--source", default="", metavar="NAME", help="where it comes from, to tell sites apart"
        )
        parser.add_argument(
            "--category",
            default=storing.SHELF,
            metavar="NAME",
            help="for questions that name no category",
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish what can be asked; else all are drafts"
        )

    def handle(self, *, file, form, report, dry_run, source, category, publish, **options) -> None:
        self.pure = report == "-"
        self.refuse_report(report)
        name = Path(file).name
        try:
            with Path(file).open("rb") as opened:
                data = opened.read(MOST_PACKED + 1)
            form, found = registry.read(data, name, form)
            outcomes = self.bring_in(
                form,
                found,
                source=source or form,
                publish=publish,
                shelf=category,
                dry_run=dry_run,
            )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=REFUSED) from error
        except ImportFault as error:
            raise CommandError(f"{name}: {error}", returncode=REFUSED) from error
        self.tell(outcomes)
        if dry_run:
            self.say("Nothing was saved.")
        if report:
            data = {
                "file": name,
                "format": form,
                "source": source or form,
                "dry_run": dry_run,
                "counts": counts(outcomes),
                "notes": found.notes,
                "questions": [outcome.as_json() for outcome in outcomes],
            }
            self.write(report, data)

    def bring_in(self, form, found, **how):
        self.say(f"{registry.FORMATS[form].label}: {len(found.items):,} questions")
        for note in found.notes:
            self.say(f"  {note}")
        return storing.bring_in(
            items=found.items, now=timezone.now(), progress=self.progress, **how
        )

    def progress(self, done: int, total: int) -> None:
        if total > storing.CHUNK:
            self.stderr.write(f"{done:,} of {total:,}")
