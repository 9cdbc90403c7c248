"""What saves an author's way and words: a searched library, and a session that is over."""

import pytest
from django.core.files.base import ContentFile

from courses.models.media import CandourImage
from tests.factories.scenario import make_scenario
from tests.scenarios import keys
from tests.scenarios.desk import edit, scene, titles
from tests.scenarios.importing.test_attachments import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_old_file_of_the_library_is_found_by_typing(desk):
    content = png()
    old = CandourImage.objects.create(
        title="A very old door", file=ContentFile(content, name="a.png"), width=12, height=8
    )
    CandourImage.objects.bulk_create(
        CandourImage(title=f"New {number}", file=old.file.name, width=12, height=8)
        for number in range(300)
    )
    edit(desk, make_scenario())
    scene(desk, "In the hall")
    desk.get_by_text("More about this scene").click()
    desk.get_by_role("button", name="Add: Picture, recording or film").click()
    desk.get_by_label("Which one").fill("old door")
    desk.get_by_role("option", name="A very old door").click()
    assert titles(desk)["In the hall"]["media"][0]["id"] == old.pk


def test_who_is_signed_out_reads_so_and_loses_no_word(desk):
    edit(desk, make_scenario())
    desk.wait_for_timeout(1500)
    desk.context.clear_cookies(name="sessionid")
    scene(desk, "In the hall")
    desk.get_by_text("Add a comment").first.click()
    area = desk.get_by_label("What you want to say to your colleagues").first
    area.fill("Is this too soon?")
    desk.get_by_role("button", name="Add the comment").first.click()
    told = "You are signed out. Sign in again in another tab; your words are kept here."
    desk.get_by_role("alert").get_by_text(told).first.wait_for()
    assert area.input_value() == "Is this too soon?"
    desk.get_by_label("Title", exact=True).last.fill("Written without a session")
    desk.locator("[data-case-problems]").get_by_text(told).wait_for()
    assert "Written without a session" in titles(desk)
    keys.press(desk, "Bring in scenes", back=True)
    keys.fill(desk, "Text to read", "Scene: A")
    keys.press(desk, "Read the text")
    desk.get_by_role("dialog").get_by_text(told).wait_for()
    assert desk.get_by_label("Text to read").input_value() == "Scene: A"
