"""The prompt that a trainer places in a module, and the templates that lay out an entry."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PreviewableMixin
from wagtail.search import index

from courses.journals import forms, prompts
from courses.models import ActivityContent

PROSE = ["bold", "italic", "ol", "ul", "link"]


class JournalTemplate(index.Indexed, ClusterableModel):
    """A way of laying out an entry: headings in order, each with a hint. Data that trainers edit.

    A prompt copies its template's sections when it is published, so a later edit here changes no
    entry that somebody has begun; it reaches a prompt when that prompt is next published.
    """

    key = models.SlugField(
        max_length=40, unique=True, help_text=_("A short name for files and links; keep it.")
    )
    name = models.CharField(max_length=120)
    description = models.CharField(
        max_length=300, blank=True, help_text=_("For trainers: when it helps.")
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    panels = [
        FieldPanel("name"),
        FieldPanel("key"),
        FieldPanel("description"),
        InlinePanel(
            "sections",
            heading=_("Sections"),
            label=_("Section"),
            min_num=1,
            help_text=_("One box each, in this order. A prompt takes them over when published."),
        ),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("journal template")
        verbose_name_plural = _("journal templates")

    def __str__(self) -> str:
        return self.name


class JournalTemplateSection(Orderable):
    """One box of a template."""

    template = ParentalKey(JournalTemplate, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(
        max_length=120, blank=True, help_text=_("Leave empty for one free page.")
    )
    hint = models.CharField(max_length=300, blank=True, help_text=_("Shown below the heading."))

    panels = [FieldPanel("heading"), FieldPanel("hint")]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.heading


class JournalPrompt(PreviewableMixin, index.Indexed, ActivityContent):
    """Something to write about, in private. Completed by writing anything at all.

    Its snapshot holds the template's headings as they were at publish: see `serializable_data`.
    """

    prompt = RichTextField(
        blank=True,
        features=PROSE,
        help_text=_(
            "Open, specific and safe. Say that no client may be recognisable: "
            "no names, places or dates."
        ),
    )
    guidance = RichTextField(
        _("help to begin"),
        blank=True,
        features=PROSE,
        help_text=_("Two or three sentences for someone who does not know where to start. Folded."),
    )
    template = models.ForeignKey(
        JournalTemplate,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The boxes of an entry. Without one there is a single free page."),
    )
    suggested_words = models.PositiveSmallIntegerField(
        default=150, help_text=_("A quiet guide beside the page, never a gate. 0 says nothing.")
    )

    activity_slug = "journal"
    base_form_class = forms.PromptForm
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [FieldPanel("title"), FieldPanel("prompt"), FieldPanel("guidance")],
                heading=_("What to write about"),
            ),
            ObjectList(
                [FieldPanel("template"), FieldPanel("suggested_words")], heading=_("The page")
            ),
        ],
        base_form_class=forms.PromptForm,
    )

    class Meta:
        verbose_name = _("journal prompt")
        verbose_name_plural = _("journal prompts")

    def sections(self) -> list[dict[str, str]]:
        """The headings and hints of the template as it is now."""
        if self.template is None:
            return [{"heading": "", "hint": ""}]
        return [
            {"heading": part.heading, "hint": part.hint} for part in self.template.sections.all()
        ]

    def serializable_data(self):
        """With the sections spelt out: an entry keeps its headings when the template goes."""
        return {**super().serializable_data(), "sections": self.sections()}

    def publish(self, revision, *args, **kwargs):
        """Publish a revision; refused while a problem blocks it, whichever way it is asked for."""
        draft = revision.as_object()
        found = prompts.problems(title=draft.title, prompt=draft.prompt)
        if found:
            raise ValidationError([problem.message for problem in found])
        return super().publish(revision, *args, **kwargs)

    def get_preview_template(self, request, mode_name):
        return "journals/write.html"

    def get_preview_context(self, request, mode_name):
        from courses.journals import reports

        return {**super().get_preview_context(request, mode_name), **reports.preview(prompt=self)}
