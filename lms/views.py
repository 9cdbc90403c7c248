"""Pages that belong to the site as a whole: health, errors, the style guide."""

from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from lms import givenback
from lms import styleguide as samples


@never_cache
@require_safe
def health(request):
    """200 with `{"status": "ok"}` while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


def styleguide(request):
    """Every token, component and state on one page; routed while DEBUG is on."""
    page = request.GET.get("page", "")
    return render(request, samples.template(page), samples.context(page))


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def permission_denied(request, exception):
    return render(request, "403.html", status=403)


def page_not_found(request, exception):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)


@sensitive_post_parameters()
def csrf_failure(request, reason=""):
    """A form from an older page or an ended session: give it back, to be sent again.

    Where the browser doesn't vouch that the form was ours, only say what happened.
    """
    if givenback.concerns(request) and givenback.from_here(request):
        return givenback.page(request, givenback.held(request), status=403)
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
