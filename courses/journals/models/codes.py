"""Codes of professions, and their standards: lists that trainers edit, to tag entries with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index


class Code(index.Indexed, ClusterableModel):
    """A profession's code. Entries keep the words of a tag, so a later edit changes none."""

    key = models.SlugField(max_length=40, unique=True, help_text=_("A short name; keep it."))
    name = models.CharField(max_length=120, help_text=_("Short: it stands before each standard."))
    source = models.CharField(
        max_length=300, blank=True, help_text=_("Who publishes it, and the version you copied.")
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    panels = [
        FieldPanel("name"),
        FieldPanel("key"),
        FieldPanel("source"),
        InlinePanel("standards", heading=_("Standards"), label=_("Standard"), min_num=1),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("code of a profession")
        verbose_name_plural = _("codes of professions")

    def __str__(self) -> str:
        return self.name


class CodeStandard(Orderable):
    """One standard, theme or principle of a code."""

    code = ParentalKey(Code, on_delete=models.CASCADE, related_name="standards")
    text = models.CharField(max_length=160)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.text
