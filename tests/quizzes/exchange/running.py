"""Run the command that brings an old site in, and read its report."""

import io
import json

from django.core.management import call_command

from courses.quizzes.models import Question


def run(path, *options):
    """Run the command; return its report and what it said."""
    report, said = io.StringIO(), io.StringIO()
    call_command(
        "import_django_quiz", str(path), "--report", "-", *options, stdout=report, stderr=said
    )
    return json.loads(report.getvalue()), said.getvalue()


def tallies(report):
    return {
        kind: tuple(row[action] for action in ("imported", "changed", "skipped"))
        for kind, row in report["counts"].items()
    }


def one(report, kind, key):
    return next(row for row in report["items"] if row["kind"] == kind and row["key"] == str(key))


def question(report, key):
    return Question.objects.get(uuid=one(report, "question", key)["target"])
