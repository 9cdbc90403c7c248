"""An author uploads a story, looks at what would come, saves it, reads and accepts the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from scenarios import losswords
from scenarios.exporting.registry import FORMATS
from scenarios.importing.registry import read
from scenarios.models import ImportReport, Scenario
from tests.factories.scenario import CASE, make_scenario
from tests.scenarios.importing import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(world, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    user = world.administrator.users.get()
    user.is_superuser = True
    user.save()
    return world.fresh_client(world.administrator)


def sent(data: bytes, name: str = "taken.twee") -> dict:
    """The upload form as the browser sends it."""
    return {"file": SimpleUploadedFile(name, data), "form": ""}


TAKEN = stories.as_twee(stories.kidnapping(), "Taken", form="SugarCube")


def previewed(author) -> str:
    """Upload the story; return the sealed word of the preview."""
    answer = author.post(reverse("scenarios_import"), sent(TAKEN))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Ways that may exist" in page
    assert not Scenario.objects.exists()
    return re.search(r'name="kept" value="([^"]+)"', page)[1]


def test_a_story_is_looked_at_saved_confirmed_and_accepted(author):
    kept = previewed(author)

    answer = author.post(reverse("scenarios_import"), {"kept": kept, "suspect": ["0", "x"]})

    row = ImportReport.objects.get()
    assert answer.url == reverse("scenarios_import_report", args=[row.pk])
    assert (len(row.suspected), row.scenario.title, row.scenario.live) == (8, "Taken", False)
    page = author.get(answer.url).content.decode()
    assert "taken.twee" in page
    assert "Add the ways that are ticked" in page

    author.post(answer.url, {"confirm": "1", "suspect": ["0", "1"]})
    author.post(answer.url, {"accept": "1"})

    row.refresh_from_db()
    assert len(row.suspected) == 6
    assert row.accepted_by is not None
    assert "Accept the report" not in author.get(answer.url).content.decode()


def test_all_suspected_ways_are_added_at_once_and_none_is_not_taken_for_some(author):
    author.post(reverse("scenarios_import"), {"kept": previewed(author)})
    row = ImportReport.objects.get()
    where = reverse("scenarios_import_report", args=[row.pk])
    assert "All 9 are ways" in author.get(where).content.decode()

    nothing = author.post(where, {"confirm": "1"}, follow=True).content.decode()
    assert "Tick the ways that really are ways first." in nothing
    author.post(where, {"confirm": "1", "suspect": "all"})

    row.refresh_from_db()
    assert (row.suspected, row.report["unreachable"]) == ([], [])


def test_the_same_preview_posted_twice_makes_one_case(author):
    kept = previewed(author)

    author.post(reverse("scenarios_import"), {"kept": kept})
    again = author.post(reverse("scenarios_import"), {"kept": kept})

    assert again.url == reverse("scenarios_import")
    assert Scenario.objects.count() == ImportReport.objects.count() == 1


def test_somebody_elses_preview_and_a_forged_one_are_refused(author, world):
    kept = previewed(author)
    other = world.manager.users.get()
    other.is_superuser = True
    other.save()

    for client, token in ((world.fresh_client(world.manager), kept), (author, "forged")):
        answer = client.post(reverse("scenarios_import"), {"kept": token})
        assert answer.url == reverse("scenarios_import")

    assert not Scenario.objects.exists()


def test_a_broken_file_is_told_in_words_and_nothing_is_saved(author):
    answer = author.post(
        reverse("scenarios_import"),
        sent(b'{"branchingScenario": {"content": [{"id": "1"}]}}', "a.json"),
    )

    assert "Node 1 (content[0]), field type.library" in answer.content.decode()
    assert not Scenario.objects.exists()


def test_the_list_and_the_editor_lead_to_import_and_export(author):
    scenario = make_scenario(CASE)

    listing = author.get(reverse("wagtailsnippets_scenarios_scenario:list")).content.decode()
    editor = author.get(
        reverse("wagtailsnippets_scenarios_scenario:edit", args=[scenario.pk])
    ).content.decode()

    assert reverse("scenarios_import") in listing
    for form in FORMATS:
        assert reverse("scenarios_export", args=[scenario.pk, form]) in editor
    answer = author.get(reverse("scenarios_export", args=[scenario.pk, "native"]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert read(answer.content, "a.case.zip")[0] == scenario.graph()


def test_outsiders_are_kept_out(world):
    scenario = make_scenario(CASE)
    row = ImportReport.objects.create(
        scenario=scenario,
        source_name="a",
        source_sha256="b",
        format="c",
        imported_at=timezone.now(),
    )
    client = world.fresh_client(world.learner)

    for url in (
        reverse("scenarios_import"),
        reverse("scenarios_import_report", args=[row.pk]),
        reverse("scenarios_export", args=[scenario.pk, "native"]),
    ):
        assert client.get(url).status_code in (302, 403)


def test_the_report_speaks_of_scenes_and_says_in_words_what_became_different(author):
    story = (
        b":: Start\nThe hall. (live: 2s)[tick]\n[[Go in->The blue room]]\n\n"
        b":: The blue room\nBlue. (live: 2s)[tock]\n"
    )
    page = author.post(reverse("scenarios_import"), sent(story)).content.decode()
    assert "Text that came late or was replaced: it stands there at once. (L-LIVE)" in page
    assert "<td>The blue room</td>" in page
    assert "The blue room: Write the debrief for this ending (E09)" in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)[1]
    answer = author.post(reverse("scenarios_import"), {"kept": kept})
    assert "<td>The blue room</td>" in author.get(answer.url).content.decode()


def test_every_code_that_a_report_may_hold_has_words():
    sources = Path(losswords.__file__).parent
    used = {
        code
        for folder in ("importing", "exporting")
        for file in (sources / folder).rglob("*.py")
        for code in re.findall(r'"(L-[A-Z-]+)"', file.read_text())
    }
    assert len(used) > 50
    assert used <= set(losswords.WORDS)
    assert losswords.said("L-NEW") == "L-NEW"


def test_a_file_of_an_unknown_kind_is_told_by_the_names_that_the_form_offers(author):
    page = author.post(reverse("scenarios_import"), sent(b"\x89PNG\r\n", "a.png"))
    assert "Sheet as CSV (csv)" in page.content.decode()
