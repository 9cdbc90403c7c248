"""The questions of a django-quiz-app site as items, with their figures. Nothing is stored here."""

from __future__ import annotations

from pathlib import Path

from courses.quizzes import kinds
from courses.quizzes.exchange.items import Answer, Item, Picture
from courses.quizzes.exchange.oldsite import ESSAY, TF, OldQuestion, OldSite
from courses.quizzes.exchange.pictures import LARGEST
from courses.quizzes.exchange.wording import line, paragraphs

NAMELESS = "Category without a name"
NO_CATEGORY = "Without a category"
LONGEST_NAME = 120
RIGHT = "The answer is right"  # content, as its author might have written it


def category_names(site: OldSite) -> dict[int, str]:
    """The name under which each category is kept here: never empty, never twice."""
    named: dict[int, str] = {}
    taken: set[str] = set()
    for pk, said in sorted(site.categories.items()):
        name = line(said)[:LONGEST_NAME].strip() or NAMELESS
        while name in taken:
            name = f"{name[: LONGEST_NAME - len(str(pk)) - 1]} {pk}"
        taken.add(name)
        named[pk] = name
    return named


def item_of(old: OldQuestion, site: OldSite, names: dict[int, str], media: Path) -> Item:
    """A question of the site as an item; its notes say what is not as it was."""
    item = Item(
        type=kinds.SINGLE,
        text=paragraphs(old.text),
        feedback=paragraphs(old.explanation),
        key=f"question {old.id}",
        category=names.get(old.category or -1, NO_CATEGORY),
        name=line(old.text),
        where=f"question {old.id}",
        unsaid=frozenset({"difficulty", "objectives", "model_answer", "rubric"}),
    )
    if old.category is not None and old.category not in names:
        item.note("its category is not in the file")
    _tag(old, site, item)
    if old.figure:
        item.picture = _figure(old, media, item)
        if item.picture is None:  # brought in earlier it stays, with a file that is missing now
            item.unsaid |= {"picture"}
    if not old.kind:
        item.fault = "its kind is not in the file, so it has no answers"
    elif old.kind == ESSAY:
        item.type = kinds.ESSAY
        item.rubric = [(RIGHT, "", 1)]
        item.note("a marker said right or wrong there; here it is one point of a rubric")
    elif old.kind == TF:
        item.type = kinds.TRUE_FALSE
        item.answers = [Answer("True", old.correct), Answer("False", not old.correct)]
    else:
        _choices(old, item)
    return item


def _tag(old: OldQuestion, site: OldSite, item: Item) -> None:
    found = site.sub_categories.get(old.sub_category or -1)
    if found is None:
        return
    name, parent = found
    if name:
        item.tags.append(name)
    if parent != old.category:
        item.note(f"its sub-category “{name}” belonged to another category")


def _choices(old: OldQuestion, item: Item) -> None:
    for answer in old.answers:
        text = line(answer.text)
        if text != answer.text:
            item.note("line breaks and double spaces in an answer became single spaces")
        item.answers.append(Answer(text, answer.correct))
    right = sum(answer.correct for answer in old.answers)
    if right > 1:
        item.type = kinds.MULTIPLE
        item.note(f"{right} answers are right: any one of them was enough there, all count here")


def _figure(old: OldQuestion, media: Path, item: Item) -> Picture | None:
    """The figure's file. A name that leads out of the site's own folder is not followed."""
    name = old.figure[:80]
    for folder in (media / "media", media):
        root = folder.resolve()
        try:
            path = (root / old.figure).resolve()
            if not path.is_relative_to(root):
                item.note(f"its figure {name} lies outside the folder and is left out")
                return None
            if not path.is_file():
                continue
            if path.stat().st_size > LARGEST:
                item.note(f"its figure {name} is larger than 10 MB and is left out")
                return None
            # The old package itself gave the question's words as the figure's.
            return Picture(old.figure, path.read_bytes(), line(old.text)[:300])
        except (OSError, ValueError, RuntimeError) as error:
            item.note(f"its figure {name} cannot be read ({type(error).__name__}) and is left out")
            return None
    item.note(f"its figure {name} is not there")
    return None
