"""Items into the bank: as an author would have saved them, once, all of them or none."""

import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from courses.models import CandourImage, ImportOrigin, Snapshot
from courses.quizzes import writing
from courses.quizzes.exchange import bulk, converting, storing
from courses.quizzes.exchange.items import Answer, Picture
from courses.quizzes.models import Question, QuestionCategory, QuestionOption
from courses.services import snapshots
from tests.quizzes.exchange.bank import actions, bring_in, each_type, picture, single

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("item", each_type(), ids=lambda item: item.type)
def test_every_type_says_in_the_bank_what_it_said_in_the_file(item):
    (outcome,) = bring_in([item])
    question = Question.objects.get(uuid=outcome.target)

    back = converting.from_question(question)

    assert back.content() == item.content()
    assert question.live is outcome.live is (item.type in writing.OFFERED)
    if not question.live:
        assert "stays a draft" in outcome.notes[0]
        assert question.has_unpublished_changes


def test_a_published_one_is_as_if_an_author_had_published_it():
    bring_in(each_type())

    for question in Question.objects.filter(live=True).select_related("published_snapshot"):
        pinned, keys = question.published_snapshot, question.published_keys
        log = list(ModelLogEntry.objects.for_instance(question).values_list("action", flat=True))
        assert question.live_revision == question.latest_revision
        assert not question.has_unpublished_changes
        assert sorted(log) == ["wagtail.create", "wagtail.publish"]
        references = set(
            ReferenceIndex.get_references_for_object(question).values_list(
                "to_content_type", "to_object_id", "model_path"
            )
        )

        question.get_latest_revision_as_object().save_revision().publish()
        question.refresh_from_db()

        assert question.published_snapshot == pinned
        assert question.published_keys == keys
        assert references == set(
            ReferenceIndex.get_references_for_object(question).values_list(
                "to_content_type", "to_object_id", "model_path"
            )
        )
        assert pinned.data == snapshots.payload(question) | {
            "options": pinned.data["options"],
            "units": pinned.data["units"],
            "rubric": pinned.data["rubric"],
        }


def test_a_second_time_changes_nothing_and_adds_nothing():
    tables = (
        Question, QuestionCategory, QuestionOption, ImportOrigin, Revision, Snapshot, CandourImage,
        ModelLogEntry,
    )  # fmt: skip
    first = bring_in(each_type())
    before = [model.objects.count() for model in tables]
    origins = list(ImportOrigin.objects.values())

    second = bring_in(each_type())

    assert actions(first) == ["imported"] * 9
    assert actions(second) == ["skipped"] * 9
    assert {outcome.why for outcome in second} == {storing.UNCHANGED}
    assert [outcome.target for outcome in second] == [outcome.target for outcome in first]
    assert [model.objects.count() for model in tables] == before
    assert list(ImportOrigin.objects.values()) == origins


def test_what_the_file_changed_is_a_further_version_and_its_answers_keep_their_keys():
    (outcome,) = bring_in([single()])
    question = Question.objects.get(uuid=outcome.target)
    keys = {row.text: row.key for row in question.options.all()}
    pinned = question.published_snapshot

    more = [Answer("Wait"), Answer("Ask her", True, "Yes."), Answer("Ring the son")]
    (outcome,) = bring_in([single(answers=more)])

    question.refresh_from_db()
    assert (outcome.action, outcome.live) == ("changed", True)
    assert [row.text for row in question.options.all()] == ["Wait", "Ask her", "Ring the son"]
    assert keys.items() < {row.text: row.key for row in question.options.all()}.items()
    assert question.published_snapshot != pinned
    assert Revision.objects.for_instance(question).count() == 2
    assert Question.objects.count() == 1


def test_a_row_of_a_rubric_keeps_its_key():
    essay = each_type()[-1]
    (outcome,) = bring_in([essay])
    question = Question.objects.get(uuid=outcome.target)
    key = question.rubric.get(name="Asks").key

    essay.rubric = [("New", "", 1), ("Asks", "Other words", 3)]
    bring_in([essay])

    draft = Question.objects.get(pk=question.pk).get_latest_revision_as_object()
    assert {row.name: row.key for row in draft.rubric.all()}["Asks"] == key


def test_what_an_author_changed_here_stays_until_the_file_changes():
    (outcome,) = bring_in([single()])
    question = Question.objects.get(uuid=outcome.target)
    question.text = '<p data-block-key="abcde">In our words</p>'
    question.save_revision().publish()

    assert actions(bring_in([single()])) == ["skipped"]
    question.refresh_from_db()
    assert "In our words" in question.text

    assert actions(bring_in([single(text="<p>In other words</p>")])) == ["changed"]
    question.refresh_from_db()
    assert question.text == "<p>In other words</p>"
    assert "In our words" in Revision.objects.for_instance(question)[1].content["text"]


def test_our_own_questions_are_known_again_whatever_the_editor_wrote_into_them():
    (outcome,) = bring_in([single(key="")])
    question = Question.objects.get(uuid=outcome.target)
    question.text = '<p data-block-key="abcde">What do you do <b>first</b>?</p>'
    question.save_revision().publish()
    ours = converting.from_question(Question.objects.get(pk=question.pk))

    assert actions(bring_in([ours], source="our own export")) == ["skipped"]

    ours.answers = [replace(ours.answers[0], text="Ask them"), *ours.answers[1:]]
    (outcome,) = bring_in([ours], source="our own export")
    assert outcome.action == "changed"
    assert uuid.UUID(outcome.target) == question.uuid
    assert Question.objects.count() == 1


def test_a_bank_that_moves_house_keeps_its_keys():
    key = str(uuid.uuid4())

    (outcome,) = bring_in([single(key=key)])

    assert outcome.target == key


def test_what_a_format_cannot_say_is_left_as_it_is():
    whole = single(difficulty=3, objectives=["Ask first"], picture=picture())
    (outcome,) = bring_in([whole])
    poor = single(
        text="<p>Other words</p>",
        category="",
        tags=[],
        unsaid=frozenset({"difficulty", "objectives", "picture", "category", "tags"}),
    )

    (again,) = bring_in([poor])

    question = Question.objects.get(uuid=outcome.target)
    assert again.action == "changed"
    assert question.text == "<p>Other words</p>"
    assert (question.difficulty, question.objectives) == (3, ["Ask first"])
    assert question.image is not None
    assert question.category.name == "Consent"
    assert question.principles == ["autonomy"]
    assert actions(bring_in([poor])) == ["skipped"]


def test_without_a_key_the_same_words_are_the_same_question():
    items = [single(key=""), single(key=""), single(key="", text="<p>Another</p>")]

    outcomes = bring_in(items)

    assert actions(outcomes) == ["imported", "skipped", "imported"]
    assert "in the file already" in outcomes[1].why
    again = bring_in([single(key=""), single(key="", text="<p>Another</p>")])
    assert actions(again) == ["skipped", "skipped"]


def test_a_dry_run_tells_the_same_and_stores_nothing():
    bring_in([single("known"), single("same")])

    def items():
        changed, bad = single("known", text="<p>New words</p>"), single("bad", fault="no type")
        return [changed, single("same"), *each_type(), bad]

    before = Question.objects.count(), ImportOrigin.objects.count(), CandourImage.objects.count()

    told = bring_in(items(), dry_run=True)

    now = Question.objects.count(), ImportOrigin.objects.count(), CandourImage.objects.count()
    assert now == before
    real = bring_in(items())
    assert actions(told) == actions(real)
    assert [one.live for one in told] == [one.live for one in real]
    assert [one.notes for one in told] == [one.notes for one in real]


def test_what_breaks_in_the_middle_leaves_nothing_behind(monkeypatch, settings):
    monkeypatch.setattr(storing, "CHUNK", 2)
    saved = bulk.save
    calls = []

    def breaks(questions, **rest):
        calls.append(questions)
        if len(calls) == 3:
            raise RuntimeError("the power went")
        saved(questions, **rest)

    monkeypatch.setattr(bulk, "save", breaks)
    files = set(Path(settings.MEDIA_ROOT).rglob("*"))

    with pytest.raises(RuntimeError):
        bring_in(each_type())

    assert not Question.objects.exists()
    assert not QuestionCategory.objects.exists()
    assert not ImportOrigin.objects.exists()
    assert not CandourImage.objects.exists()
    left = {path for path in set(Path(settings.MEDIA_ROOT).rglob("*")) - files if path.is_file()}
    assert left == set()


def test_a_faulty_item_is_reported_and_the_rest_comes_in():
    outcomes = bring_in([single("a", fault="its type is not known"), single("b")])

    assert actions(outcomes) == ["skipped", "imported"]
    assert outcomes[0].why == "its type is not known"
    assert outcomes[0].where == "question a"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"answers": [Answer("1", tolerance="a lot")]}, "the tolerance “a lot”"),
        ({"answers": [Answer("1", tolerance="1e30")]}, "the tolerance “1e30”"),
        ({"answers": [Answer("1", tolerance="NaN")]}, "the tolerance “NaN”"),
        ({"answers": [Answer("1", tolerance="-1")]}, "the tolerance “-1”"),
        ({"answers": [Answer("1", share=101)]}, "101 percent"),
        ({"answers": [Answer("1", gap=99999)]}, "gap 99999"),
        ({"units": [("mg", "Infinity")]}, "the factor “Infinity”"),
        ({"min_words": 10**9}, "words to write"),
        ({"difficulty": 7}, "the difficulty 7"),
    ],
)
def test_a_number_that_cannot_be_kept_is_a_fault(fields, why):
    (outcome,) = bring_in([single(**fields)])

    assert outcome.action == "skipped"
    assert why in outcome.why
    assert not Question.objects.exists()


def test_what_cannot_be_asked_stays_a_draft_until_it_can():
    bare = single(answers=[Answer("Only one", True)])
    (outcome,) = bring_in([bare])
    question = Question.objects.get(uuid=outcome.target)
    assert outcome.live is question.live is False
    assert "Write at least two options" in outcome.notes[0]

    draft = question.get_latest_revision_as_object()
    draft.options.add(QuestionOption(text="Another"))
    draft.save_revision()
    (outcome,) = bring_in([single(answers=[Answer("Only one", True)])])

    question.refresh_from_db()
    assert (outcome.action, outcome.why) == ("changed", "it can be published now")
    assert question.live is outcome.live is True
    assert question.published_snapshot is not None


def test_without_publishing_everything_is_a_draft():
    outcomes = bring_in(each_type(), publish=False)

    assert not any(outcome.live for outcome in outcomes)
    assert not Question.objects.filter(live=True).exists()
    assert not Snapshot.objects.exists()
    draft = Question.objects.first().get_latest_revision_as_object()
    assert draft.options.exists()


def test_what_is_too_long_is_cut_and_said():
    long = single(
        text=f"<p>{'word ' * 5000}</p>",
        answers=[Answer("x" * 1500, True, "y" * 1500), Answer("No")],
        tags=["a,b", "z" * 80, *(f"tag {number}" for number in range(20))],
    )

    (outcome,) = bring_in([long])

    question = Question.objects.get(uuid=outcome.target)
    said = " ".join(outcome.notes)
    assert len(question.words()) <= 20_000
    assert max(len(row.text) for row in question.options.all()) == 1000
    assert len(question.principles) == 12
    for words in ("the text is cut", "an answer’s text of 1,500", "feedback of 1,500", "a comma"):
        assert words in said
    assert actions(bring_in([long])) == ["skipped"]


def test_hostile_characters_are_kept_out():
    item = single(
        text="<p>nul\x00 half \ud800</p><script>alert(1)</script>", tags=["a\x00b", "\ud83d"]
    )

    (outcome,) = bring_in([item])

    question = Question.objects.get(uuid=outcome.target)
    assert question.text == "<p>nul half ?</p>"
    assert question.principles == ["ab", "?"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "is no picture"),
        (b"", "is no picture"),
        (picture().data[:60], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 200, "is no picture"),
        (picture(kind="TIFF").data, "is no JPEG, PNG, GIF or WebP"),
        (b"0" * (10 * 1024 * 1024 + 1), "is larger than 10 MB"),
    ],
)
def test_what_is_no_picture_is_left_out_and_said(data, why):
    (outcome,) = bring_in([single(picture=Picture("x.png", data, "Words"))])

    assert outcome.action == "imported"
    assert why in outcome.notes[0]
    assert "and is left out" in outcome.notes[0]
    assert not CandourImage.objects.exists()


def test_the_same_picture_is_kept_once():
    bring_in([single("a", picture=picture()), single("b", picture=picture())])
    bring_in([single("c", picture=picture("red"))])

    assert CandourImage.objects.count() == 2
    assert Question.objects.filter(image__isnull=False).count() == 3


def test_a_category_is_found_by_its_name_and_gets_a_key_of_its_own():
    QuestionCategory.objects.create(name="Consent", key="consent")

    bring_in(
        [
            single("a", category="  Consent "),
            single("b", category="Con-sent"),
            single("c", category="📋"),
            single("d", category=""),
            single("e", category="x" * 300),
        ]
    )

    assert list(QuestionCategory.objects.order_by("pk").values_list("name", "key")) == [
        ("Consent", "consent"),
        ("Con-sent", "con-sent"),
        ("📋", "category"),
        ("Imported questions", "imported-questions"),
        ("x" * 120, "x" * 70),
    ]


def test_its_cost_does_not_grow_with_every_question(django_assert_max_num_queries):
    items = [single(f"q{number}", text=f"<p>Question {number}?</p>") for number in range(150)]
    told = []

    with django_assert_max_num_queries(60):
        bring_in(items, progress=lambda done, total: told.append((done, total)))

    assert told == [(150, 150)]
    with django_assert_max_num_queries(12):
        bring_in(items)


def test_the_time_of_an_import_is_kept():
    now = timezone.now()

    bring_in([single()], now=now)

    question = Question.objects.get()
    assert question.first_published_at == now
    assert question.published_snapshot.taken_at == now
    assert ImportOrigin.objects.get().imported_at == now
