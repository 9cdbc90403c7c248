"""Custom image, document and media models, ours from the first migration."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtailmedia.models import AbstractMedia

from courses import uploads


class CandourImage(AbstractImage):
    """A picture. Its `description` is the default alternative text wherever it is placed."""

    credit = models.CharField(
        max_length=255, blank=True, help_text=_("Who made it, and under which licence.")
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )


class CandourRendition(AbstractRendition):
    image = models.ForeignKey(CandourImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            ),
        ]


class CandourDocument(AbstractDocument):
    """A file to download. Its content must be what its name says."""

    admin_form_fields = ("title", "file", "collection", "tags")

    def clean(self) -> None:
        if not self.file:  # the form's field refused it, and said why
            return
        super().clean()
        _refuse_flaw("file", self.file, uploads.document_flaw)


def _refuse_flaw(field: str, file, flaw_of) -> None:
    """Look into a file that is being uploaded; one that is stored already was looked into then."""
    if file and not file._committed and (flaw := flaw_of(file.name, file)):
        raise ValidationError({field: flaw})


def validate_webvtt(file) -> None:
    """Refuse a captions file that is large, is not named .vtt or does not begin as WebVTT must."""
    if uploads.extension(file.name) != "vtt":
        raise ValidationError(_("The name of a captions file ends in .vtt; this one's does not."))
    if file.size > 512 * 1024:
        raise ValidationError(_("A captions file is at most 512 kB; this one is larger."))
    start = file.read(6)
    file.seek(0)
    if start not in (b"WEBVTT", b"\xef\xbb\xbfWEB"):
        raise ValidationError(_("A captions file starts with the word WEBVTT; this one does not."))


class CandourMedia(AbstractMedia):
    """Video or audio. It may not be published in a module without a transcript."""

    transcript = models.TextField(
        blank=True, help_text=_("Everything that is said, and what matters of what is seen.")
    )
    captions = models.FileField(
        upload_to="captions",
        blank=True,
        validators=[validate_webvtt],
        help_text=_("What is said, in time with the picture: a WebVTT file."),
    )

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "transcript",
        "captions",
        "tags",
    )

    def clean(self, *args, **kwargs) -> None:
        if not self.file:  # the form's field refused it, and said why
            return
        super().clean(*args, **kwargs)
        _refuse_flaw("file", self.file, uploads.media_flaw)
        _refuse_flaw("thumbnail", self.thumbnail, uploads.thumbnail_flaw)
