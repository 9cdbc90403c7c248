"""The ground holds: what the tests rely on without asking."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Collection, Locale, Page, Site

from tests.plugins.race import errors, race, values


def what_migrations_made():
    return (
        Page.objects.filter(depth=1).count(),
        Site.objects.count(),
        Locale.objects.count(),
        Collection.objects.filter(depth=1).count(),
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_leaves_the_migrated_rows(turn):
    assert what_migrations_made() == (1, 1, 1, 1)
    Site.objects.all().delete()
    Page.objects.all().delete()
    assert Page.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_on_postgres_leaves_the_migrated_rows(turn):
    assert connection.vendor == "postgresql"
    assert what_migrations_made() == (1, 1, 1, 1)
    Site.objects.all().delete()
    Page.objects.all().delete()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_race_for_one_row_has_one_winner():
    def make():
        with transaction.atomic():
            return Locale.objects.create(language_code="cy").pk

    outcomes = race(*[make] * 8)

    assert len(values(outcomes)) == 1
    assert [type(error) for error in errors(outcomes)] == [IntegrityError] * 7
    assert Locale.objects.filter(language_code="cy").count() == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_complains_about_another_host_and_an_error(page, complaints):
    page.goto("data:text/html,<title>x</title><script>throw new Error('on purpose')</script>")
    page.evaluate("fetch('http://127.0.0.1:9/elsewhere').catch(() => null)")

    assert any("on purpose" in text for text in complaints.unexpected)
    assert any("127.0.0.1:9" in text for text in complaints.unexpected)
    complaints.ignore("on purpose")
    complaints.ignore("127.0.0.1:9")
    complaints.ignore("Failed to load resource")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_a_picture_without_words(page, assert_axe_clean):
    page.goto("data:text/html,<html lang=en><title>x</title><main><h1>x</h1><img src=''></main>")

    with pytest.raises(pytest.fail.Exception, match="image-alt"):
        assert_axe_clean(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_javascript_no_script_runs(no_js):
    no_js.goto("data:text/html,<title>before</title><script>document.title='after'</script>")

    assert no_js.title() == "before"


def test_the_benchmark_starts_where_no_settings_are():
    """It chooses its own settings for each run, so its first modules may not ask for any."""
    bare = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    begun = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--help"],
        capture_output=True,
        text=True,
        env=bare,
        cwd=Path(__file__).resolve().parents[2],
        timeout=60,
    )
    assert begun.returncode == 0, begun.stderr
