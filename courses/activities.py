"""The activity interface: everything that the core knows of an activity type.

A type is one Django application. It declares a subclass of `ActivityType` in its `activity.py` and
is
named in `settings.ACTIVITY_TYPES`. That module is read while models are loading, so it imports no
model at module level.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.utils.module_loading import import_string

MODULE = "module"
CLOSING = "closing"


@dataclass(frozen=True)
class Problem:
    """Something that keeps content from being published, in words that say how to mend it.

    `field` names the form field (or a key inside it) that the author should go to, or is empty.
    """

    message: str
    field: str = ""
    code: str = ""


@dataclass(frozen=True)
class Result:
    """What a type reports when an attempt ends, as in xAPI.

    `score` runs from 0 to 1, or is None where the activity is not scored. `evidence` is small JSON
    of
    ids and numbers that the type's own rows explain; it never holds a text that somebody wrote.
    """

    passed: bool
    score: float | None = None
    evidence: dict[str, Any] | None = None


@dataclass(frozen=True)
class News:
    """Something that happened to a learner's work while they were away, and where to read it."""

    words: str
    url: str
    at: Any


class ActivityType:
    """One kind of activity: how it is placed, begun, played and reviewed."""

    slug: ClassVar[str]
    label: ClassVar[Any]  # a translated noun: “Case”, “Quiz”
    verb: ClassVar[Any]  # a translated button: “Start the case”
    icon: ClassVar[str]
    content_model: ClassVar[str]  # "app_label.Model" of the snippet that an author chooses
    urls: ClassVar[str] = ""  # dotted path of the URLconf mounted below /learn/
    places: ClassVar[frozenset[str]] = frozenset({MODULE})
    private: ClassVar[bool] = False  # managers see done or not done, nothing else
    # "app_label.Model" of further snippets that authors of this type keep (a bank, templates).
    admin_menu: ClassVar[tuple[str, ...]] = ()
    # Of further models, those that published content still reads when somebody begins: a row that
    # people's editions need is guarded against deletion.
    needed_models: ClassVar[tuple[str, ...]] = ()
    # "app_label.model.codename" of what trainers and administrators may do besides, in the CMS.
    rights: ClassVar[tuple[str, ...]] = ()

    def check(self, content: Any) -> list[Problem]:
        """What blocks publishing of this content."""
        return []

    def rules(self, content: Any) -> dict[str, Any]:
        """The pass rules that an edition freezes (`attempts`: how many tries, None for no
        limit).
        """
        return {}

    def note(self, rules: Mapping[str, Any]) -> str:
        """What a learner must know of the rules before they start, beyond tries and time."""
        return ""

    def begin(self, attempt: Any) -> None:
        """Make the type's own rows for a fresh attempt (draw the questions, stand on the start)."""

    def on_time(self, now: Any) -> int:
        """Do what time alone brings about, and say at how many attempts. May run at any moment."""
        return 0

    def daily(self, now: Any) -> int:
        """Tell colleagues what waits for them, each at most once a day; say how many were told. May
        run at any moment.
        """
        return 0

    def news(self, person: Any, now: Any) -> list["News"]:
        """What a learner should hear of on their own page (at most one query)."""
        return []

    def player_url(self, attempt: Any) -> str:
        """Where the learner does this attempt."""
        raise LookupError(f"{self.slug} has no player")

    def review(self, attempt: Any) -> tuple[str, dict[str, Any]]:
        """Template and context of a read-only replay, made from what the attempt pinned."""
        raise LookupError(f"{self.slug} has no review")


@functools.cache
def registry() -> dict[str, ActivityType]:
    """Every activity type of this installation, by slug, in the order of the setting."""
    types = [import_string(path)() for path in settings.ACTIVITY_TYPES]
    return {kind.slug: kind for kind in types}


def get(slug: str) -> ActivityType:
    """The type with this slug; `KeyError` when it is not installed."""
    return registry()[slug]
