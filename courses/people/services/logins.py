"""Give a person a login: directly, or by an invitation to choose a password."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.people.models import Merge, Person, User
from courses.people.services import roles


class EmailTaken(Exception):
    """Another login already uses this e-mail address."""


class HasLogin(Exception):
    """The person can sign in already, with the address in `args[0]`."""


@transaction.atomic
def create_login(*, person: Person, email: str, password: str | None = None) -> User:
    """Create a login for a person; without a password nobody can sign in until one is chosen.

    Raises `EmailTaken` when the address belongs to another login.
    """
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise EmailTaken(email)
    # Somebody may be merged at this very moment: the login belongs to whom they are then.
    held = Person.objects.select_for_update(of=("self",)).select_related("merged_into")
    person = held.get(pk=person.pk).as_now
    user = User.objects.create_user(email=email, person=person, password=password)
    # The administrator vouches for the address; whoever follows the invitation proves it.
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    roles.sync_groups(user=user)
    return user


def invitation_url(*, user: User) -> str:
    """The address at which an invited person chooses a password; it works once, for three days."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uidb36, _sep, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
    return settings.BASE_URL.rstrip("/") + path


def send_invitation(*, user: User) -> None:
    """E-mail a person the address at which to choose their password."""
    context = {"person": user.person, "url": invitation_url(user=user)}
    send_mail(
        _("Your account at %(organisation)s") % {"organisation": user.person.organisation.name},
        render_to_string("people/email/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )


def tell_of_another(*, user: User) -> None:
    """E-mail every other address of the same person that this one can sign in to their record.

    Whoever signs in with it reads what they wrote in private, so they must hear of it.
    """
    for other in User.objects.filter(person=user.person_id).exclude(pk=user.pk).order_by("email"):
        context = {"email": user.email, "organisation": user.person.organisation}
        send_mail(
            _("Your record at %(organisation)s") % {"organisation": user.person.organisation.name},
            render_to_string("people/email/another_login.txt", context),
            settings.DEFAULT_FROM_EMAIL,
            [other.email],
        )


def tell_of_merge(*, merge: Merge) -> None:
    """E-mail every address that signed in to either record that they are one now, and who did it.

    Somebody who was merged by mistake must hear of it, also where their login was shut.
    """
    for user in merge.kept.users.order_by("email"):
        context = {"merge": merge, "user": user, "organisation": merge.kept.organisation}
        send_mail(
            _("Your record at %(organisation)s") % {"organisation": merge.kept.organisation.name},
            render_to_string("people/email/merged.txt", context),
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
        )
