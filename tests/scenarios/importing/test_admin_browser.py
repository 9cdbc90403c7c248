"""The pages of the import in a browser: upload, preview, report, by keyboard and clean for axe."""

from __future__ import annotations

import pytest

from scenarios.models import ImportReport
from tests.factories.world import PASSWORD
from tests.scenarios.importing import stories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_trainer_imports_a_story(page, live_server, sign_in, world, assert_axe_clean):
    sign_in(page, world.trainer.users.get().email, PASSWORD)
    page.goto("/admin/scenarios/import/")
    assert_axe_clean(page)

    page.get_by_label("File").set_input_files(
        {
            "name": "taken.twee",
            "mimeType": "text/plain",
            "buffer": stories.as_twee(stories.kidnapping(), "Taken", form="SugarCube"),
        }
    )
    page.get_by_role("button", name="Look at it").press("Enter")
    page.get_by_role("heading", name="Ways that may exist").wait_for()
    assert_axe_clean(page)
    page.locator("#suspect-0").press("Space")
    page.get_by_role("button", name="Save as a draft").press("Enter")
    page.get_by_role("link", name="Edit the case").wait_for()
    assert_axe_clean(page)

    page.get_by_role("button", name="Accept the report").press("Enter")
    page.get_by_text("The report is accepted.").wait_for()
    row = ImportReport.objects.get()
    assert len(row.suspected) == 8
    assert row.accepted_by is not None
