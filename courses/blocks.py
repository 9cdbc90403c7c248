"""The blocks that lessons are made of, and the one block that places an activity."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from courses import activities, illustrations

PROSE = ["bold", "italic", "ol", "ul", "link", "document-link"]
LESSON = _("Text")
TEACHING = _("Teaching aids")
MEDIA = _("Pictures and files")
DOING = _("Activities")


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=120)
    level = blocks.ChoiceBlock(
        choices=[("2", _("Heading")), ("3", _("Heading below a heading"))], default="2"
    )

    class Meta:
        icon = "title"
        template = "courses/blocks/heading.html"
        group = LESSON


class PictureBlock(blocks.StructBlock):
    """An author's image, or one of the pictures that come with Candour."""

    image = ImageChooserBlock(required=False)
    illustration = blocks.ChoiceBlock(
        required=False,
        choices=illustrations.choices,
        help_text=_("Or one of the pictures that come with Candour."),
    )
    # A diagram takes a few sentences.
    alt_text = blocks.TextBlock(
        required=False,
        max_length=600,
        rows=2,
        help_text=_("What the picture shows, for someone who cannot see it."),
    )
    decorative = blocks.BooleanBlock(
        required=False, help_text=_("It only pleases the eye: screen readers pass over it.")
    )
    caption = blocks.CharBlock(required=False, max_length=200)

    class Meta:
        icon = "image"
        template = "courses/blocks/picture.html"
        group = MEDIA

    def clean(self, value):
        result = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return result
        errors = {}
        if bool(result["image"]) == bool(result["illustration"]):
            errors["image"] = ValidationError(_("Choose one: an image or an illustration."))
        if not result["alt_text"] and not result["decorative"]:
            errors["alt_text"] = ValidationError(
                _("Describe the picture, or tick “decorative” if it only pleases the eye.")
            )
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return result


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[("note", _("Note")), ("caution", _("Caution")), ("practice", _("In practice"))],
        default="note",
    )
    title = blocks.CharBlock(required=False, max_length=100)
    text = blocks.RichTextBlock(features=PROSE)

    class Meta:
        icon = "info-circle"
        template = "courses/blocks/callout.html"
        group = TEACHING


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    source = blocks.CharBlock(required=False, max_length=200)

    class Meta:
        icon = "openquote"
        template = "courses/blocks/quotation.html"
        group = LESSON


class KeyPointsBlock(blocks.StructBlock):
    title = blocks.CharBlock(default=_("What to hold on to"), max_length=100)
    points = blocks.ListBlock(blocks.RichTextBlock(features=["bold", "italic", "link"]), min_num=1)

    class Meta:
        icon = "list-ul"
        template = "courses/blocks/key_points.html"
        group = TEACHING


class StepBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=PROSE)


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=100)
    steps = blocks.ListBlock(StepBlock(), min_num=1)

    class Meta:
        icon = "list-ol"
        template = "courses/blocks/steps.html"
        group = TEACHING


class VignetteBlock(blocks.StructBlock):
    """A short case told in the text: an invented person, a moment, no question asked."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=PROSE)

    class Meta:
        icon = "user"
        template = "courses/blocks/vignette.html"
        group = TEACHING


class _MediaBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)

    def clean(self, value):
        result = super().clean(value)
        media = result.get("media")
        if self.is_deferred_validation or media is None:
            return result
        if not media.transcript.strip():
            raise blocks.StructBlockValidationError(
                block_errors={
                    "media": ValidationError(
                        _("“%(title)s” has no transcript. Add it to the media file first."),
                        params={"title": media.title},
                    )
                }
            )
        return result


class VideoBlock(_MediaBlock):
    media = VideoChooserBlock()

    class Meta:
        icon = "media"
        template = "courses/blocks/video.html"
        group = MEDIA


class AudioBlock(_MediaBlock):
    media = AudioChooserBlock()

    class Meta:
        icon = "media"
        template = "courses/blocks/audio.html"
        group = MEDIA


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    label = blocks.CharBlock(max_length=120, help_text=_("What it is, in the reader's words."))

    class Meta:
        icon = "doc-full"
        template = "courses/blocks/download.html"
        group = MEDIA


class ReferenceBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200)
    detail = blocks.CharBlock(required=False, max_length=300)
    url = blocks.URLBlock(required=False)

    class Meta:
        icon = "link"
        template = "courses/blocks/reference.html"


class ReferencesBlock(blocks.StructBlock):
    title = blocks.CharBlock(default=_("Read more"), max_length=100)
    references = blocks.ListBlock(ReferenceBlock(), min_num=1)

    class Meta:
        icon = "link"
        template = "courses/blocks/references.html"
        group = TEACHING


class GlossaryBlock(blocks.StructBlock):
    terms = blocks.ListBlock(SnippetChooserBlock("courses.GlossaryTerm"), min_num=1)

    class Meta:
        icon = "help"
        template = "courses/blocks/glossary.html"
        group = TEACHING


class ActivityBlock(blocks.StructBlock):
    """One placement of an activity: what to do, and whether the course asks for it."""

    def __init__(self, kind: activities.ActivityType | None = None, **kwargs):
        self.kind = kind
        local = kwargs.pop("local_blocks", ())
        if kind is not None:
            local = [
                ("content", SnippetChooserBlock(kind.content_model, label=kind.label)),
                (
                    "required",
                    blocks.BooleanBlock(
                        required=False,
                        default=True,
                        help_text=_("Required to complete the course."),
                    ),
                ),
                *local,
            ]
        super().__init__(local, **kwargs)

    def clean(self, value):
        """What is published asks for published content alone."""
        result = super().clean(value)
        content = result.get("content")
        if self.is_deferred_validation or content is None or content.live:
            return result
        words = _("“%(title)s” is not published. Publish it first, or take it out of this page.")
        error = ValidationError(words, params={"title": content})
        raise blocks.StructBlockValidationError(block_errors={"content": error})

    class Meta:
        template = "courses/blocks/activity.html"
        group = DOING


def activity_blocks(place: str) -> list[tuple[str, blocks.Block]]:
    """A block for each installed type that may stand in this place."""
    return [
        (slug, ActivityBlock(kind, label=kind.label, icon=kind.icon))
        for slug, kind in activities.registry().items()
        if place in kind.places
    ]


def lesson_blocks() -> list[tuple[str, blocks.Block]]:
    """Every block that a module's body may hold."""
    return [
        ("heading", HeadingBlock()),
        ("text", blocks.RichTextBlock(features=PROSE, icon="pilcrow", group=LESSON)),
        ("quotation", QuotationBlock()),
        ("callout", CalloutBlock()),
        ("key_points", KeyPointsBlock()),
        ("steps", StepsBlock()),
        ("vignette", VignetteBlock()),
        ("glossary", GlossaryBlock()),
        ("references", ReferencesBlock()),
        ("picture", PictureBlock()),
        ("video", VideoBlock()),
        ("audio", AudioBlock()),
        ("download", DownloadBlock()),
        *activity_blocks(activities.MODULE),
    ]


def closing_blocks() -> list[tuple[str, blocks.Block]]:
    """What a course may ask for after its modules."""
    return activity_blocks(activities.CLOSING)
