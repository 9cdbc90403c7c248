"""The pages that authors write. Learners read editions, cut from these at publish."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import blocks as wagtail_blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses import blocks, illustrations
from courses.fields import OpenStreamField

from .editions import ChangeKind
from .snippets import Category

# Addresses of ours, which no page may take.
RESERVED_SLUGS = frozenset(
    "learn verify manage admin accounts health styleguide static media documents sitemap.xml".split()
)
PROSE = ["bold", "italic", "ol", "ul", "link"]


class IllustrationField(models.CharField):
    """The key of a picture that comes with Candour. Its choices stay out of migrations."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        from django import forms

        return forms.ChoiceField(
            choices=lambda: [("", "—"), *illustrations.choices()],
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
        )


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


class HomePage(Page):
    """The front door: what this place is, in one screen."""

    lead = models.CharField(max_length=300, blank=True)
    intro = RichTextField(blank=True, features=PROSE)
    illustration = IllustrationField(default="home")
    illustration_alt = models.CharField(max_length=300, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CataloguePage"]
    max_count = 1
    template = "courses/home_page.html"

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("intro"),
        FieldPanel("illustration"),
        FieldPanel("illustration_alt"),
    ]


class CataloguePage(Page):
    """Every course that is open, to search and to filter."""

    intro = RichTextField(blank=True, features=PROSE)

    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    template = "courses/catalogue_page.html"

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def get_context(self, request, *args, **kwargs):
        from courses.views.catalogue import catalogue_context

        return {**super().get_context(request, *args, **kwargs), **catalogue_context(request, self)}


class CoursePage(ReviewedPage, Page):
    """One course in one language: what it is, for whom, what it is worth. Its modules lie below."""

    summary = models.CharField(max_length=250, help_text=_("One plain sentence, for lists."))
    intro = RichTextField(blank=True, features=PROSE)
    illustration = IllustrationField()
    illustration_alt = models.CharField(max_length=300, blank=True)
    image = models.ForeignKey(
        "courses.CandourImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("Instead of an illustration."),
    )
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    objectives = OpenStreamField(
        [("objective", wagtail_blocks.CharBlock(max_length=250, icon="tick"))], blank=True
    )
    audience = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveIntegerField(
        default=60, help_text=_("How long it takes an ordinary reader, in minutes.")
    )
    references = OpenStreamField([("reference", blocks.ReferenceBlock())], blank=True)
    content_notes = models.CharField(
        max_length=300, blank=True, help_text=_("What a reader may find distressing.")
    )
    closing = OpenStreamField(
        blocks.closing_blocks(),
        blank=True,
        help_text=_("What the course asks for after its modules: quiz, evaluation, attestation."),
    )
    change_kind = models.CharField(
        max_length=8, choices=ChangeKind.choices, default=ChangeKind.NEW_PEOPLE
    )
    renew_by = models.DateField(null=True, blank=True)

    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course_page.html"

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("intro"),
        index.SearchField("audience"),
        index.FilterField("minutes"),
        index.FilterField("category_id"),
    ]

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("illustration"), FieldPanel("image"), FieldPanel("illustration_alt")],
            heading=_("Picture"),
        ),
        FieldPanel("objectives"),
        FieldPanel("audience"),
        FieldPanel("content_notes"),
    ]
    credit_panels = [
        FieldPanel("category"),
        FieldPanel("minutes"),
        InlinePanel("credit_rows", heading=_("Credits"), label=_("Credit")),
        InlinePanel("presenters", heading=_("Presenters"), label=_("Presenter")),
    ]
    closing_panels = [FieldPanel("closing")]
    sources_panels = [
        FieldPanel("references"),
        MultiFieldPanel(ReviewedPage.review_panels, heading=_("Review")),
    ]
    change_panels = [FieldPanel("change_kind"), FieldPanel("renew_by")]

    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("About the course")),
            ObjectList(credit_panels, heading=_("Credits")),
            ObjectList(closing_panels, heading=_("After the modules")),
            ObjectList(sources_panels, heading=_("Sources and review")),
            ObjectList(change_panels, heading=_("This change")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )

    def clean(self) -> None:
        super().clean()
        if self.change_kind == ChangeKind.RENEW and self.renew_by is None:
            raise ValidationError({"renew_by": _("Say by which day everyone renews.")})
        from courses.services.placements import ensure_own_block_ids

        ensure_own_block_ids(self.closing)

    def get_context(self, request, *args, **kwargs):
        from courses.views.catalogue import course_context

        return {**super().get_context(request, *args, **kwargs), **course_context(request, self)}


class ModulePage(ReviewedPage, Page):
    """One module: a text with activities set into it. Read at /learn/ only, from an edition."""

    summary = models.CharField(max_length=250, help_text=_("One plain sentence, for lists."))
    minutes = models.PositiveIntegerField(default=30, help_text=_("In minutes."))
    illustration = IllustrationField()
    illustration_alt = models.CharField(max_length=300, blank=True)
    objectives = OpenStreamField(
        [("objective", wagtail_blocks.CharBlock(max_length=250, icon="tick"))], blank=True
    )
    content_notes = models.CharField(
        max_length=300, blank=True, help_text=_("What a reader may find distressing.")
    )
    body = OpenStreamField(blocks.lesson_blocks(), blank=True)
    references = OpenStreamField([("reference", blocks.ReferenceBlock())], blank=True)

    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/module_preview.html"
    # Nothing of a module is found by searching.
    search_fields = Page.search_fields

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("illustration"), FieldPanel("illustration_alt")], heading=_("Picture")
        ),
        FieldPanel("body"),
    ]
    about_panels = [
        FieldPanel("minutes"),
        FieldPanel("objectives"),
        FieldPanel("content_notes"),
    ]
    sources_panels = [
        FieldPanel("references"),
        MultiFieldPanel(ReviewedPage.review_panels, heading=_("Review")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Lesson")),
            ObjectList(about_panels, heading=_("About")),
            ObjectList(sources_panels, heading=_("Sources and review")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )

    def clean(self) -> None:
        super().clean()
        from courses.services.placements import ensure_own_block_ids

        ensure_own_block_ids(self.body)

    def serve(self, request, *args, **kwargs):
        """Send a learner to their own copy, everyone else to the course."""
        from courses.services.enrolments import reading_place

        if request.user.is_authenticated:
            place = reading_place(person=request.user.person, module_key=self.translation_key)
            if place is not None:
                return redirect(place)
        course = self.get_parent()
        if not course.live:
            raise Http404
        return redirect(course.get_url(request))

    def get_sitemap_urls(self, request=None):
        return []

    def serve_preview(self, request, mode_name):
        from courses.views.preview import preview_module

        return preview_module(request, self)


