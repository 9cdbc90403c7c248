"""A system check: can this machine make certificates, and quickly?"""

import ctypes

from django.core import checks

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def missing_packages() -> list[str]:
    """The Debian packages whose libraries can't be loaded here."""
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


@checks.register()
def libraries(app_configs, **kwargs):
    """certificates.W001: what WeasyPrint needs is missing; awards stand and certificates wait."""
    missing = missing_packages()
    if not missing:
        return []
    return [
        checks.Warning(
            "Certificates can't be made, or only slowly, on this machine. "
            "Awards are written all the same, and their certificates are queued.",
            hint=(
                f"apt-get install {' '.join(missing)}; restart; then run: "
                "manage.py issue_missing_certificates"
            ),
            id="certificates.W001",
        )
    ]
