"""The admin as a trainer finds it: menu, report, home page, publishing, previews, limits."""

import datetime as dt
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses import illustrations
from courses.models import CoursePage, ModulePage
from courses.services import snapshots
from courses.spreadsheets import plain_cell
from courses.views.reviews import due_in_words
from courses.wagtail_hooks import learning_models
from tests.factories.quiz import make_quiz

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
REPORT = "/admin/reports/due-for-review/"


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def module_of(world, course):
    return ModulePage.objects.child_of(world.page(course)).order_by("path").first()


# --- Menu --------------------------------------------------------------------------------------


def menu_of(html) -> dict:
    """The sidebar's items by label, each with the labels below it."""
    start = html.index('id="wagtail-sidebar-props"')
    raw = html[html.index(">", start) + 1 : html.index("</script>", start)]
    found = {}

    def walk(node):
        if isinstance(node, dict):
            if node.get("_type") == "wagtail.sidebar.SubMenuItem":
                label, items = node["_args"][0]["label"], node["_args"][1]
                found[label] = [item["_args"][0]["label"] for item in items]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(json.loads(raw))
    return found


def test_the_learning_menu_leads_to_everything_an_author_keeps(world, trainer):
    html = text(trainer.get("/admin/"))
    items = menu_of(html)["Learning"]
    assert items[0] == "Courses"
    assert items[-1] == "Due for review"
    assert {"Cases", "Quizzes", "Questions", "Journal prompts", "Glossary"} <= set(items)
    assert trainer.get("/admin/learning/courses/").url == f"/admin/pages/{world.catalogue.pk}/"
    for model in learning_models():
        url = reverse(model.snippet_viewset.get_url_name("list"))
        assert trainer.get(url).status_code == 200, url


@pytest.mark.parametrize("who", ["learner", "manager"])
def test_the_admin_is_closed_to_people_who_do_no_work_there(world, who):
    client = world.client(getattr(world, who))
    for url in ("/admin/", REPORT, "/admin/learning/courses/", "/admin/pages/", "/admin/login/"):
        assert client.get(url).status_code in (403, 302), url
    assert client.get("/admin/", follow=True).status_code == 403
    assert world.client(None).get(REPORT).url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    "url", ["/admin/groups/", "/admin/sites/", "/admin/collections/", "/admin/workflows/list/"]
)
def test_a_trainer_administers_neither_people_nor_sites(trainer, url):
    response = trainer.get(url)
    assert (response.status_code, response.headers.get("Location")) == (302, "/admin/")


def test_a_trainer_finds_no_evidence_in_the_admin(world, trainer):
    world.enrol(world.learner, world.course())
    for url in (
        "/admin/",
        f"/admin/pages/{world.catalogue.pk}/",
        "/admin/reports/site-history/",
        REPORT,
    ):
        assert world.learner.name not in text(trainer.get(url))


# --- Due for review ---------------------------------------------------------------------------


@pytest.fixture
def reviewed(world):
    """A course due in 20 days, one module overdue, one due much later."""
    course = world.course("Boundaries", modules=2)
    today = timezone.localdate()
    first, second = ModulePage.objects.child_of(world.page(course)).order_by("path")
    days = {first: -3, second: 61}
    for module, offset in days.items():
        ModulePage.objects.filter(pk=module.pk).update(review_by=today + dt.timedelta(days=offset))
    CoursePage.objects.filter(pk=world.page(course).pk).update(
        review_by=today + dt.timedelta(days=20), owner=world.trainer.users.get()
    )
    Page.objects.filter(pk=first.pk).update(title="=1+1", draft_title="=1+1")
    return course


def test_the_report_lists_what_is_due_within_sixty_days(world, trainer, reviewed):
    html = text(trainer.get(REPORT))
    assert html.index("=1+1") < html.index("Boundaries")
    assert "3 days ago" in html
    assert "in 20 days" in html
    assert "Module 2" not in html
    assert world.trainer.name in html
    assert "in 20 days" in text(trainer.get(REPORT + "results/"))


def test_the_report_counts_its_queries(world, trainer, reviewed, django_assert_max_num_queries):
    text(trainer.get(REPORT))
    with django_assert_max_num_queries(25):
        text(trainer.get(REPORT))
    ModulePage.objects.update(review_by=timezone.localdate())
    for number in range(3):
        other = world.course(f"Other {number}", modules=3)
        ModulePage.objects.child_of(world.page(other)).update(review_by=timezone.localdate())
    with django_assert_max_num_queries(25):
        text(trainer.get(REPORT))


def test_the_reports_csv_runs_no_formula(trainer, reviewed):
    response = trainer.get(REPORT + "?export=csv")
    rows = b"".join(response.streaming_content).decode().splitlines()
    assert rows[0].startswith("Title,Type,Review by,Last reviewed")
    assert rows[1].startswith("'=1+1,")
    assert len(rows) == 3


def test_the_reports_workbook_runs_no_formula(trainer, reviewed):
    response = trainer.get(REPORT + "?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cell = sheet["A2"]
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%"])
def test_a_cell_that_looks_like_a_formula_is_text(start):
    assert plain_cell(f"{start}cmd") == f"'{start}cmd"


@pytest.mark.parametrize("value", ["plain", "", None, -3, TODAY])
def test_other_cells_stay_as_they_are(value):
    assert plain_cell(value) == value


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "2 days ago"), (-1, "1 day ago"), (0, "today"), (1, "in 1 day"), (9, "in 9 days")],
)
def test_how_far_off_a_review_is(days, words):
    assert due_in_words(TODAY + dt.timedelta(days=days), TODAY) == words


# --- Home page --------------------------------------------------------------------------------


def test_the_home_page_says_that_nothing_waits(world, trainer):
    world.course(module_activities=[("quiz", make_quiz())])
    assert "Nothing waits for you" in text(trainer.get("/admin/"))


def test_the_home_page_says_in_words_what_waits(world, trainer, reviewed):
    quiz = make_quiz(questions=2)
    world.course("With a quiz", module_activities=[("quiz", quiz)])
    quiz.draws.get().category.questions.first().unpublish()  # the draw asks for two
    draft = make_quiz(title="A quiz to come")
    draft.title = "A quiz in the making"
    draft.save_revision()
    world.course("Hollow", modules=0)
    module = module_of(world, reviewed)
    module.summary = "A draft."
    module.save_revision()
    html = text(trainer.get("/admin/"))
    assert "1 page is due for review" in html
    assert "1 page has changes that are not published" in html
    assert "1 activity has changes that are not published" in html
    assert "1 published activity has problems" in html
    assert f">{quiz.title}</a>" in html
    assert "1 published course has no published module" in html
    assert ">Hollow</a>" in html


def test_the_home_pages_queries_do_not_grow(world, trainer, django_assert_max_num_queries):
    for number in range(3):
        course = world.course(f"Course {number}")
        module_of(world, course).save_revision()
        page = world.page(course)
        page.has_unpublished_changes = True
        page.save()
    text(trainer.get("/admin/"))
    with django_assert_max_num_queries(60) as few:
        text(trainer.get("/admin/"))
    for number in range(6):
        page = world.page(world.course(f"More {number}"))
        page.has_unpublished_changes = True
        page.save()
    with django_assert_max_num_queries(len(few.captured_queries) + 8):
        text(trainer.get("/admin/"))


# --- Publishing and previews ------------------------------------------------------------------


def form_data(page, quiz=None, **fields) -> dict:
    """What the page editor sends of a course or module; a module's only block is the quiz."""
    placed = [("quiz", {"content": quiz.pk, "required": "on"})] if quiz else []
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "minutes": 30,
        "change_kind": "new",
        "objectives": streamfield([]),
        "references": streamfield([]),
        "comments": inline_formset([]),
    }
    if isinstance(page, CoursePage):
        rows = {"credit_rows": inline_formset([]), "presenters": inline_formset([])}
        data |= {"intro": rich_text(""), "closing": streamfield(placed), **rows}
    else:
        data["body"] = streamfield(placed)
    return nested_form_data(data | fields)


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_published_page_asks_for_published_content_alone(world, trainer):
    quiz = make_quiz(title="Who may know")
    course = world.course(module_activities=[("quiz", quiz)])
    module = module_of(world, course)
    quiz.unpublish()
    data = form_data(module, quiz, title="Renamed")
    assert trainer.post(edit_url(module), data).status_code == 302  # a draft may wait for it
    refused = trainer.post(edit_url(module), {**data, "action-publish": "action-publish"})
    assert "is not published. Publish it first, or take it out" in text(refused)
    assert ModulePage.objects.get(pk=module.pk).title == "Module 1"
    quiz.save_revision().publish()
    assert (
        trainer.post(edit_url(module), {**data, "action-publish": "action-publish"}).status_code
        == 302
    )
    assert ModulePage.objects.get(pk=module.pk).title == "Renamed"


def test_a_renewal_asks_for_a_day_to_come(world, trainer):
    page = world.page(world.course())
    data = form_data(page, change_kind="renew", renew_by="")
    assert trainer.post(edit_url(page), data).status_code == 302  # a draft may wait for it
    data["action-publish"] = "action-publish"
    assert "by which day everyone renews" in text(trainer.post(edit_url(page), data))
    data["renew_by"] = "2020-01-01"
    assert "still to come" in text(trainer.post(edit_url(page), data))
    data["renew_by"] = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    assert trainer.post(edit_url(page), data).status_code == 302
    assert world.page(world.course("Other")).change_kind == "new"


def test_the_editor_says_whom_a_change_concerns(world, trainer):
    course = world.course()
    page, module = world.page(course), module_of(world, course)
    assert "Nobody has begun this course yet" in text(trainer.get(edit_url(page)))
    world.enrol(world.learner, course)
    world.enrol(world.colleague, course)
    for one in (page, module):
        html = " ".join(text(trainer.get(edit_url(one))).split())
        assert "2 people part-way, 0 complete." in html
    page.unpublish()
    assert "closed to new people" in text(trainer.get(edit_url(page)))


def test_a_course_that_was_never_published_can_be_previewed(world, trainer):
    page = CoursePage(title="To come", slug="to-come", summary="It is short.", live=False)
    world.catalogue.add_child(instance=page)
    page.save_revision()
    html = text(trainer.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))
    assert "To come" in html
    module = ModulePage(title="Its module", slug="its-module", summary="Short.", live=False)
    page.add_child(instance=module)
    module.save_revision()
    assert "Its module" in text(
        trainer.get(reverse("wagtailadmin_pages:view_draft", args=[module.pk]))
    )


def test_a_preview_shows_the_credits_of_the_draft(world, trainer):
    page = world.page(world.course(hours="2.00"))
    row = page.credit_rows.get()
    row.amount = Decimal("3.5")
    page.credit_rows = [row]
    page.save_revision()
    draft = text(trainer.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))
    assert draft.count("3.5 contact hours") == 2
    assert "2 contact hours" not in draft
    live = text(trainer.get(page.get_url()))
    assert live.count("2 contact hours") == 2


def test_a_preview_of_a_module_says_how_long_it_takes(world, trainer):
    module = module_of(world, world.course())
    module.minutes, module.last_reviewed_on = 75, dt.date(2026, 5, 4)
    module.save_revision()
    draft = text(trainer.get(reverse("wagtailadmin_pages:view_draft", args=[module.pk])))
    assert "1 hour 15 minutes · last reviewed 4 May 2026" in draft


def test_pictures_are_chosen_by_what_they_show(world, trainer):
    assert set(illustrations.WORDS) == set(illustrations.keys())
    module = module_of(world, world.course())
    module.illustration = "m10-boundaries"
    module.save_revision()
    html = text(trainer.get(edit_url(module)))
    shown = "An open gate in a low wall between two houses"
    assert f'selected data-picture="{illustrations.url("m10-boundaries")}">{shown}<' in html
    assert f'src="{illustrations.url("m10-boundaries")}"' in html
    assert "M10 boundaries" not in html


def test_the_snapshot_holds_no_answer_about_a_change(world):
    page = world.page(world.course())
    assert {"change_kind", "renew_by"}.isdisjoint(snapshots.payload(page))
    assert "change_kind" not in snapshots.payload(module_of(world, world.course("Other")))


def test_trainers_have_the_userbar_and_learners_have_not(world, trainer):
    page = world.page(world.course())
    for url in ("/", "/catalogue/", page.url):
        assert "<wagtail-userbar>" in text(trainer.get(url))
        assert "userbar" not in text(world.client(world.learner).get(url))
        assert "userbar" not in text(world.client(None).get(url))


def test_avatars_come_from_no_other_host(trainer):
    html = text(trainer.get("/admin/"))
    assert "gravatar" not in html
    assert "default-user-avatar" in html
