"""The cases that an author can begin with: short, playable, and written to be written over."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext

from scenarios.documents import from_document, graph_document
from scenarios.graph import Graph

FOLDER = Path(__file__).parent / "starters"


def starters() -> list[dict[str, str]]:
    """Every starter by its slug, with its name and what it is good for."""
    told = {
        "single-dilemma": (
            gettext("One dilemma"),
            gettext("One decision with three ways, and a debrief. The shortest case there is."),
        ),
        "boundary-drift": (
            gettext("A boundary that drifts"),
            gettext("Small steps over weeks. A counter remembers how close somebody has come."),
        ),
        "consent-talk": (
            gettext("A talk about consent"),
            gettext("A talk that can go wrong and be mended, with a step that may be repeated."),
        ),
        "two-perspectives": (
            gettext("Two perspectives"),
            gettext("The same morning from two sides, and a pause to think between them."),
        ),
        "panel-series": (
            gettext("A series for a panel"),
            gettext("Three short situations that ask for a reason and how sure somebody is."),
        ),
        "disclosure-chance": (
            gettext("To tell or not, with chance"),
            gettext("A decision about telling, and a night that nobody can know beforehand."),
        ),
    }
    return [{"slug": slug, "title": title, "text": text} for slug, (title, text) in told.items()]


@cache
def starter(slug: str) -> dict[str, Any]:
    """The document of a starter, as the editor reads it; KeyError where there is none."""
    if slug not in {one["slug"] for one in starters()}:
        raise KeyError(slug)
    data = yaml.safe_load((FOLDER / f"{slug}.yaml").read_text(encoding="utf-8"))
    return graph_document(Graph.from_data(from_document(data)))
