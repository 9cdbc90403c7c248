"""Take an activity as a person would, through its own services, at instants in the past."""

import datetime as dt
import random
import uuid

from courses.evaluations.questions import questions_of
from courses.evaluations.services import responses, signatures
from courses.journals.services import entries
from courses.journals.writing import Sheet, sections_of
from courses.models import Attempt, Enrolment
from courses.quizzes import sheets
from courses.quizzes.services import answers
from courses.services import attempts
from courses.services.structures import structure_of
from courses.structure import ActivityFact
from scenarios import engine, forms
from scenarios.services import plays

LIKELY = {"best": 9, "acceptable": 6, "problematic": 3, "harmful": 1}
KNOWS = (0.9, 0.97, 1.0)  # how often a demo person knows the answer at the first, second, third try
REASONS = (
    "I wanted her to hear it from me first, and I was not sure there would be a better moment.",
    "It felt slower, but I have seen the quick way go wrong and take longer to mend.",
    "I was tired and chose what I could defend on Monday. Reading it again, I would ask first.",
)
THOUGHTS = (
    "Something like this came up in spring. I said yes too quickly and spent weeks taking it back.",
    "I notice that I explain more when I am unsure. Next week I will ask one question before I do.",
    "I will bring this to supervision, because I still think that both of us were partly right.",
)


class Pace:
    """A person's clock: each act takes some of their time, within a working day or the next."""

    def __init__(self, at: dt.datetime, rng: random.Random) -> None:
        self.at, self.rng = at, rng

    def after(self, seconds: int) -> dt.datetime:
        self.at += dt.timedelta(seconds=self.rng.randint(seconds // 2, seconds * 2))
        return self.at

    def another_day(self) -> None:
        self.at += dt.timedelta(days=self.rng.randint(1, 6), minutes=self.rng.randint(0, 180))


def take(enrolment: Enrolment, fact: ActivityFact, pace: Pace) -> None:
    """Begin an activity and take it until it is passed or no try is left."""
    for _try in range(fact.attempts or 4):
        begun = attempts.begin(enrolment=enrolment, activity=fact, now=pace.after(60))
        attempt = attempts.own_attempt(person=enrolment.person, uuid=begun.uuid, type=fact.type)
        _TAKE[fact.type](attempt, pace)
        if Attempt.objects.get(pk=attempt.pk).passed:
            return
        pace.another_day()


def take_course(enrolment: Enrolment, pace: Pace, *, modules: int | None = None) -> None:
    """Take a course to its end, or only its first modules."""
    from courses.services import enrolments

    structure = structure_of(enrolment.edition_id)
    for module in structure.modules[:modules]:
        enrolments.visit(enrolment=enrolment, module=module, now=pace.after(240))
        for fact in module.activities:
            take(enrolment, fact, pace)
        pace.another_day()
    if modules is None:
        for fact in structure.closing:
            take(enrolment, fact, pace)


def _scenario(attempt: Attempt, pace: Pace) -> None:
    person, rng = attempt.enrolment.person, pace.rng
    while True:
        play = plays.own_play(person=person, attempt=attempt.uuid)
        scene, token = play.scene, play.run.token()
        if play.is_over:
            asked = play.case.graph.debrief.questions
            texts = [rng.choice(REASONS) for _question in asked]
            answer = plays.Answer(token=token, texts=texts)
            plays.close(play=play, answer=answer, now=pace.after(90))
            return
        if scene.kind == "decision":
            open_now = engine.open_choices(play.case.graph, play.state)
            weights = [LIKELY.get(choice.rating, 3) for choice in open_now]
            choice = rng.choices(open_now, weights)[0]
            texts = [rng.choice(REASONS)] if scene.commit.reason == "required" else []
            sure = rng.randint(1, 4) if scene.commit.confidence else None
            answer = plays.Answer(token=token, choice=choice.key, confidence=sure, texts=texts)
            plays.choose(play=play, answer=answer, now=pace.after(45))
        else:
            texts = [rng.choice(THOUGHTS)] if forms.asks_words(scene) else []
            values = [number for number, _label in forms.scale_of(scene)]
            scale = rng.choice(values) if values else None
            answer = plays.Answer(token=token, texts=texts, scale=scale)
            plays.advance(play=play, answer=answer, now=pace.after(30))


def _quiz(attempt: Attempt, pace: Pace) -> None:
    person, rng = attempt.enrolment.person, pace.rng
    knows = KNOWS[min(attempt.number, len(KNOWS)) - 1]
    for row in answers.drawn_of(attempt.sitting.drawn.all()):
        right = set(sheets.correct_keys(row.snapshot.data))
        chosen = right
        if rng.random() > knows:
            wrong = [key for key in row.option_order if key not in right]
            chosen = {rng.choice(wrong)} if wrong else right
        answer = answers.Answer(chosen=tuple(sorted(chosen)), seen=0)
        answers.save(
            person=person,
            attempt_uuid=attempt.uuid,
            answers={row.position: answer},
            now=pace.after(40),
        )
    answers.send(person=person, attempt_uuid=attempt.uuid, answers={}, now=pace.after(20))


def _journal(attempt: Attempt, pace: Pace) -> None:
    entry = entries.own_entry(person=attempt.enrolment.person, attempt=attempt.uuid)
    sections = sections_of(attempt.snapshot.data)
    texts = tuple(pace.rng.choice(THOUGHTS) for _section in sections)
    page = uuid.UUID(int=pace.rng.getrandbits(128), version=4)
    entries.finish(entry=entry, sheet=Sheet(texts=texts, base=0, page=page), now=pace.after(400))


def _evaluation(attempt: Attempt, pace: Pace) -> None:
    rng = pace.rng
    asked = questions_of(attempt.snapshot.data)
    responses.respond(
        attempt=attempt,
        answers=responses.Answers(
            marks={
                q.key: rng.choices((2, 3, 4, 5), (1, 3, 8, 6))[0]
                for q in asked
                if q.type == "scale"
            },
            choices={q.key: rng.choice(q.options) for q in asked if q.type == "choice"},
            texts={q.key: rng.choice(THOUGHTS) for q in asked if q.type == "text" and q.required},
        ),
        now=pace.after(120),
    )


def _attestation(attempt: Attempt, pace: Pace) -> None:
    signatures.sign(attempt=attempt, typed_name=attempt.enrolment.person.name, now=pace.after(30))


_TAKE = {
    "scenario": _scenario,
    "quiz": _quiz,
    "journal": _journal,
    "evaluation": _evaluation,
    "attestation": _attestation,
}
