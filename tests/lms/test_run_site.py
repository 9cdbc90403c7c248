import socket
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def test_production_is_refused(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="needs DEBUG"):
        call_command("run_site")


def test_a_port_in_use_is_said_before_anything_is_loaded(settings):
    settings.DEBUG = True
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"PORT={port + 1}"):
            call_command("run_site", host="127.0.0.1", port=port)


@pytest.mark.slow
@pytest.mark.django_db
def test_it_prints_addresses_and_accounts(settings):
    settings.DEBUG = True
    out = StringIO()

    call_command("run_site", port=8123, prepare_only=True, stdout=out, stderr=StringIO())

    assert "http://localhost:8123/admin/" in out.getvalue()
    for role in ("learner", "trainer", "manager", "admin"):
        assert f"{role}@example.org" in out.getvalue()
