"""Come to a scene of a case by its services, to take a picture of it there."""

import uuid

from django.utils import timezone

from courses.models import Course, Enrolment
from courses.people.models import Person
from courses.services import attempts, enrolments
from courses.services.structures import structure_of
from scenarios import engine, forms
from scenarios.services import plays

WHY = "I would rather be slow and asked again than quick and wrong about him."


def begin(person: Person, title: str) -> uuid.UUID:
    """Begin the case of this title in whichever course has it; the attempt."""
    for course in Course.objects.order_by("pk"):
        turns = Enrolment.objects.filter(person=person, course=course, completed_at=None)
        turn = turns.order_by("pk").last()
        turn = turn or enrolments.enrol(person=person, course=course, now=timezone.now())
        for module in structure_of(turn.edition_id).modules:
            for fact in module.activities:
                if fact.type == "scenario" and fact.title == title:
                    now = timezone.now()
                    return attempts.begin(enrolment=turn, activity=fact, now=now).uuid
    raise LookupError(title)


def come_to(person: Person, attempt: uuid.UUID, scene: str, *, way: tuple[str, ...] = ()) -> None:
    """Take the choices of `way` where they are open, else the best, until the scene."""
    while True:
        play = plays.own_play(person=person, attempt=attempt)
        if play.scene.key == scene:
            return
        if play.is_over:
            raise LookupError(scene)
        token, now = play.run.token(), timezone.now()
        if play.scene.kind == "decision":
            found = engine.open_choices(play.case.graph, play.state)
            best = [choice for choice in found if choice.rating == "best"]
            choice = next((each for each in found if each.key in way), (best or found)[0])
            answer = plays.Answer(token=token, choice=choice.key, confidence=3, texts=[WHY])
            plays.choose(play=play, answer=answer, now=now)
        else:
            values = [number for number, _label in forms.scale_of(play.scene)]
            texts = [WHY] if forms.asks_words(play.scene) else []
            scale = values[-1] if values else None
            answer = plays.Answer(token=token, texts=texts, scale=scale)
            plays.advance(play=play, answer=answer, now=now)
