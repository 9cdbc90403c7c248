#!/usr/bin/env python
"""Run administrative commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.development")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from lms.localsecrets import UnreadableSecret

    try:
        settings.DEBUG  # noqa: B018 - reading one setting reads them all
    except (ImproperlyConfigured, UnreadableSecret) as error:
        sys.exit(
            f"The settings can't be read: {error}\n"
            "Each is described in docs/reference/settings.md and .env.example."
        )
    except OSError as error:
        sys.exit(
            f"The settings can't be read: {error}\n"
            "The user that runs Candour must be able to write to the folder var/."
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
