"""Small things that several pages share."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A category that credits are counted in and the catalogue is filtered by."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name


class GlossaryTerm(models.Model):
    """A word of the field and what it means, in two plain sentences."""

    key = models.SlugField(max_length=80, unique=True)
    term = models.CharField(max_length=120)
    definition = models.TextField(max_length=600)

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        if GlossaryTerm.objects.filter(term__iexact=self.term).exclude(pk=self.pk).exists():
            raise ValidationError({"term": _("The glossary already has this term.")})
