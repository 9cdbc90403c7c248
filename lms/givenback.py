"""What a form held that could not be taken, so that nobody loses words along with a session.

A form is given back on a page of its own, to be sent again. Only pages for learners and managers
take part: none of them ever asks for a password.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_variables

PREFIXES = ("/learn/", "/manage/")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)
LONG = 60  # characters from which a single word is shown as words
FEW = 2  # fields that cost nobody a minute: a button's, or one tick


@dataclass(frozen=True)
class Held:
    """One field of the form, by the name under which it was sent."""

    name: str
    value: str = field(repr=False)

    @property
    def is_words(self) -> bool:
        """True for what somebody wrote, as against a tick or a mark of the page."""
        return len(self.value) > LONG or len(self.value.split()) > 1


def concerns(request: HttpRequest) -> bool:
    """True for a form that a page of ours sent, as against a script that reads JSON."""
    return (
        request.method == "POST"
        and request.path_info.startswith(PREFIXES)
        and request.headers.get("X-Requested-With") != "fetch"
    )


def from_here(request: HttpRequest) -> bool:
    """True when the browser vouches that a page of this site sent the form.

    Without that, a page elsewhere could have its own form put before somebody as if it were theirs.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


@sensitive_variables()
def held(request: HttpRequest) -> list[Held]:
    """Every field that was sent, in order, but for the token of the form itself."""
    return [
        Held(name, value)
        for name, values in request.POST.lists()
        if name != TOKEN
        for value in values
    ]


@sensitive_variables()
def worth_keeping(fields: list[Held]) -> bool:
    """True when sending it anew by hand would cost more than a press or a tick."""
    return len(fields) > FEW or any(field.is_words for field in fields)


def where_from(request: HttpRequest) -> str:
    """The page that the form was on, if the browser says so and it is ours, else my learning."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc == request.get_host() and came.path.startswith(("/learn/", "/catalogue/")):
        return came.path
    return reverse("learn:home")


def kept_at(request: HttpRequest) -> str:
    """Where a form of somebody who is signed out waits for them, if its view can keep it.

    A view says so by an attribute `keep_late`, which takes the request and what is in its address.
    """
    match = request.resolver_match
    keep = getattr(match.func, "keep_late", None) if match else None
    if keep is None or request.user.is_authenticated:
        return ""
    return str(keep(request, **match.kwargs))


@sensitive_variables()
def page(request: HttpRequest, fields: list[Held], *, status: int):
    """The form once more: what was written to be seen, all of it to be sent."""
    context = {"fields": fields, "kept_at": kept_at(request)}
    response = render(request, "given_back.html", context, status=status)
    add_never_cache_headers(response)
    return response
