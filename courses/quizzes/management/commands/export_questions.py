from dataclasses import asdict
from pathlib import Path

from django.core.management.base import CommandError

from courses.quizzes.exchange import taking
from courses.quizzes.exchange.formats import registry
from courses.quizzes.exchange.telling import REFUSED, SHOWN, ReportingCommand
from courses.quizzes.models import Question, QuestionCategory


class Command(ReportingCommand):
    """Take questions out of the bank as a file, and say what the format has no place for.

    The latest version of each goes out, drafts too. Changes nothing.
    """

    help = "Take the questions of a category out: Moodle XML, GIFT, Aiken, QTI or a sheet."

    def add_arguments(self, parser) -> None:
        parser.add_argument("category", metavar="CATEGORY", nargs="?", help="its key or its name")
        parser.add_argument("--all", action="store_true", help="the whole bank")
        parser.add_argument(
            "--format",
            dest="form",
            default="moodle",
            choices=tuple(registry.FORMATS),
            metavar="F",
            help=", ".join(registry.FORMATS),
        )
        parser.add_argument("--output", metavar="FILE", help="the file to write")
        parser.add_argument("--report", metavar="FILE|-", help="write the report as JSON")

    def handle(self, *, category, all, form, output, report, **options) -> None:  # noqa: A002
        if bool(category) == all:
            raise CommandError("Name one category, or say --all.", returncode=REFUSED)
        self.pure = report == "-"
        questions, stem = Question.objects.all(), "questions"
        if category:
            row = self.find(category)
            questions, stem = questions.filter(category=row), row.key
        written = taking.write(questions=questions, form=form, progress=self.progress)
        if not written.count:
            self.tell_losses(written)
            raise CommandError("There is nothing to write.", returncode=REFUSED)
        path = Path(output or f"{stem}.{written.ending}")
        try:
            path.write_bytes(written.data)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=REFUSED) from error
        self.say(f"{written.count:,} questions are in {path}.")
        self.tell_losses(written)
        if report:
            losses = [asdict(loss) for loss in written.losses]
            self.write(
                report,
                {"file": str(path), "format": form, "questions": written.count, "losses": losses},
            )

    def find(self, name: str) -> QuestionCategory:
        row = (
            QuestionCategory.objects.filter(key=name).first()
            or QuestionCategory.objects.filter(name=name).first()
        )
        if row is None:
            raise CommandError(f"There is no category “{name}”.", returncode=REFUSED)
        return row

    def tell_losses(self, written) -> None:
        for loss in written.losses[:SHOWN]:
            fate = "left out: " if loss.left_out else ""
            self.say(f"  {loss.name}: {fate}{loss.why}")
        if len(written.losses) > SHOWN:
            self.say(f"  … and {len(written.losses) - SHOWN:,} more: see the report")

    def progress(self, done: int, total: int) -> None:
        if total > taking.AT_ONCE:
            self.stderr.write(f"{done:,} of {total:,}")
