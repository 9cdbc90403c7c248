"""Put the activities' contents in place: cases, question banks, quizzes, prompts, forms."""

import datetime as dt
import hashlib
import uuid
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model

from courses.evaluations.models import Attestation, EvaluationForm
from courses.journals.models import JournalPrompt
from courses.models import GlossaryTerm
from courses.models.media import CandourImage
from courses.quizzes.models import Question, QuestionCategory, QuestionOption, Quiz, QuizDraw
from lms.demo.documents import CONTENT, read_scenario, read_yaml
from lms.demo.lessons import inline, rich
from scenarios.models import Scenario

# Demo content is found again by a uuid made from its key, so that loading twice changes nothing and
# a refresh changes only what was corrected.
NAMESPACE = uuid.UUID("6f0c1c4e-6f0e-5f7d-9a35-0b8f4c9d2a10")


def lasting(*parts: str) -> uuid.UUID:
    """The uuid of a piece of demo content."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


def put(model: type[Model], key: uuid.UUID, fields: dict[str, Any], relations=None) -> Any:
    """Create or correct one content and publish it; leave it alone when nothing differs."""
    content = model.objects.filter(uuid=key).first() or model(uuid=key)
    changed = content.pk is None
    for name, value in fields.items():
        if getattr(content, name) != value:
            setattr(content, name, value)
            changed = True
    for name, rows in (relations or {}).items():
        wanted = [_plain(row, name) for row in rows]
        if [_plain(row, name) for row in getattr(content, name).all()] != wanted:
            setattr(content, name, rows)
            changed = True
    if changed:
        content.save()
        content.save_revision().publish()
        content.refresh_from_db()
    return content


def _plain(row: Model, relation: str) -> dict[str, Any]:
    skip = {"id", "sort_order"} | {
        field.attname
        for field in row._meta.fields
        if field.remote_field
        and field.name in ("quiz", "question", "form")
        and relation != "fixed_questions"
    }
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.fields
        if field.attname not in skip
    }


def glossary() -> dict[str, GlossaryTerm]:
    """Every term of the glossary, by key."""
    terms = {}
    for row in read_yaml("glossary.yaml")["terms"]:
        terms[row["key"]], _ = GlossaryTerm.objects.update_or_create(
            key=row["key"],
            defaults={"term": row["term"], "definition": " ".join(row["definition"].split())},
        )
    return terms


def picture(row: dict[str, str]) -> int:
    """The number of a picture in the library; the same file is put there once."""
    data = (CONTENT / "pictures" / row["file"]).read_bytes()
    digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # as Wagtail hashes images
    image = CandourImage.objects.filter(file_hash=digest).order_by("pk").first()
    if image is None:
        image = CandourImage.objects.create(
            title=row["title"],
            file=ContentFile(data, name=row["file"]),
            file_size=len(data),
            file_hash=digest,
            description=row["alt"],
            credit="Drawn for Candour",
        )
    return int(image.pk)


def scenario(folder: Path) -> Scenario:
    """The case of a module."""
    case = read_scenario(folder, picture)
    key = str(case.head["key"])
    names = {field.name for field in Scenario._meta.fields}
    fields = {name: value for name, value in case.head.items() if name in names}
    return put(Scenario, lasting("scenario", key), fields | {"draft": case.graph})


def prompts(folder: Path) -> dict[str, JournalPrompt]:
    """The journal prompts of a module, by key, in the order of the file."""
    found = {}
    for row in read_yaml("modules", folder.name, "prompts.yaml")["prompts"]:
        found[row["key"]] = put(JournalPrompt, lasting("prompt", row["key"]), journal_fields(row))
    return found


def journal_fields(row: dict[str, Any]) -> dict[str, Any]:
    from courses.journals.models import JournalTemplate

    return {
        "title": row["title"],
        "prompt": rich(row["prompt"]),
        "guidance": rich(row["guidance"]),
        "template": JournalTemplate.objects.get(key=row["template"]),
        "suggested_words": row.get("suggested_words", 150),
    }


def questions(folder: Path, title: str) -> QuestionCategory:
    """The question bank of a module."""
    document = read_yaml("modules", folder.name, "questions.yaml")
    category, _ = QuestionCategory.objects.update_or_create(
        key=document["category"], defaults={"name": title}
    )
    for row in document["questions"]:
        put(
            Question,
            lasting("question", row["key"]),
            {
                "category_id": category.pk,
                "type": row["type"],
                "text": rich(row["text"]),
                "feedback": rich(row.get("feedback", "")),
                "principles": list(row.get("principles", [])),
                "difficulty": row.get("difficulty", 2),
            },
            {
                "options": [
                    QuestionOption(
                        key=lasting("option", row["key"], str(number)),
                        text=option["text"],
                        correct=option["correct"],
                        feedback=option["feedback"],
                    )
                    for number, option in enumerate(row["options"])
                ]
            },
        )
    return category


def quiz(row: dict[str, Any], banks: dict[str, QuestionCategory]) -> Quiz:
    """The closing quiz of a course."""
    return put(
        Quiz,
        lasting("quiz", row["key"]),
        {
            "title": row["title"],
            "intro": inline(row["intro"]),
            "shuffle_questions": bool(row.get("shuffle", True)),
            "pass_mark": row["pass_mark"],
            "attempts": row.get("attempts"),
            "feedback": row["feedback"],
        },
        {
            "draws": [
                QuizDraw(category_id=banks[draw["category"]].pk, count=draw["count"])
                for draw in row["draw"]
            ]
        },
    )


def attestation(row: dict[str, Any]) -> Attestation:
    """The attestation of a course."""
    return put(
        Attestation,
        lasting("attestation", row["key"]),
        {"title": row["title"], "text": rich(row["text"])},
    )


def evaluation() -> EvaluationForm:
    """The evaluation form, the same for every course."""
    from courses.evaluations.models import EvaluationQuestion

    row = read_yaml("evaluation.yaml")
    return put(
        EvaluationForm,
        lasting("evaluation", row["key"]),
        {"title": row["title"], "intro": rich(row["intro"])},
        {
            "questions": [
                EvaluationQuestion(
                    key=lasting("evaluation-question", question["key"]),
                    type=question["type"],
                    text=question["text"],
                    low=question.get("low", ""),
                    high=question.get("high", ""),
                    options="\n".join(question.get("options", [])),
                    required=question.get("required", True),
                )
                for question in row["questions"]
            ]
        },
    )


def published(at: dt.datetime, *contents: Any) -> None:
    """Say that these contents were first published at an instant in the past."""
    for content in contents:
        type(content).objects.filter(pk=content.pk).update(
            first_published_at=at, last_published_at=at
        )
