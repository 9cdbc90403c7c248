from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import CataloguePage, HomePage
from courses.people.models import User
from courses.people.models.organisation import validate_time_zone
from courses.people.services import logins, organisations, people
from lms import frontpages


class Command(BaseCommand):
    """Make an empty installation a site: its organisation, first pages and an administrator.

    Everything after that is done in the browser. It also lets an administrator in again when
    nobody can get in: whoever may run it may do anything anyway. Twice changes nothing more.
    """

    help = "Name the organisation, make the home page and the catalogue, invite an administrator."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--email", required=True, help="an administrator's e-mail address")
        parser.add_argument("--name", help="their name, when they have no login yet")
        parser.add_argument("--organisation", help="the organisation's name")
        parser.add_argument("--time-zone", help="where its days end, as Europe/London")

    def handle(self, *, email, name, organisation, time_zone, **options) -> None:
        email = email.strip().lower()
        try:
            validate_email(email)
            validate_time_zone(time_zone or "")
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        known = User.objects.select_related("person__organisation").filter(email__iexact=email)
        user = known.first()
        if user is None and not (name or "").strip():
            raise CommandError(f"No login has the address {email}. Say whose it is: --name NAME")
        owner = organisations.describe(name=organisation or "", time_zone=time_zone or "")
        frontpages.ensure(
            home=HomePage(
                title=settings.WAGTAIL_SITE_NAME,
                slug="home-of-candour",
                lead=_("Continuing education at %(name)s") % {"name": owner.name},
                illustration_alt="",
            ),
            catalogue=CataloguePage(title=_("Catalogue"), slug="catalogue"),
        )
        user = people.ensure_administrator(
            organisation=owner, user=user, email=email, name=(name or "").strip(),
            now=timezone.now(),
        )  # fmt: skip
        self.stdout.write(f"{owner.name} ({owner.time_zone}): {settings.BASE_URL}")
        self.stdout.write(f"{user.person.name} is an administrator. They choose a password here,")
        self.stdout.write("within three days; the address works once and opens their account:")
        self.stdout.write(f"    {logins.invitation_url(user=user)}")
