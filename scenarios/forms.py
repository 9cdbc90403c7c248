"""What a learner sends from a scene, and the case as an author's form."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from scenarios.graph import Commit, Debrief, Scene
from scenarios.services.plays import Answer
from scenarios.texts import typographic

MAX_TEXT = 5_000
ASKING = ("reflect", "panel")
CONCORDANCE = [
    (-2, _("Much less likely")),
    (-1, _("A little less likely")),
    (0, _("It changes nothing")),
    (1, _("A little more likely")),
    (2, _("Much more likely")),
]
TOO_LONG = _(
    "That is %(show_value)d characters, and %(limit_value)d fit here. Shorten it a little."
)
SURE = [(1, _("A guess")), (2, _("Leaning")), (3, _("Fairly sure")), (4, _("Certain"))]


class Words(forms.CharField):
    """A box for a learner's own words, counted as the browser counts them.

    A browser sends two characters for each end of a line and counts one; who filled the box to
    its brim would be told that it is too long.
    """

    def __init__(self, *, rows: int, required_words=None, **kwargs):
        messages = {"max_length": TOO_LONG}
        if required_words:
            messages["required"] = required_words
        super().__init__(
            max_length=MAX_TEXT,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages=messages,
            **kwargs,
        )

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class StepForm(forms.Form):
    """The mark that every form of the player carries: which step it belongs to."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def answer(self) -> Answer:
        """What the service asks for."""
        return Answer(token=self.cleaned_data["token"])


class BackForm(StepForm):
    """Back to the last decision, or to the one that was step `to`."""

    to = forms.IntegerField(required=False, min_value=0, max_value=999_999)

    def answer(self) -> Answer:
        return Answer(token=self.cleaned_data["token"], back_to=self.cleaned_data["to"])


class ChoiceForm(StepForm):
    """A decision: the choice, and where the scene asks for them, how sure and why."""

    choice = forms.CharField(max_length=80, error_messages={"required": _("Choose what you do.")})
    confidence = forms.TypedChoiceField(
        label=_("How sure are you?"),
        choices=SURE,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how sure you are.")},
    )
    reason = Words(
        label=_("Why this, and not the others?"),
        required=False,
        rows=4,
        required_words=_("Write a sentence or two on why."),
        help_text=_("A sentence or two. You will read it again in the debrief."),
    )

    def __init__(self, *args, commit: Commit, sealable: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.commit = commit
        self.fields["confidence"].required = commit.confidence
        if not commit.confidence:
            del self.fields["confidence"]
        if commit.reason == "off" or not sealable:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = commit.reason == "required"

    @property
    def asks(self) -> bool:
        """Whether the decision asks for more than the choice."""
        return len(self.fields) > 2

    def clean_reason(self) -> str:
        text = self.cleaned_data["reason"].strip()
        missing = self.commit.min_chars - len(text)
        if self.commit.reason == "required" and missing > 0:
            message = ngettext(
                "A little more: at least %(count)d character more.",
                "A little more: at least %(count)d characters more.",
                missing,
            )
            raise forms.ValidationError(message % {"count": missing})
        return text

    def answer(self) -> Answer:
        return Answer(
            token=self.cleaned_data["token"],
            choice=self.cleaned_data["choice"],
            confidence=self.cleaned_data.get("confidence"),
            texts=[self.cleaned_data.get("reason", "")],
        )


def scale_of(scene: Scene) -> list[tuple[int, Any]]:
    """The five answers of a scene that asks on a scale, else none."""
    prompt = scene.prompt
    if prompt is None or scene.kind not in ASKING:
        return []
    if prompt.type == "likert_sct":
        return list(CONCORDANCE)
    if prompt.type != "scale":
        return []
    ends = {1: prompt.low, 5: prompt.high}
    return [
        (number, f"{number}: {ends[number]}" if ends.get(number) else str(number))
        for number in range(1, 6)
    ]


def asks_words(scene: Scene) -> bool:
    """Whether a scene has a box for words."""
    prompt = scene.prompt
    if scene.kind == "reflect":
        return prompt is None or prompt.type == "text"
    return scene.kind == "panel" and prompt is not None and prompt.type == "text"


class AdvanceForm(StepForm):
    """On from a scene that only tells, or with what was written or ticked there."""

    def __init__(self, *args, scene: Scene, sealable: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.asks_words = asks_words(scene)
        if scale := scale_of(scene):
            self.fields["scale"] = forms.TypedChoiceField(
                label=scene.prompt.question if scene.prompt else "",
                choices=scale,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the five.")},
            )
        elif self.asks_words and sealable:
            self.fields["text"] = Words(
                label=scene.prompt.question if scene.prompt else gettext("What do you notice?"),
                required=False,
                rows=6,
            )

    def answer(self) -> Answer:
        text = self.cleaned_data.get("text", "")
        scale = self.cleaned_data.get("scale")
        return Answer(token=self.cleaned_data["token"], texts=[text], scale=scale)


class CloseForm(StepForm):
    """The questions before the debrief: the first asks for an answer, the others invite one."""

    def __init__(self, *args, debrief: Debrief, sealable: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.names: list[str] = []
        for number, question in enumerate(debrief.questions if sealable else ()):
            name = f"answer_{number}"
            self.names.append(name)
            self.fields[name] = Words(
                label=typographic(question),
                required=number == 0,
                rows=4,
                required_words=_("A sentence is enough. Write it first."),
            )

    def answer(self) -> Answer:
        texts = [self.cleaned_data[name] for name in self.names]
        return Answer(token=self.cleaned_data["token"], texts=texts)
