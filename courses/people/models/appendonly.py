"""Rows that are written once: the model half of what the triggers also refuse."""

from django.db import models


class EvidenceLocked(Exception):
    """Somebody tried to change or delete a row that is evidence."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise EvidenceLocked(f"{self.model._meta.label} rows are written once.")

    def delete(self):
        raise EvidenceLocked(f"{self.model._meta.label} rows are never deleted.")

    def bulk_update(self, *args, **kwargs):
        raise EvidenceLocked(f"{self.model._meta.label} rows are written once.")


class AppendOnlyModel(models.Model):
    """A fact: inserted once, never changed, never deleted. A correction is a new row."""

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None and not self._state.adding:
            raise EvidenceLocked(f"{self._meta.label} rows are written once.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise EvidenceLocked(f"{self._meta.label} rows are never deleted.")
