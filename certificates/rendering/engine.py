"""WeasyPrint, held ready: one font configuration and one parsed stylesheet for the process.

Importing this needs pango, so nothing imports it before the first certificate is made. A new font
configuration for every document would be slower and leak a quarter of a megabyte each.
"""

import threading
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from certificates.rendering import engraving, scripts
from certificates.rendering.fetcher import BundleFetcher

PRINTS = 4  # the annotation flag that PDF calls Print
STYLESHEET = Path(__file__).resolve().parent / "certificate.css"


class Engine:
    """Lays out and writes one document at a time. Typefaces beyond Latin load when first needed."""

    def __init__(self) -> None:
        self._fetcher = BundleFetcher({})
        self._fonts = FontConfiguration()
        self._loaded: set[str] = set()
        self._lock = threading.Lock()
        rules = [face.rule() for face in scripts.CORE]
        rules += [STYLESHEET.read_text(encoding="utf-8")]
        rules += [f"html {{ font-family: {scripts.family_list()} }}"]
        self._style = self._css("\n".join(rules))

    def _css(self, text: str) -> CSS:
        return CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher)

    def write(self, *, html: str, needed: list[str], pictures: dict[str, bytes]) -> bytes:
        """The document as tagged PDF (PDF/UA-1). The same arguments give the same bytes."""
        with self._lock:
            for script in needed:
                if script not in self._loaded:
                    self._css(scripts.face(script).rule())
                    self._loaded.add(script)
            return HTML(string=html, url_fetcher=BundleFetcher(pictures)).write_pdf(
                stylesheets=[self._style],
                font_config=self._fonts,
                pdf_variant="pdf/ua-1",
                pdf_identifier=True,
                finisher=_finish,
            )


def _finish(document: Any, pdf: pydyf.PDF) -> None:
    """Lay the engraving under the text of every page, and let links print (PDF/UA-1 7.18.1)."""
    parts = [o for o in pdf.objects if isinstance(o, pydyf.Dictionary)]
    for part in parts:
        if part.get("Subtype") == "/Link":
            part["F"] = PRINTS
    pages = [part for part in parts if part.get("Type") == "/Page"]
    for number, page in enumerate(pages):
        content = engraving.compressed(front=number == 0)
        stream = pydyf.Stream([content], {"Filter": "/FlateDecode"})
        pdf.add_object(stream)
        page["Contents"] = pydyf.Array([stream.reference, page["Contents"]])


@cache
def engine() -> Engine:
    return Engine()
