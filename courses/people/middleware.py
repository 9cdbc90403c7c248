"""The signed-in person's language and time zone, and no cache for personal pages."""

import zoneinfo

from django.conf import settings
from django.utils import timezone, translation


class PersonMiddleware:
    """Show dates in the person's zone and pages in their language; keep personal pages out of
    caches.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.languages = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        person = user.person
        with timezone.override(
            zoneinfo.ZoneInfo(person.own_time_zone or person.organisation.time_zone)
        ):
            language = person.preferred_language or person.organisation.language
            if language in self.languages:
                with translation.override(language):
                    response = self.get_response(request)
            else:
                response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
