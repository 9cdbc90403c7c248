"""The only bytes that a certificate may be made of: those bundled with this app, held in memory.

Imported by the engine alone, since it needs WeasyPrint and so pango.
"""

from pathlib import Path
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS = Path(__file__).resolve().parent.parent / "fonts"
SCHEME = "bundle:"
TYPES = {".svg": "image/svg+xml", ".ttf": "font/ttf"}


class BundleFetcher(URLFetcher):
    """Answers `bundle:<name>` from memory and from `certificates/fonts/`, and nothing else.

    Anything else (a file, a host, even a `data:` address) ends the rendering: a certificate with a
    silent hole would be kept for ever.
    """

    def __init__(self, pictures: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        kind = TYPES.get(Path(name).suffix)
        if not url.startswith(SCHEME) or kind is None or "/" in name:
            raise FatalURLFetchingError(f"a certificate may not fetch {url[:200]!r}")
        if name in self._pictures:
            body = self._pictures[name]
        elif (FONTS / name).is_file() and kind == TYPES[".ttf"]:
            body = (FONTS / name).read_bytes()
        else:
            raise FatalURLFetchingError(f"nothing is bundled under {name[:200]!r}")
        return URLFetcherResponse(url, body, {"Content-Type": kind})
