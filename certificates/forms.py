"""What an administrator may say about a certificate. A reason is always asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates import texts
from certificates.models import Revocation
from courses.people.wordless import shows_nothing


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the certificate and seen by administrators only."),
    )


class RevocationForm(ReasonForm):
    kind = forms.ChoiceField(
        label=_("What everybody who checks it reads"), choices=Revocation.Kind.choices
    )
    field_order = ["kind", "reason"]


class CorrectionForm(ReasonForm):
    name = forms.CharField(
        label=_("Name as it should print"),
        max_length=200,
        help_text=_("Dates, course and credit are those of the completion and stay as they are."),
    )
    field_order = ["name", "reason"]

    def clean_name(self) -> str:
        name = texts.printable(self.cleaned_data["name"])
        if shows_nothing(name):
            raise forms.ValidationError(_("Write the name."))
        return name
