"""Public verification: what a code stands for, and no more than whoever checks it needs."""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates import codes, credit, reports, uploads

TRIES = 60
SECONDS = 60


def public(view):
    """Limit tries, and keep the page out of caches, search engines and referrers."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if _too_many(get_adapter().get_client_ip(request)):
            response = render(request, "429.html", status=429)
            response.headers["Retry-After"] = str(SECONDS)
        else:
            response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def _too_many(address: str) -> bool:
    """Count a try of an address; the count starts anew a minute after its first."""
    key = f"verify-tries:{address}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # the minute ended between the two
        return False


@public
@require_safe
def home(request):
    """Ask for a code; one that was typed leads to its own address."""
    typed = request.GET.get("code")
    if typed is None:
        return render(request, "certificates/verify_home.html")
    if not typed.strip():
        return render(request, "certificates/verify_home.html", {"empty": True}, status=400)
    code = codes.normalised(typed)
    return redirect("verify:code", code) if code else _unknown(request)


# No session and nothing written: a form from another site could learn nothing, and a token would
# set a cookie on everybody who checks a certificate.
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def code(request, code):
    """What the code stands for: valid, revoked, superseded, or unknown with status 404."""
    found = reports.find(typed=code)
    if found is None:
        return _unknown(request)
    rows = [
        (_("Name as printed"), found.facts["name"]),
        (_("Course"), found.facts["course"]["title"]),
        (_("Started"), found.facts["started"]["printed"]),
        (_("Completed"), found.facts["completed"]["printed"]),
        (_("Credit"), "; ".join(credit.detail(found.facts["credits"]))),
        (_("Provider"), found.facts["provider"]["organisation"]),
        (_("Certificate number"), found.number),
    ]
    context = {"found": found, "rows": [row for row in rows if row[1]]}
    status = 200
    if request.method == "POST":
        status = _compare(request, found, context)
    return render(request, "certificates/verify_code.html", context, status=status)


def _compare(request, found, context) -> int:
    """Put into the context whether the uploaded file is the one that was issued."""
    try:
        sha256 = uploads.sha256_of(request, "file")
    except uploads.TooLarge:
        context["file"] = "large"
        return 413
    if sha256 is None:
        context["file"] = "missing"
        return 400
    same = found.certificate is not None and sha256 == found.certificate.pdf_sha256
    context["file"] = "same" if same else "other"
    return 200


def _unknown(request):
    return render(request, "certificates/verify_unknown.html", status=404)
