import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scenarios.importing import registry
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Report
from scenarios.services import attachments, imports

REFUSED = 2
SHOWN = 12


class Command(BaseCommand):
    """Bring a case in from another tool, as a draft with a report of what came and what did not.

    Nothing is published, run or fetched. A file that cannot be read leaves nothing behind.
    """

    help = "Bring a case in: Twine, ink, H5P, MedBiquitous, Oppia, outline, sheet or our own."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--format", dest="form", default="", metavar="F", help=", ".join(registry.FORMATS)
        )
        parser.add_argument("--report", metavar="FILE|-", help="write the report as JSON")
        parser.add_argument("--dry-run", action="store_true", help="save nothing")

    def handle(self, *, file: str, form: str, report: str | None, dry_run: bool, **options) -> None:
        try:
            data = Path(file).read_bytes()
            graph, found = registry.read(data, Path(file).name, form)
            attachments.check(attachments=found.attachments)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=REFUSED) from error
        except ImportFault as error:
            raise CommandError(f"{Path(file).name}: {error}", returncode=REFUSED) from error
        self.pure = report == "-"
        self.tell(found)
        if report:
            self.write(report, found)
        if dry_run:
            self.say("Nothing was saved.")
            return
        row = imports.save_import(
            graph=graph, report=found, name=Path(file).name, data=data, now=timezone.now()
        )
        self.say(f"Saved as the draft “{row.scenario.title}” ({row.scenario.uuid}).")
        if found.needs_review:
            self.say("It can be published once somebody has accepted the report in the admin.")

    def say(self, text: str) -> None:
        """Words for a person; apart from the report when that goes to the same place."""
        (self.stderr if self.pure else self.stdout).write(text)

    def tell(self, found: Report) -> None:
        edges = found.edges
        self.say(
            f"{found.format}: {found.scenes} scenes, {found.choices} choices, "
            f"{found.variables} variables."
        )
        self.say(
            f"Ways: {edges.found} found, {edges.suspected} suspected, {edges.dynamic} computed, "
            f"{edges.lost} lost. Conditions {found.conditions.translated} of "
            f"{found.conditions.total}, effects {found.effects.translated} of "
            f"{found.effects.total}. Out of reach: {len(found.unreachable)} scenes."
        )
        for loss in found.losses[:SHOWN]:
            where = f" in {loss.where}" if loss.where else ""
            self.say(f"  {loss.code} {loss.action}{where} ({loss.count}): {loss.sample}")
        if len(found.losses) > SHOWN:
            self.say(f"  … and {len(found.losses) - SHOWN} more: see the report")

    def write(self, report: str, found: Report) -> None:
        text = json.dumps(found.as_json(), ensure_ascii=False, indent=2)
        if report == "-":
            self.stdout.write(text)
            return
        try:
            Path(report).write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{report}: {error.strerror}", returncode=REFUSED) from error
