"""From a completed course to its certificate, and what happens when that fails."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates import checks, rendering, tasks
from certificates.models import Award, Certificate
from certificates.services import awards, certificates, issuing
from tests.factories.certificate import ISSUED, make_certificate, make_completion

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_pango(monkeypatch):
    """A machine without pango; call it to install pango after all."""

    def fail(**kwargs):
        raise rendering.LibrariesMissing("libpango-1.0.so.0: cannot open shared object file")

    real = rendering.render
    monkeypatch.setattr(rendering, "render", fail)
    return lambda: monkeypatch.setattr(rendering, "render", real)


def run(*arguments) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("issue_missing_certificates", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


def test_completing_a_course_earns_its_certificate(world, django_capture_on_commit_callbacks):
    course = world.course(modules=1)
    turn = world.enrol(world.learner, course)
    client = world.client(world.learner)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(f"/learn/{turn.uuid}/module-1/").status_code == 200
    certificate = Certificate.objects.get()
    assert certificate.award.completion.enrolment == turn
    page = client.get("/learn/certificates/")
    assert certificate.number in page.text
    pdf = client.get(f"/learn/certificates/{certificate.uuid}/")
    assert pdf.content.startswith(b"%PDF")


def test_without_pango_the_award_stands_and_the_page_says_so(
    world, no_pango, django_capture_on_commit_callbacks, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        make_completion(world)
    award = Award.objects.get()
    assert Certificate.objects.count() == 0
    assert "awarded and queued" in caplog.text
    page = world.client(world.learner).get("/learn/certificates/")
    assert "One certificate is being made" in page.text
    assert award.number in page.text
    verified = world.client(None).get(f"/verify/{award.code}/")
    assert verified.status_code == 200
    assert "is being made" in verified.text
    no_pango()
    assert run() == (0, "Made one certificate.\n", "")
    assert Certificate.objects.get().award == award
    assert run() == (0, "No certificate is missing.\n", "")


def test_sweep_finds_a_completion_whose_signal_was_lost(world):
    make_completion(world)  # nothing commits here, so no signal was sent
    assert issuing.missing_count() == 1
    assert run()[0] == 0
    assert issuing.missing_count() == 0
    assert Certificate.objects.count() == 1


def test_sweep_says_when_libraries_are_missing_and_still_awards(world, no_pango):
    course = world.course()
    for person in (world.learner, world.colleague):
        make_completion(world, person, course)
    code, out, err = run()
    assert (code, out) == (1, "")
    assert "2 certificates awarded and queued" in err.lower()
    assert Award.objects.count() == 2


def test_one_bad_row_never_stops_the_batch(world, monkeypatch):
    course = world.course()
    people = (world.learner, world.colleague, world.outsider)
    completions = [make_completion(world, person, course) for person in people]
    real = rendering.render

    def sometimes(*, facts):
        if facts["name"] == world.colleague.name:
            raise rendering.RenderingFailed("a broken document")
        return real(facts=facts)

    with monkeypatch.context() as patched:
        patched.setattr(rendering, "render", sometimes)
        code, out, err = run()
    assert code == 1
    assert "Made 2 certificates." in out
    assert str(completions[1].uuid) in err and "a broken document" in err
    assert run() == (0, "Made one certificate.\n", "")


def test_sweep_holds_when_too_many_are_missing(world):
    course = world.course()
    for person in (world.learner, world.colleague):
        make_completion(world, person, course)
    code, out, err = run("--most", "1")
    assert (code, out) == (2, "")
    assert "2 certificates are missing, more than 1" in err
    assert Award.objects.count() == 0
    assert run("--most", "1", "--all")[0] == 0
    assert Certificate.objects.count() == 2


def test_a_revoked_or_corrected_certificate_is_not_missing(world):
    certificate = make_certificate(world)
    certificates.revoke(
        certificate=certificate, kind="error", reason="x", actor=world.administrator, now=ISSUED
    )
    assert issuing.missing_count() == 0


def test_the_task_is_harmless_twice_and_for_an_id_that_is_gone(world):
    completion = make_completion(world)
    assert tasks.issue_certificate.call(completion.pk) == "CND-2026-000001"
    assert tasks.issue_certificate.call(completion.pk) == "CND-2026-000001"
    assert tasks.issue_certificate.call(0) == ""
    assert Certificate.objects.count() == 1


def test_missing_libraries_are_a_system_warning(monkeypatch):
    assert checks.libraries(None) == []
    monkeypatch.setattr(checks, "LIBRARIES", {"libnothing-of-the-kind.so.9": "libnothing9"})
    (warning,) = checks.libraries(None)
    assert warning.id == "certificates.W001"
    assert "apt-get install libnothing9" in warning.hint


@pytest.fixture
def asked_anew():
    """A process asks once whether certificates can be made; here it asks before and after."""
    rendering._engine.cache_clear()
    yield
    rendering._engine.cache_clear()


def test_without_weasyprint_rendering_names_what_is_missing(asked_anew, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "certificates.rendering.engine", None)
    with pytest.raises(rendering.LibrariesMissing):
        rendering.render(facts={})


def test_nothing_imports_weasyprint_before_the_first_certificate():
    import subprocess
    import sys

    code = (
        "import django, sys; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code]).returncode == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_workers_make_one_award_and_one_certificate():
    from tests.factories.world import make_world
    from tests.plugins.race import race, values

    world = make_world()
    completion = make_completion(world)
    Certificate.objects.all()

    def work():
        award = awards.award(completion=completion, now=timezone.now())
        return certificates.issue(award=award, now=timezone.now()).pk

    outcomes = race(*[work] * 8)
    assert [outcome.error for outcome in outcomes] == [None] * 8
    assert len(set(values(outcomes))) == 1
    assert (Award.objects.count(), Certificate.objects.count()) == (1, 1)
    assert Award.objects.get().number.endswith("000001")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_people_get_eight_numbers_in_a_row():
    from tests.factories.world import make_person, make_world
    from tests.plugins.race import race

    world = make_world()
    course = world.course()
    completions = [
        make_completion(world, make_person(world.organisation, f"Nia {n}"), course)
        for n in range(8)
    ]
    Award.objects.all()
    outcomes = race(
        *[lambda each=each: awards.award(completion=each, now=ISSUED) for each in completions]
    )
    assert [outcome.error for outcome in outcomes] == [None] * 8
    assert sorted(Award.objects.values_list("number", flat=True)) == [
        f"CND-2026-{n:06d}" for n in range(1, 9)
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_correction_and_a_revocation_at_once_leave_one_of_them():
    from tests.factories.world import make_world
    from tests.plugins.race import errors, race

    world = make_world()
    certificate = make_certificate(world)
    actor = world.administrator

    def correct():
        certificates.correct(
            certificate=certificate,
            facts={"name": "Lena L."},
            reason="r",
            actor=actor,
            now=ISSUED,
        )

    def revoke():
        certificates.revoke(
            certificate=certificate, kind="error", reason="r", actor=actor, now=ISSUED
        )

    outcomes = race(correct, revoke, correct, revoke)
    refused = (certificates.AlreadyRevoked, certificates.AlreadySuperseded)
    assert len(errors(outcomes)) == 3
    assert all(isinstance(error, refused) for error in errors(outcomes))
