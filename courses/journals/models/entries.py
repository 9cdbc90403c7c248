"""What a person wrote. The rows hold sealed bytes; no text is in a field, a name or a log.

No permission exists for these tables (`default_permissions`), they are no snippets, and neither the
search index nor Wagtail's reference index knows them.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.journals import writing
from courses.models import AppendOnlyModel, Attempt
from courses.people.models import Person


class Entry(models.Model):
    """One person's entry to one prompt: the row that its versions hang on, made when it is begun.

    Written by `services.entries.begin`, once for each attempt. It belongs to the person, not to the
    course: it can be read and added to after the attempt has ended.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="journal_entries")
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="journal_entry")
    begun_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [
            # A person's own journal, newest first.
            models.Index(fields=["person", "-begun_at"], name="entry_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class EntryVersion(AppendOnlyModel):
    """An entry's text as it was saved once, sealed under its author's own key.

    Written by `services.entries` whenever a text arrives that differs from the entry. The newest
    version that was not set aside is the entry; one set aside came from a page that something newer
    had overtaken, and is kept so that no words are lost.
    """

    class Kind(models.TextChoices):
        AUTOSAVE = writing.AUTOSAVE, _("Saved while writing")
        SAVED = writing.SAVED, _("Kept by you")
        ASIDE = writing.ASIDE, _("Kept from an older page")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sealed = models.BinaryField()
    key_uuid = models.UUIDField()
    word_count = models.PositiveIntegerField()
    # The mark of the page that sent it; see `writing.Sheet`.
    page_uuid = models.UUIDField()
    saved_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            # Two pages that save in the same moment make two versions, in an order.
            models.UniqueConstraint(fields=["entry", "number"], name="entry_version_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}, {self.number}"
