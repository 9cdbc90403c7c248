"""A trainer brings questions in through the admin, and takes them out again."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.quizzes.exchange.formats import registry
from courses.quizzes.models import Question, QuestionCategory
from courses.quizzes.views import exchanging
from tests.factories.quiz import make_category, make_question

pytestmark = pytest.mark.django_db
GIFT = b"""// [id:refusal]
::Refusal:: A capable adult refuses. What counts? {=her decision ~%50%her family}

Only words.
"""


@pytest.fixture
def author(world, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return world.fresh_client(world.trainer)


def sent(data=GIFT, name="bank.gift", **fields):
    """The upload form as the browser sends it."""
    return {"file": SimpleUploadedFile(name, data), "form": "", **fields}


def previewed(client, **fields):
    """Upload the file; return the page and the sealed word in it."""
    answer = client.post(reverse("quizzes_import"), sent(**fields))
    page = answer.content.decode()
    assert answer.status_code == 200
    return page, re.search(r'name="kept" value="([^"]+)"', page)[1]


def test_a_trainer_looks_first_and_then_brings_them_in(author):
    page, kept = previewed(author, category="Ethics", publish="on")

    assert "Nothing is saved yet" in page
    assert "it is a text without a question" in page
    assert "parts of the mark for other options are left out" in page
    assert not Question.objects.exists()
    assert not QuestionCategory.objects.exists()

    answer = author.post(reverse("quizzes_import"), {"kept": kept}, follow=True)

    question = Question.objects.get()
    assert (question.live, str(question.category)) == (True, "Ethics")
    assert "Questions: 1 new, 0 changed, 1 skipped." in answer.content.decode()


def test_two_clicks_bring_them_in_once(author):
    _page, kept = previewed(author)

    author.post(reverse("quizzes_import"), {"kept": kept})
    again = author.post(reverse("quizzes_import"), {"kept": kept})

    assert again.url == reverse("quizzes_import")
    assert Question.objects.count() == 1


def test_what_is_here_already_offers_nothing_to_bring_in(author):
    author.post(reverse("quizzes_import"), {"kept": previewed(author)[1]})

    page, _kept = previewed(author)

    assert "There is nothing to bring in" in page
    assert "nothing has changed since it was brought in" in page
    assert "Bring them in" not in page


def test_somebody_elses_preview_and_a_forged_one_are_refused(author, world):
    _page, kept = previewed(author)

    for client, token in (
        (world.fresh_client(world.administrator), kept),
        (author, "forged"),
    ):
        answer = client.post(reverse("quizzes_import"), {"kept": token})
        assert answer.url == reverse("quizzes_import")
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "DTD or entities"),
        (b"Hello there.", "Say which it is"),
        (b"Q {=a ~b}\n\n" * 2_001, "Part it, or have it brought in with the command"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_its_field(author, data, words):
    answer = author.post(reverse("quizzes_import"), sent(data, "a.doc"))

    assert words in answer.content.decode()
    assert "kept" not in answer.context
    assert not Question.objects.exists()


def test_somebody_who_may_not_publish_is_not_asked_and_cannot(author, monkeypatch):
    _page, kept = previewed(author, publish="on")
    monkeypatch.setattr(exchanging, "MAY_PUBLISH", "quizzes.nobody_has_this")

    author.post(reverse("quizzes_import"), {"kept": kept})

    assert 'name="publish"' not in author.get(reverse("quizzes_import")).content.decode()
    assert not Question.objects.get().live


def test_questions_go_out_with_what_is_lost_and_come_back(author):
    shelf = make_category("Ethics")
    make_question(shelf, kind="single", text="What counts?")
    make_question(shelf, kind="ordering", text="In which order?")
    make_question(make_category("Other"), kind="single")

    chosen = {"category": shelf.pk, "form": "gift"}
    page = author.get(reverse("quizzes_export"), chosen)
    file = author.get(reverse("quizzes_export") + page.context["download_url"])

    assert "1 question goes out." in page.content.decode()
    assert "GIFT has no things to put in order" in page.content.decode()
    assert file["Content-Disposition"] == f'attachment; filename="{shelf.key}.gift"'
    assert [item.text for item in registry.read(file.content, "a.gift")[1].items] == [
        "<p>What counts?</p>"
    ]


def test_the_lists_lead_to_both_and_the_sheet_can_be_filled_in(author):
    shelf = make_category("Ethics")
    questions = author.get(reverse("wagtailsnippets_quizzes_question:list")).content.decode()
    shelves = author.get(reverse("wagtailsnippets_quizzes_questioncategory:list"))
    sheet = author.get(reverse("quizzes_sheet"))

    assert reverse("quizzes_import") in questions
    assert reverse("quizzes_export") in questions
    assert f"{reverse('quizzes_export')}?category={shelf.pk}" in shelves.content.decode()
    assert registry.sniff(sheet.content) == "xlsx"


def test_exporting_costs_the_same_queries_for_many(author, django_assert_max_num_queries):
    shelf = make_category("Ethics")
    for _time in range(12):
        make_question(shelf)
    author.get(reverse("quizzes_export"))

    with django_assert_max_num_queries(20):
        author.get(reverse("quizzes_export"), {"category": shelf.pk, "form": "moodle"})
