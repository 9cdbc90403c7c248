from django.core.management.base import BaseCommand, CommandError

from lms import diagnosis

SIGNS = {diagnosis.OK: "ok      ", diagnosis.WARNING: "warning ", diagnosis.BROKEN: "BROKEN  "}


class Command(BaseCommand):
    """Look at everything Candour stands on, and say in words what is missing and how to mend it."""

    help = "Explain what is missing on this machine, and how to mend it."
    requires_system_checks: list[str] = []

    def handle(self, **options) -> None:
        styles = {
            diagnosis.OK: self.style.SUCCESS,
            diagnosis.WARNING: self.style.WARNING,
            diagnosis.BROKEN: self.style.ERROR,
        }
        counts = dict.fromkeys(SIGNS, 0)
        for found in diagnosis.examine():
            counts[found.state] += 1
            self.stdout.write(
                f"{styles[found.state](SIGNS[found.state])}{found.about}: {found.text}"
            )
            if found.mend:
                self.stdout.write(f"        → {found.mend}")
        self.stdout.write("")
        if counts[diagnosis.BROKEN]:
            broken, warnings = counts[diagnosis.BROKEN], counts[diagnosis.WARNING]
            raise CommandError(f"{broken} broken, {warnings} to look at.", returncode=1)
        if counts[diagnosis.WARNING]:
            self.stdout.write(f"Candour works; {counts[diagnosis.WARNING]} to look at.")
        else:
            self.stdout.write("All is well.")
