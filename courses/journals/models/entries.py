"""What a person wrote. The rows hold sealed bytes; no text is in a field, a name or a log.

No permission exists for these tables (`default_permissions`), they are no snippets, and neither the
search index nor Wagtail's reference index knows them.
"""

import uuid
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.journals import writing
from courses.models import AppendOnlyModel, Attempt, Snapshot
from courses.people.models import Person

# The key of a version whose text its author deleted for good.
ERASED = uuid.UUID(int=0)


class Entry(models.Model):
    """One person's entry: the row that its versions hang on, made when it is begun.

    To a prompt, written by `services.entries.begin`, once for each attempt; or free, without a
    course, on the copy of a template that `layout` holds. It belongs to the person, not to the
    course: it can be read and added to after the attempt has ended.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="journal_entries")
    attempt = models.OneToOneField(
        Attempt, null=True, on_delete=models.PROTECT, related_name="journal_entry"
    )
    layout = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    # When its author deleted it for good: the row stays for what counts on it, without a text.
    erased_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [
            # A person's own journal, newest first.
            models.Index(fields=["person", "-begun_at"], name="entry_by_person"),
        ]
        constraints = [
            # It answers a prompt, or stands on a layout of its own.
            models.CheckConstraint(
                condition=models.Q(attempt__isnull=False, layout__isnull=True)
                | models.Q(attempt__isnull=True, layout__isnull=False),
                name="entry_has_one_ground",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_free(self) -> bool:
        return self.attempt_id is None

    @property
    def address(self) -> UUID:
        """The id in its pages' addresses: the attempt's, or its own when it is free."""
        return self.uuid if self.attempt is None else self.attempt.uuid

    @property
    def title(self) -> str:
        """What it was begun on, by name."""
        if self.attempt is not None:
            return self.attempt.edition_activity.title
        return self.layout.title if self.layout is not None else ""

    @property
    def data(self) -> dict[str, Any]:
        """What it was begun on: a prompt or a template, as it then stood."""
        ground = self.layout if self.attempt is None else self.attempt.snapshot
        return ground.data if ground is not None else {}

    @property
    def is_open(self) -> bool:
        """True while it can be written at its first page: an attempt under way, or no attempt."""
        return self.attempt is None or self.attempt.is_open


class EntryTag(models.Model):
    """A standard of a code that an author tied an entry to, as its list then named it.

    Not sealed: it is no word of theirs. Nobody else has a page that shows it.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="tags")
    label = models.CharField(max_length=300)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "label"], name="entry_tag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}"


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
