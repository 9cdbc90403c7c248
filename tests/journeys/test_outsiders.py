"""Who finds what: every address of ours, as everybody who has no business there.

The matrix is compared with the URL resolver, so that a new address fails here until somebody says
whose it is.
"""

import datetime as dt
import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.journals.files import Kept
from courses.journals.models import Entry
from courses.journals.services import attachments, discussions, sharing
from courses.people.services import accommodations
from courses.quizzes.models import AnswerToMark, Question
from courses.services import enrolments
from courses.services.structures import structure_of
from scenarios.models import ImportReport
from scenarios.services import comments, panels, roads
from tests.compliance.world import ask
from tests.factories.certificate import make_certificate
from tests.factories.journal import WORDS, sheet
from tests.factories.quiz import finish, make_category, make_question, make_quiz
from tests.factories.world import World
from tests.journeys import doors

OTHERS = ("outsider", "colleague", "manager", "trainer", "administrator")


def test_every_address_is_in_the_matrix():
    assert set(doors.of()) - doors.DEBUG == doors.EVERY


def attempt_at_the_end(world: World, slug: str):
    """An open attempt at an activity that stands after the modules."""
    course = world.course(f"With {slug}", closing=[(slug, world.content(slug))])
    turn = world.enrol(world.learner, course)
    module = structure_of(turn.edition_id).modules[0]
    enrolments.visit(enrolment=turn, module=module, now=timezone.now())
    return world.begin(turn, slug)


def a_text_to_mark(world: World):
    """The id of a text of the learner's that waits for a marker."""
    category = make_category()
    make_question(category, kind="essay")
    quiz = make_quiz(category=category, draw=1)
    course = world.course("Written", module_activities=[("quiz", quiz)])
    attempt = world.begin(world.enrol(world.learner, course), "quiz")
    finish(world.client(world.learner), attempt)
    return AnswerToMark.objects.get().uuid


def a_road(world: World):
    """A case of the learner's that came to its end, and another road from its debrief."""
    course = world.course("Played", module_activities=[("scenario", world.content("scenario"))])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    world.finish(attempt)
    fork = roads.fork(person=world.learner, attempt=attempt.uuid, seq=None, now=timezone.now())
    answer = world.client(world.learner).post(
        reverse("cases:road_choose", args=[fork.uuid]),
        {"token": fork.token(), "choice": "hall-ask"},
    )
    assert answer.status_code == 302
    return attempt.uuid, fork.uuid


def between_two(world, attempt):
    """The learner's entry, shared with and talked over with somebody who is none of the others."""
    now, peer = timezone.now(), world.person("Petra Peer", team=world.team)
    entry = Entry.objects.get(attempt__uuid=attempt)
    until = now + dt.timedelta(days=7)
    share = sharing.give(entry=entry, author=world.learner, reader=peer, until=until, now=now)
    sharing.say(share=share, writer=world.learner, text="Well?", page=entry.uuid, now=now)
    kept = Kept(name="letter.txt", kind="txt", data=b"A letter")
    attachments.attach(entry=entry, kept=kept, page=entry.uuid, now=now)
    talk = discussions.ask(entry=entry, peer=peer, held_on=now.date(), now=now)
    return share, share.comments.get(), talk


@pytest.fixture
def addresses(world) -> dict[str, str]:
    """A real row of the learner's behind every address that takes an id."""
    placed = [(slug, world.content(slug)) for slug in ("scenario", "journal", "quiz")]
    course = world.course("Boundaries at the door", module_activities=placed)
    turn = world.enrol(world.learner, course)
    fact = structure_of(turn.edition_id).modules[0].activities[0]
    case, entry, quiz = (world.begin(turn, slug).uuid for slug, _content in placed)
    saving = reverse("journals:autosave", args=[entry])
    assert world.client(world.learner).post(saving, sheet(WORDS)).status_code == 200
    open_share, said, talk = between_two(world, entry)
    attached = open_share.entry.attachments.get()
    form, oath = (attempt_at_the_end(world, slug) for slug in ("evaluation", "attestation"))
    certificate = make_certificate(world, course=world.course("Done"))
    assignment = ask(world.learner, course, timezone.now().date())
    user, membership = world.learner.users.get(), world.learner.memberships.get()
    person = {"person": world.learner.uuid}
    scenario = placed[0][1]
    authored = {"pk": scenario.pk}
    remark = comments.say(
        scenario=scenario,
        anchor="",
        text="Who reads this?",
        author=None,
        now=timezone.now(),
    )
    brought = ImportReport.objects.create(
        scenario=scenario, source_name="a.twee", format="twee", imported_at=timezone.now()
    )
    [arranged] = accommodations.arrange(
        people=[world.learner],
        arranged=accommodations.Arranged(extra_time=25),
        actor=world.manager,
        now=timezone.now(),
    )
    to_mark = {"answer": a_text_to_mark(world)}
    played, other = a_road(world)
    road, step = {"road": other}, {"attempt": played, "seq": 0}
    asked, panel_code = panels.invite(
        scenario_uuid=scenario.uuid,
        name="Ines Invented",
        email="ines@panel.example",
        perspectives=["Nursing"],
        by=None,
        now=timezone.now(),
    )
    ids = {
        "verify:code": {"code": certificate.code},
        "panel:lost": {"rest": "half/a/link"},
        "learn:enrol": {"course": course.uuid},
        "learn:course": {"enrolment": turn.uuid},
        "learn:module": {"enrolment": turn.uuid, "module": "module-1"},
        "learn:begin": {"enrolment": turn.uuid, "activity": fact.uuid},
        "learn:withdraw": {"enrolment": turn.uuid},
        "learn:review": {"attempt": case},
        "cases:look": step,
        "cases:share": step,
        **{name: road for name in doors.OWN if name.startswith("cases:road")},
        "cases:road_look": {**road, "seq": 0},
        "quizzes_items": {"pk": placed[2][1].pk},
        "quizzes_items_csv": {"pk": placed[2][1].pk},
        "quizzes_mark": to_mark,
        "quizzes_mark_take": to_mark,
        "quizzes_mark_back": to_mark,
        "quizzes_correct": {"pk": Question.objects.first().pk},
        "quizzes:question": {"attempt": quiz, "position": 1},
        "journals:version": {"attempt": entry, "number": 1},
        "journals:take_one": {"attempt": entry, "kind": "json"},
        "journals:take_all": {"kind": "json"},
        "journals:file": {"attempt": entry, "file": attached.uuid},
        "journals:remove_file": {"attempt": entry, "file": attached.uuid},
        "journals:end_share": {"attempt": entry, "share": open_share.uuid},
        "journals:shared": {"share": open_share.uuid},
        "journals:take_back": {"share": open_share.uuid, "comment": said.uuid},
        "journals:discussion": {"discussion": talk.uuid},
        "evaluations:evaluation": {"attempt": form.uuid},
        "attestations:sign": {"attempt": oath.uuid},
        "certificates:of": {"completion": certificate.award.completion.uuid},
        "certificates:download": {"certificate": certificate.uuid},
        "manage:export": {"kind": "csv"},
        "manage:person": person,
        "manage:duplicates": person,
        "manage:merge": {"kept": world.learner.uuid, "merged": world.colleague.uuid},
        "manage:course": {"course": course.uuid},
        "manage:withdraw": {"assignment": assignment.uuid},
        "manage:arrange_end": {**person, "accommodation": arranged.uuid},
        "manage:release": {**person, "enrolment": turn.uuid, "activity": fact.uuid},
        "people:login": {**person, "login": user.uuid, "act": "close"},
        "people:end": {**person, "what": "membership", "row": membership.pk},
        "evaluation_report": {"form": form.enrolment.uuid, "course": course.uuid},
        "scenarios_outline": authored,
        "scenarios_comments": authored,
        "scenarios_comments_settle": {**authored, "comment": remark.uuid},
        "scenarios_begin_with": {"slug": "single-dilemma"},
        "scenarios_changes": authored,
        "scenarios_robot": authored,
        "scenarios_versions": authored,
        "scenarios_withdraw": {**authored, "number": 1},
        "scenarios_panel": authored,
        "scenarios_reasons": authored,
        "scenarios_panel_said": authored,
        "scenarios_panel_act": {**authored, "member": asked.uuid, "act": "revoke"},
        "scenarios_insight": authored,
        "scenarios_answers": authored,
        "scenarios_export": {**authored, "form": "native"},
        "scenarios_import_report": {"pk": brought.pk},
        "wagtailsnippets_scenarios_scenario:edit": authored,
    }
    for name, pattern in doors.of().items():
        space, wanted = name.partition(":")[0], pattern.pattern.converters
        if wanted and name not in ids:
            ids[name] = {
                "cases": {"attempt": case},
                "quizzes": {"attempt": quiz},
                "journals": {"attempt": entry},
                "people": person,
                "panel": {"code": panel_code, **({"number": 1} if "number" in wanted else {})},
                "wagtailusers_users": {"pk": user.pk},
                "teams": {"pk": world.team.pk},
                "memberships": {"pk": membership.pk},
                "managements": {"pk": world.manager.managements.get().pk},
                "person_chooser": {"pk": world.learner.pk},
            }.get(space, {"certificate": certificate.uuid})
    return {name: reverse(name, kwargs=ids.get(name)) for name in doors.EVERY}


def ask_twice(client, address: str) -> tuple[int, int]:
    """The status of a GET and of a POST."""
    return client.get(address).status_code, client.post(address, {"go": "next"}).status_code


def test_a_learners_own_rows_exist_for_nobody_else(world, addresses):
    for who, name in itertools.product(OTHERS, sorted(doors.OWN)):
        got = ask_twice(world.client(getattr(world, who)), addresses[name])
        # 405 says that the door takes only the other method, whoever knocks.
        assert 404 in got and set(got) <= {404, 405}, (who, name, got)


def test_the_learner_does_find_them(world, addresses):
    client = world.client(world.learner)
    for name in sorted(doors.OWN):
        assert client.get(addresses[name]).status_code in (200, 302, 405), name


def test_ones_own_list_holds_nothing_of_another(world, addresses):
    for who, name in itertools.product(OTHERS, sorted(doors.LISTS)):
        answer = world.client(getattr(world, who)).get(addresses[name])
        assert answer.status_code == 200, (who, name)
        assert world.learner.name not in answer.content.decode(), (who, name)
        assert "CND-" not in answer.content.decode(), (who, name)


def test_managers_pages_exist_for_managers(world, addresses):
    names = sorted(doors.MANAGERS | doors.ADMINISTRATORS)
    for who, name in itertools.product(("learner", "outsider", "trainer"), names):
        got = ask_twice(world.client(getattr(world, who)), addresses[name])
        assert got == (404, 404), (who, name)


def test_a_manager_finds_no_administration_and_no_person_of_another_team(world, addresses):
    client = world.client(world.manager)
    for name in sorted(doors.ADMINISTRATORS):
        assert ask_twice(client, addresses[name]) == (404, 404), name
    away = reverse("manage:person", args=[world.outsider.uuid])
    assert client.get(away).status_code == 404
    assert client.get(addresses["manage:person"]).status_code == 200


def test_the_admin_opens_for_authors_alone(world, addresses):
    names = sorted(doors.AUTHORS | doors.REGISTER)
    for who, name in itertools.product(("learner", "outsider", "manager"), names):
        got = ask_twice(world.client(getattr(world, who)), addresses[name])
        assert set(got) <= {302, 403, 404}, (who, name, got)


def test_a_trainer_opens_neither_the_register_nor_the_users(world, addresses):
    client = world.client(world.trainer)
    for name in sorted(doors.REGISTER):
        got = ask_twice(client, addresses[name])
        assert set(got) <= {302, 403, 404}, (name, got)


def test_strangers_are_sent_to_sign_in(world, addresses):
    client = world.client(None)
    for name in sorted(doors.EVERY - doors.OPEN - doors.LINKED):
        for answer in (client.get(addresses[name]), client.post(addresses[name])):
            if answer.status_code == 302:
                last = client.get(answer.url, follow=True).request["PATH_INFO"]
                assert last == "/accounts/login/", name
            else:
                # 401 and 403 stand for a form that came after its session had ended.
                assert answer.status_code in (401, 403, 405), (name, answer.status_code)


def test_a_panels_link_opens_for_its_holder_and_a_made_up_one_for_nobody(world, addresses):
    code = addresses["panel:about"].split("/")[2]
    for who in (None, "learner", "administrator"):
        client = world.client(getattr(world, who) if who else None)
        for name in sorted(doors.LINKED):
            made_up = addresses[name].replace(code, "x" * 32)
            assert ask_twice(client, made_up)[1] in (404, 405), (who, name)
            assert client.get(made_up).status_code in (404, 405), (who, name)
        assert client.get(addresses["panel:about"]).status_code == 200
        assert client.get(addresses["panel:scene"]).status_code == 302


def test_made_up_ids_are_not_found(world, addresses):
    nobody = "00000000-0000-4000-8000-000000000000"
    client = world.client(world.learner)
    for name, pattern in doors.of().items():
        converters = pattern.pattern.converters
        if name not in doors.OWN | doors.ANYBODYS:
            continue
        ids = dict.fromkeys(converters, nobody)
        ids |= {key: 1 for key in ("position", "number", "seq") if key in converters}
        ids |= {key: "module-1" for key in ("module",) if key in converters}
        got = ask_twice(client, reverse(name, kwargs=ids))
        assert 404 in got and set(got) <= {404, 405}, (name, got)
    assert client.get("/learn/not-a-uuid/").status_code == 404


def test_a_row_of_ones_own_opens_only_at_its_own_door(world, addresses):
    client = world.client(world.learner)
    ids = {name: addresses[name].split("/")[3] for name in ("cases:play", "quizzes:play")}
    assert client.get(reverse("quizzes:play", args=[ids["cases:play"]])).status_code == 404
    assert client.get(reverse("cases:play", args=[ids["quizzes:play"]])).status_code == 404
    assert client.get(reverse("journals:write", args=[ids["cases:play"]])).status_code == 404
