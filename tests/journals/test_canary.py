"""Nobody but the author ever meets a word of an entry, wherever they look.

The learner writes canaries everywhere that takes private words. Then somebody who is manager,
trainer and administrator at once opens every address of the site, with every id that there is; and
what the site sent, logged and stored is searched as well.
"""

import io
import logging
import sys
import uuid
import zipfile
from collections import Counter

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.views.debug import ExceptionReporter
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from courses.evaluations.models import EvaluationResponse
from courses.journals.models import (
    Attachment,
    Discussion,
    Entry,
    JournalPrompt,
    JournalTemplate,
    Share,
    ShareComment,
)
from courses.models import CourseCompletion, CoursePage, LearningEvent, ModulePage
from courses.people.services import roles
from tests.factories import evaluation as evaluations
from tests.factories.journal import sheet
from tests.journals.walk import addresses

pytestmark = pytest.mark.django_db

CANARY = "Xylophonkanarie"
FORMS = [
    CANARY.encode(),
    CANARY.lower().encode(),
    CANARY.encode().hex().encode(),
    CANARY.encode("utf-16-le"),
]


def holds_canary(data: bytes) -> bool:
    if data[:2] == b"PK":  # a spreadsheet or an archive
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return any(holds_canary(packed.read(name)) for name in packed.namelist())
    return any(form in data for form in FORMS)


@pytest.fixture
def story(world, caplog):
    """A learner wrote canaries: while writing, at the end, after it, from an older tab."""
    caplog.set_level(logging.DEBUG)
    course = world.course(
        module_activities=[("journal", world.content("journal"))],
        closing=[("evaluation", world.content("evaluation"))],
    )
    enrolment = world.enrol(world.learner, course)
    attempt = world.begin(enrolment, "journal")
    client = world.client(world.learner)
    at = {name: reverse(f"journals:{name}", args=[attempt.uuid]) for name in ("write", "more")}
    autosave = reverse("journals:autosave", args=[attempt.uuid])
    client.post(autosave, sheet(f"{CANARY} one"))
    client.post(autosave, sheet(f"{CANARY} stale"))
    client.post(at["write"], sheet(f"{CANARY} too long {'x' * 20_000}", version=1))
    client.post(at["write"], sheet(f"{CANARY} two", version=1))
    client.post(at["more"], sheet(f"{CANARY} three", version=3))
    evaluation = world.begin(enrolment, "evaluation")
    client.post(
        reverse("evaluations:evaluation", args=[evaluation.uuid]),
        evaluations.sent(evaluation, text=f"{CANARY} four"),
    )
    assert Entry.objects.get().versions.count() == 4
    free_too(world, client, at)
    shared_too(world, client, attempt)
    assert EvaluationResponse.objects.get().sealed
    assert CourseCompletion.objects.count() == 1
    assert CANARY.encode() in client.get(at["write"], follow=True).content
    return attempt


def free_too(world, client, at):
    """An entry without a course, an account built from both, checks, and files taken along."""
    client.post(reverse("journals:begin"), {"template": JournalTemplate.objects.get(key="nmc").pk})
    own = Entry.objects.get(attempt=None)
    write = reverse("journals:write", args=[own.uuid])
    client.post(write, sheet(f"I saw {CANARY} in {CANARY}.", check="1"))
    client.post(write, sheet(f"I saw {CANARY} on 3 May 2026."))
    source = Entry.objects.exclude(attempt=None).get()
    chosen = {"template": JournalTemplate.objects.get(key="swe").pk, "sources": [str(source.uuid)]}
    assert client.post(reverse("journals:account"), chosen).status_code == 302
    for kind in ("json", "html", "pdf"):
        taken = client.get(reverse("journals:take_all", args=[kind]))
        assert kind == "pdf" or holds_canary(taken.content)
    client.get(reverse("journals:check", args=[own.uuid]))


def shared_too(world, client, attempt):
    """The entry opened to a peer who is nobody in power; both speak about it, and note a talk."""
    peer = world.person("Petra Peer", team=world.team, email="petra@peer.example")
    args = [attempt.uuid]
    named = {"email": "petra@peer.example"}
    client.post(reverse("journals:share", args=args), {**named, "days": "7"})
    today = {"held_on": world.learner.today(timezone.now()).isoformat()}
    client.post(reverse("journals:discuss", args=args), {**named, **today})
    place = reverse("journals:shared", args=[Share.objects.get().uuid])
    for number, speaker in enumerate([world.client(peer), client]):
        said = {"text": f"{CANARY} said {number}", "page": str(uuid.uuid4())}
        assert speaker.post(place, said).status_code == 302
        assert CANARY.encode() in speaker.get(place).content
    assert Discussion.objects.count() == 1
    letter = SimpleUploadedFile(f"{CANARY}.txt", f"Dear {CANARY}".encode(), "text/plain")
    attached = {"file": letter, "page": str(uuid.uuid4())}
    assert client.post(reverse("journals:files", args=args), attached).status_code == 302


def prompted() -> Entry:
    """The entry to the prompt."""
    return Entry.objects.exclude(attempt=None).get()


def everyone_in_power(world):
    """The manager of the learner's team, who is trainer and administrator too."""
    roles.set_roles(person=world.manager, roles=["learner", "trainer", "manager", "administrator"])
    return world.manager


def ids(world, attempt) -> tuple[dict, dict]:
    """Every id that an address may ask for."""
    entry = prompted()
    uuids = [
        attempt.uuid,
        entry.uuid,
        entry.versions.first().uuid,
        attempt.enrolment.uuid,
        world.learner.uuid,
        attempt.enrolment.course.uuid,
        attempt.activity.uuid,
        CourseCompletion.objects.get().uuid,
        JournalPrompt.objects.get().uuid,
    ]
    pks = sorted({1, 2, entry.pk, attempt.pk, world.learner.pk, JournalPrompt.objects.get().pk})
    pages = [CoursePage.objects.get().pk, ModulePage.objects.get().pk]
    revisions = list(Revision.objects.values_list("pk", flat=True))[:4]
    values = {
        "attempt": [attempt.uuid, *Entry.objects.values_list("uuid", flat=True)],
        "kind": ["json", "html", "pdf", "zip"],
        "file": list(Attachment.objects.values_list("uuid", flat=True)),
        "share": [Share.objects.get().uuid],
        "comment": list(ShareComment.objects.values_list("uuid", flat=True)),
        "discussion": [Discussion.objects.get().uuid],
        "enrolment": [attempt.enrolment.uuid],
        "number": [1, 2, 3, 4],
        "module": ["module-1"],
        "pk": [*pks, JournalTemplate.objects.first().pk],
        "page_id": pages,
        "object_id": pks,
        "revision_id": revisions,
        "app_label": ["journals"],
        "model_name": [
            "journalprompt",
            "entry",
            "entryversion",
            "entrytag",
            "share",
            "sharecomment",
        ],
        "content_type_app_name": ["journals"],
        "content_type_model_name": ["entry", "entryversion"],
    }
    return values, {"uuid": uuids, "int": pks, "str": ["1", "journals"], "slug": ["module-1"]}


def body(response) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content


@pytest.mark.slow
def test_no_address_shows_a_word_to_manager_trainer_or_administrator(world, story):
    client = Client(raise_request_exception=False)
    client.force_login(everyone_in_power(world).users.get())
    values, fallback = ids(world, story)
    opened, leaks = Counter(), []
    for address in addresses(values, fallback):
        if "logout" in address:
            continue
        response = client.get(address)
        asked = [(address, response)]
        if response.status_code == 200 and not any(sign.isdigit() for sign in address):
            more = (f"{address}?export=xlsx", f"{address}?export=csv", f"{address}?q={CANARY[:5]}")
            asked += [(other, client.get(other)) for other in more]
        opened[address.split("/")[1]] += response.status_code == 200
        leaks += [place for place, answer in asked if holds_canary(body(answer))]

    assert leaks == []
    # The walk must have opened enough to prove something.
    assert opened["admin"] > 100, opened
    assert opened["manage"] > 5, opened
    assert opened["learn"] >= 3, opened


@pytest.mark.parametrize("who", ["colleague", "manager", "trainer", "administrator"])
def test_no_role_alone_opens_the_entry(world, story, who):
    client = world.client(getattr(world, who))
    for name in ("write", "more", "versions"):
        assert client.get(reverse(f"journals:{name}", args=[story.uuid])).status_code == 404
    for number in (1, 2, 3, 4):
        address = reverse("journals:version", args=[story.uuid, number])
        assert client.get(address).status_code == 404
    assert client.get(reverse("learn:review", args=[story.uuid])).status_code == 404
    assert not holds_canary(client.get(reverse("journals:list")).content)


def test_nothing_sent_logged_or_stored_holds_a_word(world, story, caplog):
    logged = "\n".join(
        f"{record.getMessage()} {record.__dict__} {record.exc_text or ''}"
        for record in caplog.records
    )
    sent = "\n".join(f"{message.subject} {message.message()}" for message in mail.outbox)
    events = "\n".join(str(row) for row in LearningEvent.objects.values())
    audit = "\n".join(
        str(row) for model in (ModelLogEntry, PageLogEntry) for row in model.objects.values()
    )
    story.refresh_from_db()

    for place in (logged, sent, events, audit, str(story.evidence)):
        assert not holds_canary(place.encode())
    for cache in caches.all():
        assert not any(holds_canary(bytes(value)) for value in cache._cache.values())


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_no_byte_of_the_database_holds_a_word(story):
    whole = connection.connection.serialize()

    assert JournalPrompt.objects.get().title.encode() in whole  # it is the right database
    assert not holds_canary(whole)


def test_no_table_of_ours_is_open_to_a_permission():
    closed = ["entry", "entryversion", "entrytag", "share", "shareevent", "sharecomment"]
    closed += ["discussion", "discussionanswer", "attachment"]
    closed += ["evaluationresponse", "evaluationanswer", "signature"]
    assert not Permission.objects.filter(content_type__model__in=closed).exists()


@pytest.mark.parametrize(
    "broken",
    ["save", "seal", "page", "read", "answers", "find", "file", "shared", "comment", "attach"],
)
def test_an_error_report_holds_no_word(world, story, monkeypatch, broken):
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    target = {
        "save": "courses.journals.models.EntryVersion.save",
        "seal": "courses.people.sealing.encrypt",
        "page": "courses.journals.reports.back_to",
        "read": "courses.journals.reports.Passage",
        "find": "courses.journals.identifying.find",
        "file": "courses.journals.takeaway.as_file",
        "shared": "courses.journals.views.sharing.render",
        "attach": "courses.journals.models.Attachment.save",
        "comment": "courses.journals.models.ShareComment.save",
        "answers": "courses.evaluations.reports.OwnAnswer",
    }[broken]
    monkeypatch.setattr(target, fail)
    reports = []

    def report(sender, request, **kwargs):
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.extend([reporter.get_traceback_text(), reporter.get_traceback_html()])

    got_request_exception.connect(report)
    client = Client(raise_request_exception=False)
    client.force_login(world.learner.users.get())
    try:
        for name, extra in [("more", {}), ("write", {"put-away": "1"}), ("write", {})]:
            address = reverse(f"journals:{name}", args=[story.uuid])
            client.post(address, sheet(f"{CANARY} five {name}", version=4, **extra))
        client.get(reverse("journals:version", args=[story.uuid, 1]))
        client.post(reverse("journals:write", args=[story.uuid]), sheet(f"{CANARY} six", check="1"))
        client.get(reverse("journals:check", args=[story.uuid]))
        client.get(reverse("journals:take_all", args=["html"]))
        said = {"text": f"{CANARY} seven", "page": str(uuid.uuid4())}
        client.post(reverse("journals:shared", args=[Share.objects.get().uuid]), said)
        client.get(reverse("journals:shared", args=[Share.objects.get().uuid]))
        letter = SimpleUploadedFile(f"{CANARY}2.txt", f"{CANARY} eight".encode(), "text/plain")
        attached = {"file": letter, "page": str(uuid.uuid4())}
        client.post(reverse("journals:files", args=[story.uuid]), attached)
        answered = EvaluationResponse.objects.get().attempt
        client.get(reverse("learn:review", args=[answered.uuid]))
    finally:
        got_request_exception.disconnect(report)

    assert reports
    assert all("the disk is full" in text for text in reports)
    assert not any(holds_canary(text.encode()) for text in reports)
