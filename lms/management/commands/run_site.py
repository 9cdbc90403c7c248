import logging
import os
import signal
import socket
import time
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 (only compared with)


class Command(BaseCommand):
    """Migrate, load the demo once, say where everything is, and serve. All in one process.

    This is what `make run` calls: a second start finds nothing to do and is ready in seconds. It
    is for a look round on one's own machine, and refuses to run with DEBUG off.
    """

    help = "Migrate, load the demo if it is not there, print the accounts, and serve the site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or DEFAULT_HOST)
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or DEFAULT_PORT)
        parser.add_argument("--prepare-only", action="store_true", help="do not serve")

    def handle(self, *, host: str, port: int, prepare_only: bool, **options) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "run_site shows the demo, whose passwords everybody knows, so it needs DEBUG."
                " docs/how-to/ tells how to put Candour into production."
            )
        self.began = time.monotonic()
        if not prepare_only:
            self.see_that_port_is_free(host, port)
        self.migrate()
        self.load_demo()
        self.show(host, port)
        if not prepare_only:
            self.serve(host, port)

    def say(self, text: str) -> None:
        self.stdout.write(f"[{time.monotonic() - self.began:6.1f} s] {text}")
        self.stdout.flush()

    def see_that_port_is_free(self, host: str, port: int) -> None:
        """Say so before a minute of loading, not after."""
        if not 0 <= port <= 65535:
            raise CommandError(f"There is no port {port}: choose one from 1 to 65535.")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except socket.gaierror as error:
                raise CommandError(
                    f"This machine has no address {host}. HOST is 127.0.0.1 for it alone, or"
                    " 0.0.0.0 for its network."
                ) from error
            except OSError as error:
                raise CommandError(
                    f"Can't serve on {host}:{port}: {error.strerror}."
                    f" Choose another port, for example: make run PORT={port + 1}"
                ) from error

    def migrate(self) -> None:
        try:
            executor = MigrationExecutor(connection)
        except (OperationalError, ImproperlyConfigured) as error:
            raise CommandError(f"The database can't be reached: {error}") from error
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not waiting:
            return
        self.say(f"Preparing the database ({len(waiting)} steps) …")
        self.check(fail_level=40)  # errors, once: a second start has nothing new to check
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)

    def load_demo(self) -> None:
        self.say("Seeing to the demo …")
        # Wagtail logs each of the hundreds of pages and pieces that the demo publishes.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        # Without pango each certificate of the history waits; that was said once, above.
        waiting = logging.getLogger("certificates.tasks")
        level = waiting.level
        waiting.setLevel(logging.ERROR)
        call_command("load_demo", stdout=self.stdout, stderr=self.stderr, skip_checks=True)
        waiting.setLevel(level)

    def show(self, host: str, port: int) -> None:
        shown = "localhost" if host in EVERYWHERE or host == DEFAULT_HOST else host
        base = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
        self.stdout.write("")
        self.table(
            ("Where", "What"),
            [
                (f"{base}/", "the site: home, catalogue, sign-in"),
                (f"{base}/learn/", "a learner's courses and certificates"),
                (f"{base}/manage/", "who has done what, for managers"),
                (f"{base}/admin/", "Wagtail, for trainers and administrators"),
            ],
        )
        self.table(("Account", "Password", "Is"), demo_accounts())
        if host in EVERYWHERE:
            self.stdout.write(
                self.style.WARNING(
                    "Everybody who reaches this machine can sign in: the demo passwords are public."
                )
            )
        self.say("Ready. Ctrl-C ends it.")

    def table(self, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]

        def line(cells: tuple[str, ...]) -> str:
            pairs = zip(cells, widths, strict=True)
            return "  " + "  ".join(cell.ljust(width) for cell, width in pairs).rstrip()

        self.stdout.write(self.style.MIGRATE_HEADING(line(head)))
        self.stdout.write(line(tuple("-" * width for width in widths)))
        for row in rows:
            self.stdout.write(line(row))
        self.stdout.write("")

    def serve(self, host: str, port: int) -> None:
        def leave(*_):
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            raise SystemExit(0)

        signal.signal(signal.SIGTERM, leave)
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        quiet = open(os.devnull, "w")  # noqa: SIM115 (it is open as long as we serve)
        with suppress(KeyboardInterrupt), quiet:
            call_command(
                "runserver",
                address,
                use_reloader=False,
                use_threading=True,
                use_ipv6=":" in host,
                skip_checks=True,
                stdout=quiet,
            )


def demo_accounts() -> list[tuple[str, str, str]]:
    """Return the demo's accounts as rows of e-mail, password and what they are."""
    from lms.demo.accounts import ACCOUNTS, PASSWORD

    return [(email, PASSWORD, words) for email, words in ACCOUNTS]
