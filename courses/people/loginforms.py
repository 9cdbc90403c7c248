"""allauth's forms in our words, without the labels once more inside their boxes."""

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "email": _("Email address"),
    "oldpassword": _("The password you have now"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}


class InOurWords:
    """One name for each field on every page; a link to the reset stands beside the buttons."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].help_text = ""


class LoginForm(InOurWords, forms.LoginForm):
    """Sign in."""


class AddEmailForm(InOurWords, forms.AddEmailForm):
    """Another address for one's account."""


class ChangePasswordForm(InOurWords, forms.ChangePasswordForm):
    """A new password for somebody who knows the old one."""


class ResetPasswordForm(InOurWords, forms.ResetPasswordForm):
    """Ask for the link to a new password."""


class ResetPasswordKeyForm(InOurWords, forms.ResetPasswordKeyForm):
    """A new password for somebody who followed the link."""
