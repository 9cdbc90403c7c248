"""What every page of the site shell may need."""

from django.conf import settings


def site(request):
    """`signup_open`, for the sign-in page; the person comes with the user."""
    return {"signup_open": settings.SIGNUP_OPEN, "debug": settings.DEBUG}
