"""Sixty invented people in a tree of teams, and the four who show the product."""

import datetime as dt
import random

from courses.people.models import Management, Membership, Organisation, Person, Team
from courses.people.services import logins, organisations, roles
from lms.demo.accounts import PASSWORD

# e-mail, name, roles
ACCOUNTS = (
    ("learner@example.org", "Lina Harrow", ("learner",)),
    ("trainer@example.org", "Tobias Fennimore", ("learner", "trainer")),
    ("manager@example.org", "Marit Okafor-Lunde", ("learner", "manager")),
    ("admin@example.org", "Ansel Quillfeather", ("learner", "administrator")),
)
# Family names and given names of no one: made up, or put together from different languages.
GIVEN = [
    "Adaeze",
    "Bram",
    "Chiara",
    "Dafydd",
    "Elif",
    "Farid",
    "Greta",
    "Hemi",
    "Isolde",
    "Jiho",
    "Kofi",
    "Leilani",
    "Marek",
    "Noor",
    "Orla",
    "Pilar",
    "Quentin",
    "Rosalba",
    "Sunniva",
    "Tariq",
    "Ursa",
    "Viggo",
    "Wren",
    "Ximena",
    "Yusuf",
    "Zofia",
    "Anouk",
    "Bashir",
    "Cerys",
    "Dario",
]
FAMILY = [
    "Applewhisker",
    "Brookmantle",
    "Copperfield-Ito",
    "Dunmarrow",
    "Eastlantern",
    "Fairweather-Nwosu",
    "Glasswing",
    "Hollowbrook",
    "Inkpenny",
    "Juniper-Rao",
    "Kettlewood",
    "Larkspurre",
    "Meadowcroft-Diaz",
    "Nightfern",
    "Oatstone",
    "Pennyroyal",
    "Quillon",
    "Rushwater",
    "Saltmarsh-Kim",
    "Thistledown",
    "Umberley",
    "Velvetine",
    "Willowmere",
    "Yarrowby",
]
PROFESSIONS = (
    ("Case manager", "CM"),
    ("Social worker", "SW"),
    ("Counsellor", "CO"),
    ("Nurse", "RN"),
)
TEAMS = {
    "Community North": ("Harbour visits", "Hill visits"),
    "Community South": ("Riverside visits", "Old Town visits"),
    "Hospital liaison": ("Discharge", "Intake"),
}
COUNT = 60


def organisation() -> Organisation:
    """The demo organisation."""
    found = organisations.default()
    found.name = "Lanternmoor Care (a demonstration)"
    found.time_zone = "Europe/London"
    found.provider_address = "1 Example Quay, Lanternmoor"
    found.signatory_name = "Ansel Quillfeather"
    found.signatory_role = "Head of learning (demonstration)"
    found.save()
    return found


def teams(owner: Organisation) -> list[Team]:
    """The tree of teams; returns the six teams at its ends, in order."""
    top = Team.objects.filter(organisation=owner, depth=1).first() or Team.add_root(
        organisation=owner, name="Lanternmoor Care"
    )
    ends = []
    for name, below in TEAMS.items():
        branch = top.get_children().filter(name=name).first() or top.add_child(
            organisation=owner, name=name
        )
        for end in below:
            ends.append(
                branch.get_children().filter(name=end).first()
                or branch.add_child(organisation=owner, name=end)
            )
    return ends


def load_people(*, today: dt.date) -> list[Person]:
    """The sixty people and the four accounts; the learner comes first. Loading twice adds
    nobody.
    """
    owner = organisation()
    ends = teams(owner)
    rng = random.Random(20261124)  # noqa: S311  the demo is the same for everyone
    accounts = [_account(owner, row, today) for row in ACCOUNTS]
    learner, _trainer, manager, _admin = accounts
    _belong(learner, ends[0], today - dt.timedelta(days=800))
    north = ends[0].get_parent()
    Management.objects.get_or_create(
        person=manager, team=north, defaults={"starts_on": today - dt.timedelta(days=900)}
    )
    people = [learner]
    for number in range(1, COUNT):
        person = _person(owner, number, rng, today)
        _belong(person, ends[number % len(ends)], person.hired_on)
        people.append(person)
    _managers(people, ends, today)
    return people


def _account(owner: Organisation, row, today: dt.date) -> Person:
    email, name, wanted = row
    person = Person.objects.filter(users__email=email).first()
    if person is None:
        person = Person.objects.create(
            organisation=owner,
            name=name,
            external_id=f"DEMO-{email.partition('@')[0].upper()}",
            profession="Case manager",
            job_code="CM",
            hired_on=today - dt.timedelta(days=900),
        )
        logins.create_login(person=person, email=email, password=PASSWORD)
    roles.set_roles(person=person, roles=wanted)
    return person


def _person(owner: Organisation, number: int, rng: random.Random, today: dt.date) -> Person:
    profession, code = PROFESSIONS[rng.randrange(len(PROFESSIONS))]
    hired = today - dt.timedelta(days=rng.choice((1400, 1100, 900, 800, 620, 400, 200, 45)))
    name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[(number * 7) % len(FAMILY)]}"
    person, _made = Person.objects.get_or_create(
        organisation=owner,
        external_id=f"DEMO-{number:03}",
        defaults={
            "name": name,
            "profession": profession,
            "job_code": code,
            "hired_on": hired,
        },
    )
    return person


def _belong(person: Person, team: Team, since: dt.date) -> None:
    if not person.memberships.exists():
        Membership.objects.create(person=person, team=team, starts_on=since)


def _managers(people: list[Person], ends: list[Team], today: dt.date) -> None:
    """One colleague of each branch manages it, so that the demo manager is not alone."""
    since = today - dt.timedelta(days=700)
    for position, team in ((3, ends[2].get_parent()), (5, ends[4].get_parent())):
        manager = people[position]
        roles.set_roles(person=manager, roles=("learner", "manager"))
        Management.objects.get_or_create(person=manager, team=team, defaults={"starts_on": since})
