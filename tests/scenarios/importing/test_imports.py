"""The door: the command, what it saves, and the report that somebody must accept."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from scenarios.importing.registry import read
from scenarios.models import ImportReport, Scenario
from scenarios.problems import blocking
from scenarios.services import imports
from tests.scenarios.importing import stories

KEYS = {
    "format", "scenes", "choices", "edges", "variables", "conditions", "effects", "unreachable",
    "problems", "losses", "graph_sha256", "needs_review",
}  # fmt: skip


@pytest.fixture
def doubtful(tmp_path):
    """A story whose links are nearly all suspected."""
    path = tmp_path / "kidnapping.twee"
    path.write_bytes(stories.as_twee(stories.kidnapping(), "Taken", form="SugarCube"))
    return path


@pytest.fixture
def sound(tmp_path):
    """A story that comes over whole."""
    path = tmp_path / "war.twee"
    path.write_bytes(stories.as_twee(stories.war_passages(), "The long road"))
    return path


def saved(path):
    """Import a file as the command does."""
    data = path.read_bytes()
    graph, report = read(data, path.name)
    return imports.save_import(
        graph=graph, report=report, name=path.name, data=data, now=timezone.now()
    )


@pytest.mark.django_db
def test_an_import_is_a_draft_with_its_report(sound, capsys, tmp_path):
    target = tmp_path / "report.json"

    call_command("import_scenario", str(sound), "--report", str(target))

    scenario = Scenario.objects.get()
    row = scenario.imports.get()
    report = json.loads(target.read_text())
    assert (scenario.title, scenario.live) == ("The long road", False)
    assert scenario.latest_revision.as_object().graph() == scenario.graph()
    assert set(report) == KEYS
    assert row.report == report
    assert (row.format, row.source_name) == ("twee-harlowe", "war.twee")
    assert str(scenario.uuid) in capsys.readouterr().out


@pytest.mark.django_db
def test_a_dry_run_prints_the_report_alone_and_saves_nothing(sound, capsys):
    call_command("import_scenario", str(sound), "--report", "-", "--dry-run")

    out = capsys.readouterr().out
    assert json.loads(out)["scenes"] == 149
    assert not Scenario.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.twee", "nothing", "There is no passage in this file"),
        ("a.bin", "nothing", "format"),
        ("a.twee", ":: StoryData\n[1]\n\n:: A\nx", "StoryData"),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(name, text, words, tmp_path):
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(CommandError) as caught:
        call_command("import_scenario", str(path))

    assert words in str(caught.value)
    assert caught.value.returncode == 2
    assert not Scenario.objects.exists()
    assert not ImportReport.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_and_an_unknown_format_are_said(tmp_path, sound):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_scenario", str(tmp_path / "none.twee"))
    with pytest.raises(CommandError, match="There is no format “paper”"):
        call_command("import_scenario", str(sound), "--format", "paper")


@pytest.mark.django_db
def test_a_doubtful_import_is_not_published_before_somebody_accepts_it(doubtful, world):
    row = saved(doubtful)

    assert "E18" in {problem.rule for problem in blocking(row.scenario.problems())}
    with pytest.raises(ValidationError, match="accept it"):
        row.scenario.latest_revision.publish()

    first = imports.accept(row=row, user=world.administrator.users.get(), now=timezone.now())
    again = imports.accept(row=row, user=None, now=timezone.now())

    assert (again.accepted_at, again.accepted_by) == (
        first.accepted_at,
        world.administrator.users.get(),
    )
    assert "E18" not in {problem.rule for problem in row.scenario.problems()}


@pytest.mark.django_db
def test_confirmed_edges_become_choices_of_the_draft(doubtful):
    row = saved(doubtful)
    assert len(row.suspected) == 9

    row = imports.confirm(row=row, numbers=[0, 1], now=timezone.now())

    assert (len(row.suspected), row.report["edges"]["suspected"]) == (7, 7)
    row = imports.confirm(row=row, numbers=range(7), now=timezone.now())
    scenario = Scenario.objects.get()
    assert scenario.latest_revision.as_object().graph() == scenario.graph()
    assert row.report["unreachable"] == []
    assert not row.needs_review
    assert "E18" not in {problem.rule for problem in scenario.problems()}

    accepted = imports.accept(row=row, now=timezone.now())
    with pytest.raises(imports.AlreadyAccepted):
        imports.confirm(row=accepted, numbers=[0], now=timezone.now())


@pytest.mark.django_db
def test_edges_ticked_in_the_preview_come_with_the_import(doubtful):
    data = doubtful.read_bytes()
    graph, report = read(data, doubtful.name)

    row = imports.save_import(
        graph=graph,
        report=report,
        name="C:\\stories\\kidnapping.twee",
        data=data,
        now=timezone.now(),
        confirmed=range(9),
    )

    assert row.source_name == "kidnapping.twee"
    assert (row.suspected, row.needs_review) == ([], False)
    assert row.report["edges"]["found"] == report.edges.found + 9
