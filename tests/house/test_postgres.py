"""The PostgreSQL of the tests keeps to its own folder and leaves nothing behind."""

import os
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.plugins import postgres


def modes(folder: Path) -> dict[Path, tuple[int, int, int]]:
    return {
        path: (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid, path.stat().st_gid)
        for path in (folder, *folder.parents)
    }


@pytest.fixture(params=["machine", "package"])
def server(request, monkeypatch):
    """One from each source; under root it must run as somebody else."""
    found = [pair for pair in postgres.candidates() if pair[1] is (request.param == "package")]
    if not any((folder / "initdb").exists() for folder, _ in found):
        pytest.skip(f"no PostgreSQL of the {request.param}'s own")
    monkeypatch.setattr(postgres, "candidates", lambda: iter(found))
    server = postgres.Server()
    yield server
    server.stop()


@pytest.mark.slow
def test_a_server_keeps_to_its_folder(server):
    before = modes(Path(tempfile.gettempdir()))
    package = Path(postgres.__file__).parent
    before |= modes(package)

    server.start()
    folder, pid = server.folder, server.process.pid
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(str(folder / ".s.PGSQL.5432")) < postgres.SOCKET_PATH_LIMIT
    status = Path(f"/proc/{pid}/status").read_text()
    assert os.geteuid() != 0 or "Uid:\t0\t" not in status
    listening = subprocess.run(
        ["cat", f"/proc/{pid}/net/tcp"], capture_output=True, text=True, check=True
    ).stdout
    assert ":1538 " not in listening  # 5432
    server.stop()

    assert not folder.exists()
    assert not Path(f"/proc/{pid}").exists()
    assert modes(Path(tempfile.gettempdir())) | modes(package) == before


@pytest.mark.slow
def test_a_server_that_can_not_start_leaves_nothing(server, monkeypatch):
    monkeypatch.setattr(postgres, "NOT_NEEDED_TO_SURVIVE", ("no_such_setting=on",))
    made = []
    make = server._make_folder
    monkeypatch.setattr(server, "_make_folder", lambda: made.append(make()) or made[0])

    with pytest.raises(postgres.NoPostgres, match="no_such_setting"):
        server.start()
    assert not made[0].exists()


def test_no_postgres_is_said_in_words(monkeypatch):
    monkeypatch.setattr(postgres, "candidates", lambda: iter(()))

    with pytest.raises(postgres.NoPostgres, match="no PostgreSQL on this machine"):
        postgres.Server().start()
