import ctypes
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lms import diagnosis

pytestmark = pytest.mark.django_db


def found_about(about):
    return [found for found in diagnosis.examine() if found.about == about]


def states(about):
    return {found.state for found in found_about(about)}


def without_libraries(monkeypatch):
    def nothing(name, *args, **kwargs):
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", nothing)


def test_nothing_is_broken_on_a_sound_installation():
    broken = [found for found in diagnosis.examine() if found.state == diagnosis.BROKEN]

    assert broken == []


def test_doctor_says_what_it_looked_at():
    out = StringIO()

    call_command("doctor", stdout=out)

    for about in ("Python", "Database", "Migrations", "Secrets", "E-mail", "Cache", "Uploads"):
        assert f"{about}: " in out.getvalue()


def test_every_finding_that_is_not_well_names_a_mend(settings, monkeypatch):
    without_libraries(monkeypatch)
    settings.DEBUG = False

    ill = [found for found in diagnosis.examine() if found.state != diagnosis.OK]

    assert ill
    assert [found for found in ill if found.about != "Settings" and not found.mend] == []


def test_missing_libraries_are_a_warning_that_names_packages(monkeypatch):
    without_libraries(monkeypatch)

    (found,) = found_about("PDF libraries")

    assert found.state == diagnosis.WARNING
    assert "apt-get install libpango-1.0-0" in found.mend
    assert "issue_missing_certificates" in found.mend


def test_a_short_secret_is_broken(settings):
    settings.SECRET_KEY = "short"

    assert diagnosis.BROKEN in states("Secrets")


def test_a_secret_that_others_can_read_is_broken(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "sealing_keys").write_text("k1:…")
    (tmp_path / "sealing_keys").chmod(0o644)

    found = [found for found in found_about("Secrets") if found.state == diagnosis.BROKEN]

    assert [one.mend for one in found] == [f"Run: chmod 600 {tmp_path / 'sealing_keys'}"]


def test_a_sealing_key_that_is_missing_is_broken(settings):
    settings.SEALING_KEYS = []

    assert states("Private text") == {diagnosis.BROKEN}


def test_private_files_inside_uploads_are_broken(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.PRIVATE_ROOT = str(tmp_path / "private")

    assert diagnosis.BROKEN in states("Private files")


def test_a_mail_server_that_does_not_answer_is_a_warning(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert states("E-mail") == {diagnosis.WARNING}


def test_sqlite_without_its_safeguards_is_broken(settings, monkeypatch):
    options = settings.DATABASES["default"]["OPTIONS"]
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("about SQLite")
    monkeypatch.setitem(options, "transaction_mode", None)

    assert states("Database") == {diagnosis.BROKEN}


def test_something_broken_ends_with_an_exit_code(settings):
    settings.SECRET_KEY = "short"

    with pytest.raises(CommandError) as caught:
        call_command("doctor", stdout=StringIO())
    assert caught.value.returncode == 1


def test_a_check_that_falls_over_is_a_finding(monkeypatch):
    def falls_over():
        raise RuntimeError("on purpose")
        yield

    monkeypatch.setattr(diagnosis, "CHECKS", (falls_over,))

    (found,) = diagnosis.examine()

    assert (found.state, found.text) == (diagnosis.BROKEN, "RuntimeError: on purpose")
