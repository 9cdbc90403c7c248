"""The learner's list, verification and the register in Chromium, with axe."""

import pytest

from certificates.services import certificates
from tests.factories.certificate import ISSUED, make_certificate, make_completion
from tests.factories.world import make_world
from tests.plugins.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def issued():
    """A world with a valid, a replaced and a revoked certificate, and one being made."""
    world = make_world()
    valid = make_certificate(world, course=world.course("Ethical codes at work"))
    replaced = make_certificate(world, course=world.course("Safeguarding, a yearly look"))
    actor = world.administrator
    certificates.correct(
        certificate=replaced, facts={"name": "Lena L."}, reason="r", actor=actor, now=ISSUED
    )
    revoked = make_certificate(world, course=world.course("Boundaries"))
    certificates.revoke(certificate=revoked, kind="error", reason="r", actor=actor, now=ISSUED)
    make_completion(world, course=world.course("Telling the truth"))
    return world, valid, replaced, revoked


def test_learner_downloads_and_anybody_verifies(
    issued, page, signed_in_as, assert_axe_clean, tmp_path
):
    world, valid, _replaced, _revoked = issued
    signed_in_as(page, world.learner.users.get())
    page.goto("/learn/certificates/")
    assert_axe_clean(page)
    card = page.locator("article", has_text="Ethical codes at work")
    with page.expect_download() as download:
        card.get_by_role("link", name="Download PDF").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == f"{valid.number}.pdf"
    page.get_by_role("link", name="Ethical codes at work", exact=True).click()
    page.get_by_role("heading", name="This certificate is valid").wait_for()
    assert_axe_clean(page)
    field = page.get_by_label("PDF file, up to 2 MB")
    button = field.evaluate("box => getComputedStyle(box, '::file-selector-button').fontFamily")
    assert "Atkinson" in button  # ours, not the browser's grey one
    assert field.evaluate("box => box.offsetHeight") >= 44
    field.set_input_files(file)
    page.get_by_role("button", name="Compare the file").click()
    page.get_by_text("to the last byte").wait_for()
    assert_axe_clean(page)


def test_somebody_types_a_code_on_a_phone(issued, phone, complaints, assert_axe_clean):
    complaints.ignore("404")
    _world, valid, replaced, revoked = issued
    for row, heading in (
        (valid, "This certificate is valid"),
        (replaced, "This certificate was replaced"),
        (revoked, "This certificate was revoked"),
    ):
        phone.goto("/verify/")
        assert_axe_clean(phone)
        phone.get_by_label("Code on the certificate").fill(row.code.lower())
        phone.get_by_role("button", name="Check the certificate").click()
        phone.get_by_role("heading", name=heading).wait_for()
        assert_axe_clean(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.goto("/verify/")
    phone.get_by_label("Code on the certificate").fill("nonsense")
    phone.get_by_role("button", name="Check the certificate").click()
    phone.get_by_role("heading", name="No certificate has this code").wait_for()
    assert_axe_clean(phone)


def test_administrator_revokes_in_the_admin(issued, page, signed_in_as):
    world, valid, _replaced, _revoked = issued
    signed_in_as(page, world.administrator.users.get())
    page.goto("/admin/reports/certificates/")
    page.get_by_role("link", name=valid.number).click()
    page.get_by_role("link", name="Revoke").click()
    page.get_by_label("Reason").fill("Issued to the wrong person")
    page.get_by_role("button", name="Yes, revoke it").click()
    page.get_by_text("is revoked.").wait_for()
