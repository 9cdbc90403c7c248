"""The pages that authors write. Learners read editions, cut from these at publish."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks as wagtail_blocks
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses import blocks, illustrations
from courses.fields import OpenStreamField
from courses.pageforms import CoursePageForm, NoAliasCopyForm
from courses.panels import ThisChangePanel

from .activities import Course
from .editions import ChangeKind
from .enrolments import Enrolment
from .pagebases import (
    CATALOGUE_SLUG,
    RESERVED_MODULE_SLUGS,
    AddressedPage,
    LastingPage,
    ReviewedPage,
    WholePageManager,
)
from .snippets import Category

ALT_PANEL = FieldPanel(
    "illustration_alt",
    heading=_("What the picture shows"),
    help_text=_("For someone who cannot see it. Leave it empty if it only pleases the eye."),
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

        from courses.widgets import IllustrationSelect

        return forms.ChoiceField(
            widget=IllustrationSelect,
            choices=lambda: [("", "—"), *illustrations.choices()],
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )


class HomePage(LastingPage, AddressedPage, Page):
    """The front door: what this place is, in one screen."""

    lead = models.CharField(max_length=300, blank=True)
    intro = RichTextField(blank=True, features=PROSE)
    illustration = IllustrationField(default="home")
    illustration_alt = models.CharField(max_length=300, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CataloguePage"]
    max_count = 1
    template = "courses/home_page.html"

    objects = WholePageManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("intro"),
        FieldPanel("illustration"),
        ALT_PANEL,
    ]


class CataloguePage(LastingPage, AddressedPage, Page):
    """Every course that is open, to search and to filter."""

    intro = RichTextField(blank=True, features=PROSE)

    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    template = "courses/catalogue_page.html"
    admin_default_ordering = "title"

    objects = WholePageManager()

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def clean(self) -> None:
        super().clean()
        if self.slug != CATALOGUE_SLUG:
            words = _("The catalogue stays at /catalogue/: write “catalogue” here.")
            raise ValidationError({"slug": words})

    def get_context(self, request, *args, **kwargs):
        from courses.views.catalogue import catalogue_context

        return {**super().get_context(request, *args, **kwargs), **catalogue_context(request, self)}


class CoursePage(ReviewedPage, AddressedPage, Page):
    """One course in one language: what it is, for whom, what it is worth. Its modules lie below."""

    summary = models.CharField(max_length=250, help_text=_("One plain sentence, for lists."))
    intro = RichTextField(blank=True, features=PROSE)
    illustration = IllustrationField()
    illustration_alt = models.CharField(max_length=300, blank=True)
    image = models.ForeignKey(
        "courses.CandourImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
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
    # The author's answer for the next publish; publishing uses it up (see `services.changes`).
    change_kind = models.CharField(
        _("whom it reaches"),
        max_length=8,
        choices=ChangeKind.choices,
        default=ChangeKind.NEW_PEOPLE,
        help_text=_("For this publish only: afterwards it goes back to “new people only”."),
    )
    renew_by = models.DateField(
        null=True, blank=True, help_text=_("The day by which everyone renews.")
    )

    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course_page.html"
    admin_default_ordering = "ord"  # modules as they are read
    base_form_class = CoursePageForm
    copy_form_class = NoAliasCopyForm
    may_be_alias = False

    objects = WholePageManager()

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
            [FieldPanel("illustration"), FieldPanel("image"), ALT_PANEL],
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
    change_panels = [ThisChangePanel([FieldPanel("change_kind"), FieldPanel("renew_by")])]

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
        from courses.services.placements import ensure_own_block_ids

        ensure_own_block_ids(self.closing)

    def people_in_it(self) -> dict[str, int]:
        """How many people are part-way through this course, and how many completed it."""
        return _people_in(self.translation_key)

    def is_closed(self) -> bool:
        """True while nobody new can begin: it is not live, or has nothing to read or do."""
        return not self.live or not (self.closing or self.get_children().live().exists())

    def get_context(self, request, *args, **kwargs):
        from courses.views.catalogue import course_context

        return {**super().get_context(request, *args, **kwargs), **course_context(request, self)}


class ModulePage(ReviewedPage, AddressedPage, Page):
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
    # The author's answer for the next publish; publishing uses it up (see `services.changes`).
    change_kind = models.CharField(
        _("whom it reaches"),
        max_length=8,
        choices=[choice for choice in ChangeKind.choices if choice[0] != ChangeKind.RENEW],
        default=ChangeKind.NEW_PEOPLE,
        help_text=_(
            "For this publish only: afterwards it goes back to “new people only”. "
            "A renewal for everyone is announced on the course."
        ),
    )

    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/module_preview.html"
    readers = _("Once live, whoever takes the course reads it.")
    taken_slugs = RESERVED_MODULE_SLUGS
    copy_form_class = NoAliasCopyForm
    may_be_alias = False

    objects = WholePageManager()
    # Nothing of a module is found by searching.
    search_fields = Page.search_fields

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("illustration"), ALT_PANEL], heading=_("Picture")),
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
            ObjectList([ThisChangePanel([FieldPanel("change_kind")])], heading=_("This change")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )

    def clean(self) -> None:
        super().clean()
        from courses.services.placements import ensure_own_block_ids

        ensure_own_block_ids(self.body)

    def people_in_it(self) -> dict[str, int]:
        """How many people are part-way through the course of this module, or completed it."""
        parent = self.get_parent() if self.path else None
        return _people_in(parent.translation_key if parent else None)

    def is_closed(self) -> bool:
        """True while nobody new can begin the course of this module."""
        return bool(self.path) and not self.get_parent().live

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


def _people_in(key) -> dict[str, int]:
    course = Course.objects.filter(key=key)
    open_, completed = Enrolment.State.OPEN, Enrolment.State.COMPLETED
    return Enrolment.objects.filter(course__in=course).aggregate(
        part_way=models.Count("person", filter=models.Q(state=open_), distinct=True),
        completed=models.Count("person", filter=models.Q(state=completed), distinct=True),
    )
