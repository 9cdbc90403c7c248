"""What was brought from another system is history: shown as that, to its person and managers."""

import datetime as dt
import re

import pytest

from tests.courses.test_imported import make_result

pytestmark = pytest.mark.django_db
SOURCE = "django-quiz-app 0123456789"
PASSED = {"passed": True, "would_pass": True, "pass_mark": 63, "data": {"passed_half_up": True}}


@pytest.fixture
def brought(world):
    """A function that brings a result of the learner's in."""
    keys = iter(range(100))

    def bring(title="Consent", person=None, **fields):
        given = {
            "source": SOURCE,
            "source_key": str(next(keys)),
            "title": title,
            "started_at": dt.datetime(2015, 10, 1, 9, tzinfo=dt.UTC),
            "ended_at": dt.datetime(2015, 10, 1, 23, 30, tzinfo=dt.UTC),
        }
        return make_result(person or world.learner, **(given | PASSED | fields))

    return bring


def words(answer):
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def own(world):
    return words(world.client(world.learner).get("/learn/brought/"))


def managers(world):
    return words(world.client(world.manager).get(f"/manage/people/{world.learner.uuid}/"))


def test_its_person_finds_it_with_what_it_came_to(world, brought):
    brought()

    page = own(world)

    assert "Brought from django-quiz-app Consent" in page
    # Half past eleven in the evening of UTC is the next day in a London summer.
    assert "Finished on 2 October 2015. Passed there." in page
    assert "3 of 4 questions right. The pass mark was 63 percent." in page
    assert "Counted again" not in page
    assert "completes no course here" in page
    home = world.client(world.learner).get("/learn/").content.decode()
    assert 'href="/learn/brought/"' in home


def test_managers_see_that_it_was_done_and_no_figures(world, brought):
    brought(score=4)

    page = managers(world)

    assert "Consent Finished on 2 October 2015. Passed there. Brought from django-quiz-app." in page
    assert "4 of 4" not in page
    assert "63 percent" not in page
    assert "Counted again" not in page
    assert "completes nothing here" in page


def test_where_the_two_scores_differ_it_says_so(world, brought):
    brought(score=3, right=1, would_pass=False)
    brought("Half", right=3, passed=False, would_pass=False, data={"passed_half_up": True})

    page = own(world)

    assert "Counted again from its answers: 1 of 4. That is not a pass." in page
    assert "half a percent off, so you may have been told that it was a pass" in page
    assert page.count("Counted again") == 1
    assert page.count("half a percent") == 1


def test_without_a_pass_mark_nobody_passed(world, brought):
    brought(pass_mark=0, score=None, right=3)

    page = own(world)

    assert "Finished on 2 October 2015. –" in page
    assert "assed" not in page.split("Brought from")[1].split("Your managers")[0]


def test_what_was_not_finished_says_when_it_was_begun(world, brought):
    brought(state="open", ended_at=None, passed=None, would_pass=None)
    brought("No day", state="open", started_at=None, ended_at=None, passed=None, would_pass=None)

    assert "Begun on 1 October 2015 and not finished." in own(world)
    assert "No day Not finished." in own(world)


def test_of_two_states_the_newer_counts(world, brought):
    brought(source_key="7", state="open", ended_at=None, passed=None, would_pass=None)
    brought(source_key="7", seq=2)

    page = own(world)

    assert page.count("Consent") == 1
    assert "not finished" not in page


def test_nobody_else_sees_it(world, brought):
    brought("Only hers")
    brought("Somebody else's", person=world.outsider)

    assert "Somebody else" not in own(world)
    for who in (world.manager, world.trainer, world.administrator, world.colleague):
        assert "Only hers" not in words(world.client(who).get("/learn/brought/"))
        home = world.client(who).get("/learn/").content.decode()
        assert "/learn/brought/" not in home
    outside = world.client(world.manager).get(f"/manage/people/{world.outsider.uuid}/")
    assert outside.status_code == 404
    assert world.client(None).get("/learn/brought/").status_code == 302


def test_what_was_brought_of_somebody_merged_is_theirs(world, brought):
    double = world.person("Lena Double")
    brought("As another", person=double)
    double.merged_into = world.learner
    double.save()

    assert "As another" in own(world)
    assert "As another" in managers(world)


def test_with_nothing_there_is_no_panel(world):
    assert "Brought along" not in managers(world)
    assert "Nothing was brought here" in own(world)


def test_neither_page_asks_more_for_more(world, brought):
    pages = [
        (world.client(world.learner), "/learn/brought/"),
        (world.client(world.learner), "/learn/"),
        (world.client(world.manager), f"/manage/people/{world.learner.uuid}/"),
    ]
    brought()
    costs = [cost(client, url) for client, url in pages]
    for number in range(60):
        brought(f"Quiz {number}", source=f"site {number % 3}")

    assert [cost(client, url) for client, url in pages] == costs
    assert costs[0] <= 4
    assert "Only the newest 50 are shown." in managers(world)


def cost(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_hostile_titles_are_words(world, brought):
    brought("<script>alert(1)</script>")

    page = world.client(world.learner).get("/learn/brought/").content.decode()
    panel = world.client(world.manager).get(f"/manage/people/{world.learner.uuid}/")
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page + panel.content.decode()
