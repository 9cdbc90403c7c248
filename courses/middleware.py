"""The door of the admin, the words for a deletion that was refused, and addresses of old."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.utils.deprecation import MiddlewareMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Site
from wagtailmedia.models import get_media_model

from courses.models.pagebases import CATALOGUE_SLUG
from courses.services import guards
from courses.views.kept import kept_page

# Views of Wagtail that ask before they delete a file, and have no hook: the model, the argument.
ASKING = {
    "wagtailimages:delete": (get_image_model, "image_id"),
    "wagtaildocs:delete": (get_document_model, "document_id"),
    "wagtailmedia:delete": (get_media_model, "media_id"),
}


ADMIN = "/admin/"


class AdminDoorMiddleware(MiddlewareMixin):
    """Tell people who are signed in, but do no work there, that the admin is not theirs.

    Wagtail would send them to sign in, and signing in would send them back, for ever.
    """

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not request.path_info.startswith(ADMIN) or not user.is_authenticated:
            return
        if not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied


class KeptMiddleware(MiddlewareMixin):
    """The guards refuse in the models; this puts their refusal into words, on whatever path."""

    def process_view(self, request, view, args, kwargs):
        """Refuse before asking “are you sure?”."""
        asking = ASKING.get(request.resolver_match.view_name)
        if asking is None or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        get_model, argument = asking
        file = get_model().objects.filter(pk=kwargs[argument]).first()
        kept = guards.in_use([file]) if file is not None else []
        return kept_page(request, kept) if kept else None

    def process_exception(self, request, exception):
        """A deletion was refused (and rolled back) somewhere below."""
        if not isinstance(exception, guards.InUse):
            return None
        if request.path_info.startswith(f"{ADMIN}api/") or "/multiple/" in request.path_info:
            return JsonResponse({"success": False, "error": str(exception.args[0])}, status=409)
        return kept_page(request, exception.kept)


class OldAddressMiddleware(MiddlewareMixin):
    """Lead from where a course or module stood before an author renamed or moved it.

    Links in e-mails and bookmarks live on. Only an address where nothing stands any more leads on,
    so a new course that takes an old name has it for itself; for the same reason the answer is
    never “permanent”, which browsers keep. It leads to a live page of this site and nowhere else:
    a row that names another address is passed over.
    """

    def process_response(self, request, response):
        path = request.path_info
        if response.status_code != 404 or not path.startswith(f"/{CATALOGUE_SLUG}/"):
            return response
        if request.method not in ("GET", "HEAD") or "\0" in path:
            return response
        known = Redirect.objects.filter(
            site=Site.find_for_request(request),
            old_path=Redirect.normalise_path(path),
            redirect_page__live=True,
        )
        row = known.select_related("redirect_page").first()
        place = row.redirect_page.get_url(request) if row is not None else None
        return HttpResponseRedirect(place) if place and place != path else response
