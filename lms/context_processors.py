"""What every page of the site shell may need."""

from django.conf import settings


def site(request):
    """`signup_open`, for the sign-in page; `brand`, the site's name in heads and titles.

    The person comes with the user.
    """
    return {
        "signup_open": settings.SIGNUP_OPEN,
        "debug": settings.DEBUG,
        "brand": {"name": settings.WAGTAIL_SITE_NAME},
    }
