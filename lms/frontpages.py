"""The first two pages of a site: its home and its catalogue, where authors then add courses."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from courses.models import CataloguePage, HomePage
from courses.services import reviewing


@transaction.atomic
def ensure(*, home: HomePage, catalogue: CataloguePage) -> CataloguePage:
    """Publish these two at the root of the default site, unless there are such pages already.

    Wagtail's welcome page goes; the site gets the address of `BASE_URL`, which sitemap and admin
    name. A site that has just begun has its contents reviewed as its pages are. Returns the
    catalogue that is there now.
    """
    root = Page.get_first_root_node()
    page = HomePage.objects.first()
    if page is None:
        page = home
        root.add_child(instance=page)
        page.save_revision().publish()
        reviewing.review_contents()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id != page.pk:
        site.root_page, site.site_name = page, page.title
        site.hostname, site.port = _address()
        site.save()
        for leftover in root.get_children().exclude(pk=page.pk):
            if leftover.specific_class is Page:
                leftover.delete()
    found = CataloguePage.objects.first()
    if found is None:
        found = catalogue
        page.add_child(instance=found)
        found.save_revision().publish()
    return found


def _address() -> tuple[str, int]:
    """Host and port of the site, as Wagtail keeps them."""
    parts = urlsplit(settings.BASE_URL)
    return parts.hostname or "localhost", parts.port or (443 if parts.scheme == "https" else 80)
