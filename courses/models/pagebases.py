"""What pages have in common: how they are deleted, addressed and reviewed."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager, PagePermissionTester
from wagtail.query import PageQuerySet

HOME = "courses.HomePage"
# Addresses of ours, which no page directly below the home page may take.
RESERVED_SLUGS = frozenset(
    {"learn", "verify", "manage", "admin", "accounts", "health", "panel"}
    | {"styleguide", "static", "media", "documents", "_util"}
)
# Addresses of ours below /learn/<enrolment>/, which no module may take.
RESERVED_MODULE_SLUGS = frozenset({"begin", "withdraw"})
CATALOGUE_SLUG = "catalogue"
NO_ALIAS = _("Courses and modules have no aliases. Make a copy: it becomes a course of its own.")


class WholePageQuerySet(PageQuerySet):
    """Pages that are deleted whole or not at all."""

    def delete(self, *args, **kwargs):
        """Delete in one transaction: the tree counts the children before a guard can refuse."""
        with transaction.atomic():
            return super().delete(*args, **kwargs)


WholePageManager = PageManager.from_queryset(WholePageQuerySet)


class OwnPermissions(PagePermissionTester):
    """What a person may do to a page of ours: everything that their role may, and no privacy."""

    def can_set_view_restrictions(self) -> bool:
        return False


class AddressedPage(models.Model):
    """A page that leaves the site's own addresses alone. Inherit it for every page of a site."""

    taken_slugs: frozenset[str] = frozenset()
    # An alias has no revision and announces nothing, so a course would have no edition.
    may_be_alias = True
    # Who may read a lesson is said by enrolments; Wagtail's own privacy would close half of it.
    private_page_options: list[str] = []

    # Who reads it once it is live, for the editor's side panel.
    readers = _("Once live, anyone can read it.")

    class Meta:
        abstract = True

    def permissions_for_user(self, user) -> PagePermissionTester:
        return OwnPermissions(user, self)

    def clean(self) -> None:
        super().clean()
        taken = self.taken_slugs
        if self.path and self.get_parent().specific_class._meta.label == HOME:
            taken = taken | RESERVED_SLUGS
        if self.slug in taken:
            words = _("“%(slug)s” is an address of the site itself. Try “%(slug)s-page”.")
            raise ValidationError({"slug": words % {"slug": self.slug}})
        if self.alias_of_id and not self.may_be_alias:
            raise ValidationError(NO_ALIAS)


class LastingPermissions(OwnPermissions):
    """What a person may do to a page that the site cannot do without: edit and publish it."""

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk=False) -> bool:
        return False

    def can_move(self) -> bool:
        return False


class LastingPage(models.Model):
    """A page that every course hangs below. No role takes it down: one click would close the site.

    Inherit it before `Page`.
    """

    class Meta:
        abstract = True

    def permissions_for_user(self, user) -> LastingPermissions:
        return LastingPermissions(user, self)

    def clean(self) -> None:
        super().clean()
        if self.expire_at is not None:
            # Not at the field: a form may lack it.
            raise ValidationError(_("This page stays: take its day of expiry out."))


class ReviewedPage(models.Model):
    """Who checked the content, when, and when it must be checked again."""

    reviewer = models.CharField(max_length=200, blank=True, help_text=_("Name or role."))
    last_reviewed_on = models.DateField(null=True, blank=True)
    review_by = models.DateField(
        null=True, blank=True, help_text=_("The report “Due for review” lists it from then on.")
    )

    class Meta:
        abstract = True

    review_panels = [
        FieldPanel("reviewer"),
        FieldPanel("last_reviewed_on"),
        FieldPanel("review_by"),
    ]

    def review_is_due(self, today: dt.date) -> bool:
        return self.review_by is not None and self.review_by <= today
