"""What a panel member sends: what they agree to, and an answer with its reason."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scenarios import concordance
from scenarios.forms import CONCORDANCE
from scenarios.graph import Prompt, Scene
from scenarios.models import PanelMember
from scenarios.services import panels
from scenarios.texts import typographic

SHOWING = [
    (PanelMember.Consent.UNNAMED, _("My reasons, without my name")),
    (PanelMember.Consent.NAMED, _("My reasons, with my name")),
    (PanelMember.Consent.COUNTED, _("Only numbers: what I chose is counted, no reason is shown")),
]


class ConsentForm(forms.Form):
    """What learners may see of a member."""

    consent = forms.ChoiceField(
        label=_("What may learners see of you?"),
        choices=SHOWING,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three before you begin.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("Learners see it only if you choose so above."),
        error_messages={"required": _("Write your name, so that the trainer knows it was you.")},
    )
    credentials = forms.CharField(
        label=_("Your work or experience, in a few words"),
        max_length=200,
        required=False,
        help_text=_("For example “Nurse, 20 years in home care”. It is shown with your name."),
    )


class AnswerForm(forms.Form):
    """What somebody would do in one scene, and why. A draft may lack either."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you would do."),
            "invalid_choice": _("Choose one of the answers on this page."),
        },
    )
    reason = forms.CharField(
        max_length=panels.MAX_REASON,
        label=_("Why?"),
        help_text=_(
            "Two or three sentences are enough: what weighs most for you here, and what you would "
            "give up. Write so that no client can be recognised."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write why. Learners learn most from the reason.")},
    )

    def __init__(self, *args, scene: Scene, draft: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        found = choices(scene)
        self.fields["answer"].choices = found
        self.fields["answer"].label = gettext("What would you do?")
        if scene.prompt:
            self.fields["answer"].label = typographic(scene.prompt.question)
        if not found:
            del self.fields["answer"]
            if scene.prompt:
                self.fields["reason"].label = typographic(scene.prompt.question)
        if draft:
            for field in self.fields.values():
                field.required = False

    def given(self, scene: Scene) -> dict:
        """The answer as the service takes it."""
        answer = self.cleaned_data.get("answer", "")
        if scene.kind == "decision":
            return {"choice_key": answer, "reason": self.cleaned_data["reason"]}
        scale = int(answer) if answer else None
        return {"scale": scale, "reason": self.cleaned_data["reason"]}


def choices(scene: Scene) -> list[tuple[str, str]]:
    """The answers of a scene with their words."""
    if scene.kind == "decision":
        return [(choice.key, typographic(choice.label)) for choice in scene.choices]
    prompt = scene.prompt or Prompt()
    return [(step, step_words(prompt, int(step))) for step in concordance.options(scene)]


def step_words(prompt: Prompt, step: int) -> str:
    """A step of a scale in words; the ends as the author named them."""
    if prompt.type == "likert_sct":
        ends = {-2: prompt.low, 2: prompt.high}
        return typographic(ends.get(step) or str(dict(CONCORDANCE)[step]))
    ends = {1: prompt.low, 5: prompt.high}
    if ends.get(step):
        return f"{step} – {typographic(ends[step])}"
    return str(step)


def answer_words(scene: Scene, answer: str) -> str:
    """An answer as it was worded; nothing for one that the scene does not have."""
    return dict(choices(scene)).get(answer, "")
