from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.people.models import Person
from courses.people.services import organisations


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed unless a setting opens it; a new login always belongs to a person."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "No account has this address with this password. Check both and try again."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        return settings.SIGNUP_OPEN

    def save_user(self, request, user, form, commit=True):
        email = form.cleaned_data["email"]
        user.person = Person(organisation=organisations.default(), name=email.partition("@")[0])
        if commit:
            user.person.save()
        return super().save_user(request, user, form, commit)
