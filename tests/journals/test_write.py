"""Writing an entry through its pages: kept, finished, gone on with, never overwritten."""

import uuid

import pytest
from django.urls import reverse

from courses.journals.models import EntryVersion
from courses.journals.services import entries
from courses.models import ActivityCompletion, Attempt, CourseCompletion
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db


def texts(entry):
    """The text of every version, oldest first."""
    return [
        "|".join(entries.read(entry=entry, version=version))
        for version in entry.versions.order_by("number")
    ]


def kinds(entry):
    return list(entry.versions.order_by("number").values_list("kind", flat=True))


def test_an_entry_is_written_finished_and_read_again(world, client, journal, entry, at):
    page = client.get(at("write"))
    assert page.status_code == 200
    assert b"Think of a time when somebody agreed" in page.content
    assert b"No manager, trainer or administrator can open it" in page.content

    response = client.post(at("write"), sheet("A quiet sentence."))

    assert response.status_code == 302
    assert response.url.startswith(f"/learn/{journal.enrolment.uuid}/module-1/#activity-")
    journal.refresh_from_db()
    assert (journal.state, journal.passed) == (Attempt.State.FINISHED, True)
    assert journal.evidence == {"entry": str(entry.uuid)}
    assert CourseCompletion.objects.filter(person=world.learner).count() == 1
    assert client.get(at("write")).url == reverse("learn:review", args=[journal.uuid])
    assert b"A quiet sentence." in client.get(at("write"), follow=True).content


def test_what_is_stored_does_not_hold_the_text(client, entry, at):
    client.post(at("write"), sheet("A quiet sentence."))

    version = entry.versions.get()
    assert b"quiet" not in bytes(version.sealed)
    assert (version.word_count, version.kind) == (3, EntryVersion.Kind.SAVED)
    assert "quiet" not in f"{version!s}{version!r}{entry!s}{entry!r}"


def test_a_blank_page_finishes_nothing(client, journal, entry, at):
    response = client.post(at("write"), sheet("  \n "))

    assert response.status_code == 422
    assert b"Write something first" in response.content
    assert not entry.versions.exists()
    journal.refresh_from_db()
    assert journal.is_open


def test_put_away_keeps_the_words_and_the_attempt_open(client, journal, entry, at):
    response = client.post(at("write"), sheet("Half a thought", **{"put-away": "1"}))

    assert response.status_code == 302
    assert texts(entry) == ["Half a thought"]
    journal.refresh_from_db()
    assert journal.is_open
    assert b"Half a thought" in client.get(at("write")).content


def test_put_away_with_nothing_written_just_leads_back(client, entry, at):
    assert client.post(at("write"), sheet("", **{"put-away": "1"})).status_code == 302
    assert not entry.versions.exists()


def test_two_clicks_on_finish_make_one_version_and_one_completion(client, journal, entry, at):
    page = sheet("Once is enough.")

    first, second = client.post(at("write"), page), client.post(at("write"), page)

    assert (first.status_code, second.status_code) == (302, 302)
    assert texts(entry) == ["Once is enough."]
    assert ActivityCompletion.objects.filter(attempt=journal).count() == 1


def test_sections_follow_the_template_and_stay_when_it_goes(world):
    prompt = world.content("journal", template="what")
    course = world.course(module_activities=[("journal", prompt)])
    attempt = world.begin(world.enrol(world.learner, course), "journal")
    client = world.client(world.learner)
    address = reverse("journals:write", args=[attempt.uuid])
    prompt.template.sections.all().delete()
    prompt.template.delete()

    page = client.get(address)
    assert page.content.count(b"<textarea") == 3
    client.post(address, sheet("It rained.", "", "I will ring first."))

    read = client.get(address, follow=True).content.decode()
    assert "It rained." in read
    assert "Now what?" in read
    assert "So what?" not in read  # nothing was written below it


def test_autosave_says_when_and_gives_the_page_its_version(client, entry, at):
    page = uuid.uuid4()

    first = client.post(at("autosave"), sheet("One", page=page))
    second = client.post(at("autosave"), sheet("One two", page=page, version=1))

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["fields"] == {"version": "1"}
    assert len(second.json()["saved_at"]) == 5
    assert texts(entry) == ["One", "One two"]
    assert kinds(entry) == ["autosave", "autosave"]


def test_autosave_of_the_same_words_makes_no_version(client, entry, at):
    client.post(at("autosave"), sheet("One\r\ntwo"))
    again = client.post(at("autosave"), sheet("One\ntwo", version=1))

    assert again.json()["fields"] == {"version": "1"}
    assert texts(entry) == ["One\ntwo"]


def test_autosave_of_an_empty_page_keeps_nothing(client, entry, at):
    assert client.post(at("autosave"), sheet("  ")).status_code == 204
    assert not entry.versions.exists()


def test_autosave_of_an_emptied_page_keeps_the_words_that_were_there(client, entry, at):
    page = uuid.uuid4()
    client.post(at("autosave"), sheet("Words", page=page))
    client.post(at("autosave"), sheet("", page=page, version=1))

    assert texts(entry) == ["Words", ""]


def test_a_page_is_not_overtaken_by_its_own_autosave_under_way(client, entry, at):
    page = uuid.uuid4()
    client.post(at("autosave"), sheet("One", page=page))

    response = client.post(at("write"), sheet("One two", page=page))  # still says version 0

    assert response.status_code == 302
    assert kinds(entry) == ["autosave", "saved"]


def test_autosave_from_an_older_tab_is_kept_aside(client, entry, at):
    client.post(at("autosave"), sheet("The newer words"))

    stale = client.post(at("autosave"), sheet("The older tab"))

    assert stale.status_code == 409
    assert texts(entry) == ["The newer words", "The older tab"]
    assert kinds(entry) == ["autosave", "aside"]
    assert b"The newer words" in client.get(at("write")).content


def test_finishing_from_an_older_tab_shows_both_and_ends_nothing(client, journal, entry, at):
    client.post(at("autosave"), sheet("The newer words"))

    stale = client.post(at("write"), sheet("The older tab"))

    assert stale.status_code == 409
    assert b"The older tab" in stale.content
    assert b"Nothing was overwritten" in stale.content
    journal.refresh_from_db()
    assert journal.is_open
    form = stale.context["form"]
    sent = client.post(
        at("write"), sheet("The older tab", version=form["version"].value(), page=uuid.uuid4())
    )
    assert sent.status_code == 302
    assert texts(entry) == ["The newer words", "The older tab", "The older tab"]
    assert kinds(entry) == ["autosave", "aside", "saved"]


def test_an_older_tab_that_repeats_itself_is_kept_aside_once(client, entry, at):
    client.post(at("autosave"), sheet("The newer words"))
    for _turn in range(3):
        client.post(at("autosave"), sheet("The older tab"))

    assert texts(entry) == ["The newer words", "The older tab"]


def test_an_autosave_that_straggles_in_after_the_end_replaces_nothing(client, entry, at):
    page = uuid.uuid4()
    client.post(at("write"), sheet("The whole of it.", page=page))

    assert client.post(at("autosave"), sheet("The whole", page=page)).status_code == 409
    assert b"The whole of it." in client.get(at("write"), follow=True).content


def test_writing_goes_on_after_the_end_and_the_completion_stays(client, journal, entry, at):
    client.post(at("write"), sheet("First."))
    journal.refresh_from_db()
    before = (journal.finished_at, journal.evidence)
    page = client.get(at("more"))
    assert page.status_code == 200
    assert b"your completion stays" in page.content

    response = client.post(at("more"), sheet("First. And more.", version=1))

    assert response.url == reverse("learn:review", args=[journal.uuid])
    assert texts(entry) == ["First.", "First. And more."]
    journal.refresh_from_db()
    assert (journal.finished_at, journal.evidence) == before


def test_going_on_is_for_finished_entries(client, at):
    assert client.get(at("more")).url == at("write")


def test_too_long_a_text_is_refused_in_words_and_kept_on_the_page(client, journal, entry, at):
    text = "word " * 4_001

    response = client.post(at("write"), sheet(text))

    assert response.status_code == 422
    assert b"5 over" in response.content
    assert text.encode() in response.content
    assert client.post(at("autosave"), sheet(text)).json()["message"].startswith("An entry holds")
    assert not entry.versions.exists()


def test_the_longest_text_that_fits_is_kept(client, entry, at):
    assert client.post(at("write"), sheet("x" * 20_000)).status_code == 302
    assert entry.versions.count() == 1


@pytest.mark.parametrize(
    "broken", [{"version": "one"}, {"version": ""}, {"page": "no"}, {"version": 10**30}]
)
def test_a_page_without_its_marks_is_refused_in_words(client, entry, at, broken):
    response = client.post(at("write"), {**sheet("Kept on the page."), **broken})

    assert response.status_code == 422
    assert b"Kept on the page." in response.content
    assert not entry.versions.exists()


def test_a_page_sent_without_boxes_finishes_nothing(client, journal, at):
    assert client.post(at("write"), {}).status_code == 422
    journal.refresh_from_db()
    assert journal.is_open


def test_versions_are_listed_and_read_by_their_author(client, entry, at):
    page = uuid.uuid4()
    client.post(at("autosave"), sheet("One", page=page))
    client.post(at("autosave"), sheet("One two", page=page, version=1))

    listed = client.get(at("versions")).content.decode()
    assert "Version 1" in listed and "The entry as it stands" in listed
    read = client.get(at("version", 1))
    assert b">One<" in read.content
    assert client.get(at("version", 3)).status_code == 404
    assert client.get(at("version", 10**18)).status_code == 404
    shown = client.get(at("write") + "?from=1")
    assert shown.context["form"]["text_0"].value() == "One"
    assert shown.context["form"]["version"].value() == 2
    assert client.get(at("write") + "?from=x").context["form"]["text_0"].value() == "One two"


def test_the_list_names_entries_and_shows_no_text(client, at):
    client.post(at("autosave"), sheet("A quiet sentence."))

    listed = client.get(reverse("journals:list"))

    assert b"A yes you were not sure of" in listed.content
    assert b"3 words" in listed.content
    assert b"quiet sentence" not in listed.content


def test_an_empty_list_says_so(world):
    listed = world.client(world.outsider).get(reverse("journals:list"))

    assert b"Nothing is written yet" in listed.content


def test_written_markup_stays_text(client, at):
    client.post(at("write"), sheet("<script>alert(1)</script>"))

    read = client.get(at("write"), follow=True).content
    assert b"<script>alert" not in read
    assert b"&lt;script&gt;alert(1)" in read
