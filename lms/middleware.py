"""Policy, cache and last words of pages: what stands between a browser and our views."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language_from_request

from lms import givenback
from lms.views import page_not_found

ADMIN_PREFIX = "/admin/"
# Wagtail's date pickers and previews need inline scripts and frames; the public side needs neither.
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
    "object-src": [NONE],
}
# Files that authors uploaded: nothing in them may run, load or know our cookies.
DOCUMENTS_PREFIX = "/documents/"
DOCUMENTS_POLICY = "default-src 'none'; sandbox"
CACHED_PREFIX = "/catalogue/"
_VERSION = "public-pages-version"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, and a wider one inside the Wagtail admin alone.

    Nearly every page gets the strict one as it stands in the settings: it is written out once.
    """

    strict: tuple = (None, "")

    def process_response(self, request, response):
        if request.path_info.startswith(ADMIN_PREFIX) and not hasattr(response, "_csp_update"):
            response._csp_replace = ADMIN_POLICY
        if request.path_info.startswith(DOCUMENTS_PREFIX):
            response["Content-Security-Policy"] = DOCUMENTS_POLICY
        if self._is_usual(request, response):
            response["Content-Security-Policy"] = self._strict()
            return response
        return super().process_response(request, response)

    @staticmethod
    def _is_usual(request, response) -> bool:
        """Whether nobody asked for anything but the policy of the settings."""
        return (
            "Content-Security-Policy" not in response
            and getattr(request, "_csp_nonce", None) is None
            and not any(name.startswith("_csp") for name in vars(response))
            and not getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
            and "EXCLUDE_URL_PREFIXES" not in settings.CONTENT_SECURITY_POLICY
            and not settings.DEBUG
        )

    def _strict(self) -> str:
        policy = settings.CONTENT_SECURITY_POLICY
        kept, words = self.strict
        if kept is not policy:
            words = build_policy()
            self.strict = (policy, words)
        return words


def forget_public_pages() -> None:
    """Make every cached public page stale: something was published."""
    cache.set(_VERSION, cache.get(_VERSION, 0) + 1, None)


class AnonymousPageCacheMiddleware:
    """Answer strangers' home and catalogue pages from memory.

    Only a request without a session is served or stored, only a plain 200 page that sets no cookie
    is
    stored, and nothing is kept longer than `PUBLIC_CACHE_SECONDS`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not self._may_cache(request):
            return self.get_response(request)
        key = self._key(request)
        stored = cache.get(key)
        if stored is not None:
            body, content_type = stored
            return HttpResponse(body, content_type=content_type)
        response = self.get_response(request)
        if self._may_store(request, response):
            cache.set(
                key, (response.content, response["Content-Type"]), settings.PUBLIC_CACHE_SECONDS
            )
        return response

    @staticmethod
    def _may_cache(request) -> bool:
        return (
            settings.PUBLIC_CACHE_SECONDS > 0
            and request.method == "GET"
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and "messages" not in request.COOKIES
            and (request.path_info == "/" or request.path_info.startswith(CACHED_PREFIX))
            and len(request.META.get("QUERY_STRING", "")) == 0
        )

    @staticmethod
    def _key(request) -> str:
        language = get_language_from_request(request)
        host = request.get_host()
        return f"public:{cache.get(_VERSION, 0)}:{host}:{language}:{request.path_info}"

    @staticmethod
    def _may_store(request, response) -> bool:
        user = getattr(request, "user", None)
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and response.headers.get("Content-Type", "").startswith("text/html")
            and not (user is not None and user.is_authenticated)
        )


class SignedOutFormMiddleware(MiddlewareMixin):
    """Give back a form that came after the session had ended.

    Left to the views, it would be thrown away for the sign-in page, which then leads to an address
    that takes forms alone. Stands below the CSRF check: what arrives here came from a page of ours.
    """

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated or not givenback.concerns(request):
            return None
        fields = givenback.held(request)
        if givenback.worth_keeping(fields):
            return givenback.page(request, fields, status=401)
        return redirect_to_login(givenback.where_from(request))


class WrongMethodMiddleware(MiddlewareMixin):
    """Say in words what an empty 405 leaves to the browser."""

    def process_response(self, request, response):
        if response.status_code != 405 or response.content or request.method != "GET":
            return response
        if request.path_info.startswith(ADMIN_PREFIX):
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class DesignedNotFoundMiddleware(MiddlewareMixin):
    """Show our page where Django would list every address: in development settings alone, which
    serve the demo, and where the list helps nobody (another person's page is a 404 as well).
    """

    def process_exception(self, request, exception):
        if isinstance(exception, Http404) and not request.path_info.startswith(ADMIN_PREFIX):
            return page_not_found(request, exception)
        return None
