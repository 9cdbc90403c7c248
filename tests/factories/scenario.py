"""A small published case, and a way to play one to its end through the learner's doors."""

import copy

from scenarios.documents import read_case
from scenarios.models import Run, Scenario

CASE = {
    "key": "kettle",
    "title": "The kettle",
    "summary": "Somebody wants to stay where she is.",
    "illustration": "c01-refused-placement",
    "illustration_alt": "A kettle on a small table by a window",
    "est_minutes": 5,
    "start": "hall",
    "principles": [{"key": "autonomy", "label": "Respect for autonomy", "source": "A code"}],
    "vars": [
        {
            "key": "trust",
            "label": "Ms Adeyemi's trust",
            "type": "count",
            "initial": 1,
            "min": 0,
            "max": 2,
            "show": "play",
            "words": ["closed", "wary", "open"],
        }
    ],
    "scenes": [
        {
            "key": "hall",
            "kind": "decision",
            "title": "In the hall",
            "place": "Flat 6",
            "time": "Tuesday, 4.40 pm",
            "speaker": "Ms Adeyemi",
            "body": "She waits. *You can drink your tea*, she says.",
            "expert": "EXPERT-HALL",
            "choices": [
                {
                    "key": "hall-ask",
                    "label": "Ask what a good evening is",
                    "to": "kitchen",
                    "effects": [{"op": "add", "var": "trust", "value": 1}],
                    "rating": "best",
                    "principles": [{"key": "autonomy", "stance": "upholds"}],
                    "feedback": {"text": "FEEDBACK-ASK"},
                },
                {
                    "key": "hall-push",
                    "label": "Put the form on the table",
                    "to": "kitchen",
                    "effects": [{"op": "sub", "var": "trust", "value": 1}],
                    "rating": "harmful",
                    "principles": [{"key": "autonomy", "stance": "breaches"}],
                    "feedback": {"text": "FEEDBACK-PUSH"},
                },
            ],
        },
        {
            "key": "kitchen",
            "kind": "info",
            "title": "In the kitchen",
            "body": "The kettle boils.",
            "next": "pause",
        },
        {
            "key": "pause",
            "kind": "reflect",
            "title": "A pause",
            "body": "You wash a cup.",
            "prompt": {"question": "What do you notice?"},
            "next": "call",
        },
        {
            "key": "call",
            "kind": "decision",
            "title": "The call",
            "body": "Her daughter rings.",
            "checkpoint": True,
            "commit": {"reason": "required", "min_chars": 10, "confidence": True},
            "expert": "EXPERT-CALL",
            "choices": [
                {
                    "key": "call-tell",
                    "label": "Tell her you will not lie",
                    "to": "end-home",
                    "when": "trust >= 1",
                    "locked": "show",
                    "locked_text": "She has not told you enough.",
                    "rating": "best",
                    "principles": [{"key": "autonomy", "stance": "upholds"}],
                    "feedback": {"text": "FEEDBACK-TELL"},
                },
                {
                    "key": "call-hush",
                    "label": "Say nothing",
                    "to": "end-moved",
                    "rating": "problematic",
                    "principles": [{"key": "autonomy", "stance": "strains"}],
                    "feedback": {"text": "FEEDBACK-HUSH"},
                },
            ],
        },
        {
            "key": "end-home",
            "kind": "ending",
            "title": "At home",
            "body": "She stays.",
            "ending": {"tone": "constructive"},
            "debrief": "DEBRIEF-HOME",
        },
        {
            "key": "end-moved",
            "kind": "ending",
            "title": "Settled",
            "body": "She moves.",
            "ending": {"tone": "harmful"},
            "debrief": "DEBRIEF-MOVED",
        },
    ],
    "debrief": {
        "blocks": [{"text": "BLOCK-ALL"}, {"text": "BLOCK-LOW", "when": "trust = 0"}],
        "questions": ["Why did you choose as you did?"],
        "resources": [{"title": "A code", "url": "https://example.org", "citation": "C."}],
    },
}


def build_scenario(document: dict | None = None, **changes) -> Scenario:
    """An unsaved case from a document; `changes` replace whole fields of it."""
    case = read_case({**copy.deepcopy(document or CASE), **changes})
    fields = {name: value for name, value in case.head.items() if name != "key"}
    return Scenario(**fields, draft=case.graph)


def make_scenario(document: dict | None = None, **changes) -> Scenario:
    """A published case."""
    scenario = build_scenario(document, **changes)
    scenario.save()
    publish(scenario)
    return Scenario.objects.get(pk=scenario.pk)


def publish(scenario: Scenario) -> None:
    """Publish what the object holds, as an author would."""
    scenario.save_revision().publish()


def send(client, attempt, door: str, **data):
    """Post a form of the player with the mark that the page would carry."""
    run = Run.objects.get(attempt=attempt)
    data.setdefault("token", str(run.token()))
    return client.post(f"/learn/case/{attempt.uuid}/{door}/", data)


def finish(client, attempt) -> None:
    """Play an attempt to its debrief: the first open choice everywhere."""
    for _ in range(200):
        page = client.get(f"/learn/case/{attempt.uuid}/")
        if page.status_code == 302:
            return
        kind = page.context["scene"].kind
        if kind == "decision":
            card = next(card for card in page.context["cards"] if card.is_open)
            send(
                client,
                attempt,
                "choose",
                choice=card.key,
                confidence=3,
                reason="It was the kindest thing that I could think of.",
            )
        elif kind == "ending":
            send(client, attempt, "close", answer_0="Because she asked me to.")
        else:
            send(client, attempt, "on", text="Steam.")
    raise AssertionError("the case did not end")
