"""Organisations, persons and their logins, teams, and the keys of private text."""

from .accommodations import Accommodation, AccommodationEnd
from .keys import PersonKey
from .merges import Merge
from .organisation import Organisation
from .person import Person, User
from .teams import Management, Membership, Team

__all__ = [
    "Accommodation",
    "AccommodationEnd",
    "Management",
    "Membership",
    "Merge",
    "Organisation",
    "Person",
    "PersonKey",
    "Team",
    "User",
]
