"""A learner's way through a case, by the doors that a browser uses."""

import datetime as dt

import pytest
from django.utils import timezone

from courses.models import ActivityCompletion, Attempt, EvidenceLocked
from scenarios.models import Justification, Run, Scenario, ScenarioVersion, Step
from scenarios.problems import blocking
from scenarios.services import plays
from scenarios.services.plays import Answer
from tests.factories.scenario import CASE, build_scenario, finish, make_scenario, publish, send

pytestmark = pytest.mark.django_db
SECRETS = [
    "EXPERT-",
    "FEEDBACK-",
    "DEBRIEF-",
    "BLOCK-",
    "harmful",
    "problematic",
    "best",
    "acceptable",
    "Respect for autonomy",
    "example.org",
]
WHY = "Because she has not been asked."


@pytest.fixture
def attempt(world):
    course = world.course(module_activities=[("scenario", make_scenario())])
    return world.begin(world.enrol(world.learner, course), "scenario")


@pytest.fixture
def client(world):
    return world.client(world.learner)


def url(attempt, door=""):
    return f"/learn/case/{attempt.uuid}/{door}"


def to_the_call(client, attempt, choice="hall-ask"):
    send(client, attempt, "choose", choice=choice)
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam on the window.")


def test_a_learner_plays_a_case_to_its_debrief_and_completes_the_activity(client, attempt):
    page = client.get(url(attempt))
    assert page.status_code == 200
    assert page.context["counters"] == [{"label": "Ms Adeyemi’s trust", "word": "wary", "was": ""}]
    moved = send(client, attempt, "choose", choice="hall-ask")
    assert (moved.status_code, moved.url) == (302, url(attempt))
    to_next = client.get(url(attempt))
    assert to_next.context["scene"].key == "kitchen"
    assert to_next.context["counters"][0]["word"] == "open"
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    send(client, attempt, "choose", choice="call-tell", confidence=4, reason=WHY)
    ending = client.get(url(attempt))
    assert ending.context["is_over"]
    assert ActivityCompletion.objects.count() == 0
    closed = send(client, attempt, "close", answer_0="Because of her.")
    assert closed.url == f"/learn/review/{attempt.uuid}/"
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed) == (Attempt.State.FINISHED, True)
    assert attempt.evidence["ending"] == "end-home"
    assert ActivityCompletion.objects.get().attempt == attempt
    text = client.get(closed.url).content.decode()
    for word in ["DEBRIEF-HOME", "EXPERT-HALL", "FEEDBACK-ASK", "FEEDBACK-PUSH", "BLOCK-ALL"]:
        assert word in text
    for word in [WHY, "Because of her.", "Steam.", "Certain", "Respect for autonomy", "A code"]:
        assert word in text or word.lower() in text
    assert "BLOCK-LOW" not in text
    assert client.get(url(attempt)).url == closed.url


def test_what_may_distress_is_said_where_a_case_begins_and_only_there(world, client):
    scenario = make_scenario(content_notes="A fall is described.")
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    assert "A fall is described." in client.get(url(attempt)).content.decode()
    send(client, attempt, "choose", choice="hall-ask")
    assert "A fall is described." not in client.get(url(attempt)).content.decode()


def test_nothing_of_the_debrief_is_in_any_answer_before_it(client, attempt):
    answers = [client.get(url(attempt)), send(client, attempt, "choose", choice="hall-push")]
    answers.append(client.get(url(attempt)))
    run = Run.objects.get()
    step = {"token": str(run.token())}
    answers.append(client.post(url(attempt, "on/"), step, headers={"X-Step": "1"}))
    answers.append(client.post(url(attempt, "on/"), step, headers={"X-Step": "1"}))
    send(client, attempt, "on", text="x")
    answers.append(client.get(url(attempt)))
    answers.append(send(client, attempt, "choose", choice="call-hush"))
    answers.append(send(client, attempt, "choose", choice="call-hush", confidence=1, reason=WHY))
    answers.append(client.get(url(attempt)))
    answers.append(send(client, attempt, "close", answer_0=""))
    for answer in answers:
        told = answer.content.decode() + str(dict(answer.items()))
        assert [word for word in SECRETS if word in told] == []


def test_an_outsider_finds_nothing_at_any_door(world, attempt):
    other = world.client(world.outsider)
    assert other.get(url(attempt)).status_code == 404
    for door in ["choose", "on", "back", "close"]:
        assert send(other, attempt, door, choice="hall-ask").status_code == 404
    assert world.client(None).get(url(attempt)).status_code == 302
    assert Step.objects.count() == 0


def test_a_double_click_is_one_step_and_leads_to_the_same_place(client, attempt):
    token = str(Run.objects.get().token())
    first = send(client, attempt, "choose", choice="hall-ask", token=token)
    second = send(client, attempt, "choose", choice="hall-ask", token=token)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Step.objects.count() == 1


def test_an_older_form_is_told_where_the_learner_is_and_changes_nothing(client, attempt):
    token = str(Run.objects.get().token())
    send(client, attempt, "choose", choice="hall-ask", token=token)
    other = send(client, attempt, "choose", choice="hall-push", token=token)
    assert other.status_code == 409
    assert "In the kitchen" in other.content.decode()
    send(client, attempt, "on")
    assert send(client, attempt, "choose", choice="hall-ask", token=token).status_code == 409
    assert send(client, attempt, "choose", choice="hall-ask", token="nonsense").status_code == 409
    assert Step.objects.count() == 2


def test_a_closed_or_unknown_choice_cannot_be_sent(client, attempt):
    to_the_call(client, attempt, "hall-push")
    page = client.get(url(attempt))
    assert "She has not told you enough." in page.content.decode()
    for key in ["call-tell", "hall-ask", "x"]:
        answer = send(client, attempt, "choose", choice=key, confidence=2, reason=WHY)
        assert answer.status_code == 409
    assert Step.objects.count() == 3


def test_a_door_that_does_not_fit_the_scene_changes_nothing(client, attempt):
    assert send(client, attempt, "on").status_code == 409
    assert send(client, attempt, "close", answer_0="x").status_code == 409
    assert Step.objects.count() == 0


def test_a_decision_that_asks_why_keeps_what_was_written_when_something_is_missing(client, attempt):
    to_the_call(client, attempt)
    short = send(client, attempt, "choose", choice="call-tell", reason="Because")
    assert short.status_code == 422
    text = short.content.decode()
    assert "at least 3 characters more" in text
    assert "Say how sure you are." in text
    assert ">\nBecause</textarea>" in text
    long = send(client, attempt, "choose", choice="call-tell", confidence=2, reason="x" * 5_001)
    assert long.status_code == 422
    assert "That is 5001 characters, and 5000 fit here." in long.content.decode()
    assert Step.objects.count() == 3


def test_a_box_filled_to_the_brim_is_not_too_long_for_its_ends_of_lines(client, attempt):
    to_the_call(client, attempt)
    full = "I asked.\r\n" * 555 + "Today"
    assert len(full.replace("\r\n", "\n")) == 5_000 < len(full)
    sent = send(client, attempt, "choose", choice="call-tell", confidence=2, reason=full)
    assert sent.status_code == 302


def test_reasons_are_sealed_and_rows_are_written_once(client, attempt):
    to_the_call(client, attempt)
    send(client, attempt, "choose", choice="call-tell", confidence=3, reason=WHY)
    row = Justification.objects.get(step__choice_key="call-tell")
    assert WHY.encode() not in bytes(row.sealed)
    step = Step.objects.get(choice_key="call-tell")
    assert (step.confidence, step.scene_key, step.to_key) == (3, "call", "end-home")
    with pytest.raises(EvidenceLocked):
        step.delete()
    with pytest.raises(EvidenceLocked):
        Step.objects.update(confidence=1)


def test_without_keys_the_case_goes_on_and_says_so(client, attempt, settings):
    to_the_call(client, attempt)
    settings.SEALING_KEYS = []
    assert "cannot be kept private" in client.get(url(attempt)).content.decode()
    send(client, attempt, "choose", choice="call-tell", confidence=3, reason=WHY)
    assert Run.objects.get().scene_key == "end-home"
    send(client, attempt, "close", answer_0="x")
    assert client.get(f"/learn/review/{attempt.uuid}/").status_code == 200


def test_somebody_who_comes_back_is_reminded_of_two_steps(client, attempt, world):
    to_the_call(client, attempt)
    Run.objects.update(last_at=timezone.now() - dt.timedelta(days=2))
    elsewhere = world.fresh_client(world.learner)
    page = elsewhere.get(url(attempt))
    assert page.context["scene"].key == "call"
    assert [step["title"] for step in page.context["recall"]["steps"]] == [
        "In the kitchen",
        "A pause",
    ]
    assert "You were here on" in page.content.decode()


def test_undo_goes_back_to_the_last_decision_and_deletes_nothing(client, attempt):
    to_the_call(client, attempt, "hall-push")
    back = send(client, attempt, "back")
    assert back.status_code == 302
    run = Run.objects.get()
    assert (run.scene_key, run.state["vars"], run.path) == ("hall", {"trust": 1}, [])
    assert [step.kind for step in Step.objects.order_by("seq")] == [
        "choice",
        "advance",
        "advance",
        "undo",
    ]
    assert Step.objects.get(kind="undo").back_to == 0
    send(client, attempt, "choose", choice="hall-ask")
    firsts = Step.objects.first_answers().values_list("choice_key", flat=True)
    assert list(firsts) == ["hall-push"]
    finish(client, attempt)
    text = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert "What you chose and took back" in text
    assert text.count("FEEDBACK-ASK") == 1


def test_undo_with_nothing_to_go_back_to_or_in_an_assessment_is_refused(world, client, attempt):
    assert send(client, attempt, "back").status_code == 403
    course = world.course(module_activities=[("scenario", make_scenario(mode="assessment"))])
    exam = world.begin(world.enrol(world.learner, course), "scenario")
    send(client, exam, "choose", choice="hall-ask")
    assert "Go back to your last decision" not in client.get(url(exam)).content.decode()
    assert send(client, exam, "back").status_code == 403
    assert Run.objects.get(attempt=exam).scene_key == "kitchen"


def test_leaving_keeps_the_place_and_the_link_leads_to_the_module(client, attempt):
    send(client, attempt, "choose", choice="hall-ask")
    page = client.get(url(attempt))
    assert f"/learn/{attempt.enrolment.uuid}/module-1/#activity-" in page.context["back_url"]
    assert client.get(url(attempt)).context["scene"].key == "kitchen"


def test_a_script_gets_the_next_scene_as_the_answer_to_its_post(client, attempt):
    token = str(Run.objects.get().token())
    answer = client.post(
        url(attempt, "choose/"), {"token": token, "choice": "hall-ask"}, headers={"X-Step": "1"}
    )
    assert answer.status_code == 200
    assert answer.context["scene"].key == "kitchen"
    assert answer.context["counters"] == [
        {"label": "Ms Adeyemi’s trust", "word": "open", "was": "wary"}
    ]
    words = answer.content.decode()
    assert "<title>" in words and '<main id="main"' in words
    assert "<header" not in words and "<footer" not in words  # the page has them already
    assert "<header" in client.get(url(attempt)).content.decode()


def test_another_try_is_a_new_run_and_the_first_completion_stands(world, client):
    activities = [("scenario", make_scenario())]
    course = world.course(modules=2, module_activities=activities)
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    finish(client, attempt)
    review = client.get(f"/learn/review/{attempt.uuid}/")
    first = ActivityCompletion.objects.get()
    again = client.post(review.context["replay_url"])
    second = Attempt.objects.get(number=2)
    assert again.url == url(second)
    finish(client, second)
    assert Run.objects.count() == 2
    assert ActivityCompletion.objects.get() == first


def test_a_text_fix_reaches_people_part_way_and_structure_does_not(client, attempt):
    send(client, attempt, "choose", choice="hall-ask")
    scenario = Scenario.objects.get()
    scenario.draft["scenes"][1]["body"] = "The old kettle boils."
    publish(scenario)
    assert "The old kettle boils." in client.get(url(attempt)).content.decode()
    scenario = Scenario.objects.get()
    scenario.draft["scenes"][1]["next"] = "call"
    scenario.draft["scenes"][1]["body"] = "Nothing boils."
    del scenario.draft["scenes"][2]
    publish(scenario)
    assert "The old kettle boils." in client.get(url(attempt)).content.decode()
    send(client, attempt, "on")
    assert Run.objects.get().scene_key == "pause"
    classes = ScenarioVersion.objects.order_by("number").values_list("change_class", flat=True)
    assert list(classes) == ["T2", "T0", "T2"]
    assert Step.objects.get(scene_key="kitchen").version.number == 2


def test_services_refuse_what_has_ended(world, client, attempt):
    finish(client, attempt)
    play = plays.own_play(person=world.learner, attempt=attempt.uuid)
    with pytest.raises(plays.Ended):
        plays.choose(
            play=play, answer=Answer(token=play.run.token(), choice="x"), now=timezone.now()
        )
    count = Step.objects.count()
    plays.close(play=play, answer=Answer(token=play.run.token()), now=timezone.now())
    assert Step.objects.count() == count


def test_the_case_of_the_tests_has_no_problem_that_blocks():
    assert blocking(build_scenario(CASE).problems()) == []


def test_when_the_course_is_done_no_other_try_is_offered(client, attempt):
    finish(client, attempt)
    assert client.get(f"/learn/review/{attempt.uuid}/").context["replay_url"] == ""
