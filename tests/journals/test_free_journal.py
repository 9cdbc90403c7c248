"""An entry without a course: begun, gone on with, listed, tied to standards; what waits."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.journals.models import Code, Entry, JournalTemplate
from courses.journals.services import entries
from courses.models import CourseCompletion
from courses.services import enrolments
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db

BEGIN = reverse("journals:begin")


def begun(client, key="free"):
    template = JournalTemplate.objects.get(key=key)
    response = client.post(BEGIN, {"template": template.pk})
    assert response.status_code == 302
    return Entry.objects.filter(attempt=None).latest("pk"), response.url


@pytest.fixture
def client(world):
    return world.client(world.learner)


def test_a_free_entry_is_begun_saved_read_and_gone_on_with(world, client):
    assert b"NMC reflective account" in client.get(BEGIN).content
    entry, address = begun(client, "nmc")
    assert client.get(address).content.count(b"<textarea") == 4

    read = client.post(address, sheet("A talk.", "", "I ask first."), follow=True)

    assert read.status_code == 200
    assert b"I ask first." in read.content
    assert b"Your words are kept" in read.content
    assert CourseCompletion.objects.count() == 0
    assert b"A talk." in client.get(address).content
    again = client.post(address, sheet("A long talk.", version=1, **{"put-away": "1"}))
    assert again.url == reverse("journals:list")
    listed = client.get(reverse("journals:list")).content
    assert b"NMC reflective account" in listed
    assert b"talk" not in listed
    assert entry.versions.count() == 2


def test_autosave_versions_and_check_work_without_a_course(client):
    entry, address = begun(client)
    saved = client.post(reverse("journals:autosave", args=[entry.uuid]), sheet("I sat with Tobias"))
    assert saved.json()["fields"] == {"version": "1"}
    for name in ("versions", "check", "read"):
        assert client.get(reverse(f"journals:{name}", args=[entry.uuid])).status_code == 200
    assert b"Tobias" in client.get(reverse("journals:version", args=[entry.uuid, 1])).content
    more = reverse("journals:more", args=[entry.uuid])
    assert client.get(more).url == address


def test_a_later_edit_of_the_template_changes_no_entry(client):
    _entry, address = begun(client, "what")
    JournalTemplate.objects.get(key="what").sections.all().delete()

    assert client.get(address).content.count(b"<textarea") == 3


def test_nothing_chosen_is_said_in_words(client):
    page = client.post(BEGIN, {})
    assert page.status_code == 422
    assert b"Choose one" in page.content
    assert not Entry.objects.exists()


@pytest.mark.parametrize("who", ["colleague", "outsider", "manager", "trainer", "administrator"])
def test_everyone_else_finds_nothing(world, client, who):
    entry, address = begun(client)
    client.post(address, sheet("Mine"))
    other = world.client(getattr(world, who))

    for name in ("write", "more", "read", "tags", "check", "versions"):
        assert other.get(reverse(f"journals:{name}", args=[entry.uuid])).status_code == 404
    assert other.post(address, sheet("Theirs")).status_code == 404
    assert b"A free page" not in other.get(reverse("journals:list")).content


def test_an_entry_to_a_prompt_has_one_address(world, client):
    course = world.course(module_activities=[("journal", world.content("journal"))])
    attempt = world.begin(world.enrol(world.learner, course), "journal")
    entry = Entry.objects.get(attempt=attempt)

    assert client.get(reverse("journals:write", args=[entry.uuid])).status_code == 404
    assert client.get(reverse("journals:read", args=[attempt.uuid])).status_code == 302


def test_finish_later_shows_what_is_empty_or_short_and_lets_go(world, client):
    prompts = [("journal", world.content("journal", title=f"Prompt {n}")) for n in range(2)]
    course = world.course(module_activities=prompts)
    turn = world.enrol(world.learner, course)
    attempt = world.begin(turn, "journal")
    entry, address = begun(client)
    lists = reverse("journals:list")

    def waiting():
        return list(client.get(lists).context["waiting"])

    assert waiting() == [entry, Entry.objects.get(attempt=attempt)]
    client.post(address, sheet("word " * 25))
    write = reverse("journals:write", args=[attempt.uuid])
    client.post(write, sheet("Too short."))
    assert waiting() == [Entry.objects.get(attempt=attempt)]
    assert b"Finish later" in client.get(lists).content
    client.post(reverse("journals:more", args=[attempt.uuid]), sheet("word " * 25, version=1))
    assert waiting() == []


def test_a_course_that_was_left_asks_for_nothing(world, client):
    course = world.course(module_activities=[("journal", world.content("journal"))])
    turn = world.enrol(world.learner, course)
    world.begin(turn, "journal")
    enrolments.withdraw(enrolment=turn, actor=world.learner, now=timezone.now())

    assert list(client.get(reverse("journals:list")).context["waiting"]) == []


def test_an_entry_is_tied_to_standards_and_keeps_their_words(client):
    entry, _address = begun(client)
    address = reverse("journals:tags", args=[entry.uuid])
    code = Code.objects.get(key="nmc")
    group = f"code_{code.pk}"
    chosen = ["NMC Code: Preserve safety", "NMC Code: Prioritise people"]

    for _turn in range(2):  # two clicks tie it once
        assert client.post(address, {group: chosen}).status_code == 302
    assert [tag.label for tag in entry.tags.all()] == chosen
    code.standards.filter(text="Preserve safety").delete()
    page = client.get(address).content
    assert b"No longer in a list" in page
    assert client.post(address, {group: chosen[1:], "gone": chosen[:1]}).status_code == 302
    assert entry.tags.count() == 2
    assert client.post(address, {}).status_code == 302
    assert not entry.tags.exists()
    assert client.post(address, {group: ["An invented one"]}).status_code == 422


def test_a_trainer_edits_a_code(world):
    trainer = world.client(world.trainer)
    code = Code.objects.get(key="nasw")
    names = "wagtailsnippets_journals_code"
    assert trainer.get(reverse(f"{names}:list")).status_code == 200
    assert b"Social justice" in trainer.get(reverse(f"{names}:edit", args=[code.pk])).content
    assert world.client(world.learner).get(reverse(f"{names}:list")).status_code in (302, 403)


def test_pages_ask_a_fixed_number_of_times(world, client, django_assert_num_queries):
    entry, address = begun(client)
    client.post(address, sheet("One"))
    lists, tags = reverse("journals:list"), reverse("journals:tags", args=[entry.uuid])
    client.get(lists)
    for _round in range(2):
        with django_assert_num_queries(5):
            client.get(lists)
        with django_assert_num_queries(7):
            client.get(tags)
        with django_assert_num_queries(7):
            client.get(reverse("journals:read", args=[entry.uuid]))
        for key in ("what", "free", "swe"):
            _other, where = begun(client, key)
            client.post(where, sheet("One", "two"))
        entries.tag(entry=entry, labels=["NMC Code: Preserve safety"])


def test_the_templates_and_codes_that_come_with_it():
    keys = set(JournalTemplate.objects.values_list("key", flat=True))
    assert {"nmc", "hcpc", "swe", "rolfe", "gibbs", "what"} <= keys
    assert {code.key: code.standards.count() for code in Code.objects.all()} == {
        "nmc": 4, "swe": 6, "hcpc": 10, "nasw": 6,
    }  # fmt: skip
