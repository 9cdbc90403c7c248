"""What an author opens to one named person, what is said about it, and what both confirm."""

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import AppendOnlyModel
from courses.people.models import Person

from .entries import Entry, EntryVersion


class Share(models.Model):
    """One entry, open to one person, until a day; written by `services.sharing`.

    The reader has the version that stood when its author shared it. What is written later stays
    private until the author shares the entry anew.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="shares")
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["reader", "-made_at"], name="share_by_reader")]
        constraints = [
            # Two clicks make one row, and one colleague has one open door to an entry.
            models.UniqueConstraint(
                fields=["entry", "reader"],
                condition=models.Q(ended_at=None),
                name="entry_shared_once_with_each",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def is_open(self, now: dt.datetime) -> bool:
        """Whether its reader may open it at this instant."""
        return self.ended_at is None and now < self.until and self.entry.erased_at is None


class ShareEvent(AppendOnlyModel):
    """The log of a share that its author reads: who did what, and when. No word of a text."""

    class Kind(models.TextChoices):
        SHARED = "shared", _("shared it")
        RENEWED = "renewed", _("shared the newest text, with a new end")
        OPENED = "opened", _("opened it")
        SAID = "said", _("wrote a comment")
        TAKEN_BACK = "taken", _("took a comment back")
        ENDED = "ended", _("ended it")

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="events")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.share_id}, {self.kind}"


class ShareComment(AppendOnlyModel):
    """What reader or author said about a shared entry, sealed under the key of whoever said it.

    It goes with the entry when its author deletes that for good, and may be taken back by whoever
    wrote it: then the bytes go and the row stays.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="comments")
    writer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    key_uuid = models.UUIDField()
    # The mark of the page that sent it: two clicks make one comment.
    page_uuid = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["share", "writer", "page_uuid"], name="share_comment_once_a_page"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Discussion(AppendOnlyModel):
    """An author says that they talked an entry over with a named peer on a day.

    It counts as peer reflection once the peer has confirmed it. No word of the talk is kept here:
    what the author learnt from it stands in the entry, and only the author reads that.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="discussions")
    peer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["peer", "-asked_at"], name="discussion_by_peer")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "peer", "held_on"], name="discussion_once_a_day_and_peer"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class DiscussionAnswer(AppendOnlyModel):
    """What became of the question whether a discussion took place; given once."""

    class Kind(models.TextChoices):
        CONFIRMED = "yes", _("Both of you confirm that it took place")
        DENIED = "no", _("Not confirmed")
        WITHDRAWN = "taken", _("Taken back by its author")

    discussion = models.OneToOneField(Discussion, on_delete=models.PROTECT, related_name="answer")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.discussion_id}, {self.kind}"
