"""Answer an attempt to delete what people are reading with what to do instead."""

from django.http import JsonResponse
from django.utils.deprecation import MiddlewareMixin
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtailmedia.models import get_media_model

from courses.services import guards
from courses.views.kept import kept_page

# Views of Wagtail that ask before they delete a file, and have no hook: the model, the argument.
ASKING = {
    "wagtailimages:delete": (get_image_model, "image_id"),
    "wagtaildocs:delete": (get_document_model, "document_id"),
    "wagtailmedia:delete": (get_media_model, "media_id"),
}


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
        if request.path_info.startswith("/admin/api/") or "/multiple/" in request.path_info:
            return JsonResponse({"success": False, "error": str(exception.args[0])}, status=409)
        return kept_page(request, exception.kept)
