from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from scenarios.exporting.registry import FORMATS
from scenarios.services import exports
from scenarios.shapes import ShapeError


class Command(BaseCommand):
    """Take a case out as a file. Says what the format has no word for; changes nothing."""

    help = "Take a case out: our own file, outline, Twee, H5P, offline pages or print."

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", metavar="KEY_OR_UUID")
        parser.add_argument("--format", dest="form", default="native", choices=sorted(FORMATS))
        parser.add_argument("--output", metavar="FILE", help="where to write it")

    def handle(self, *, name: str, form: str, output: str | None, **options) -> None:
        try:
            scenario = exports.find(name=name)
            exported, proposed = exports.write(scenario=scenario, form=form)
        except (exports.UnknownCase, ShapeError) as error:
            raise CommandError(str(error), returncode=2) from error
        target = Path(output or proposed)
        try:
            target.write_bytes(exported.data)
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}", returncode=2) from error
        self.stdout.write(f"{scenario.title}: {target}, {len(exported.data):,} bytes.")
        for loss in exported.losses[:20]:
            where = f" in {loss.where}" if loss.where else ""
            self.stdout.write(f"  {loss.code} {loss.action}{where} ({loss.count}): {loss.sample}")
