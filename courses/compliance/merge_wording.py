"""Two records side by side, and what merging them does, in words."""

from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.compliance.comparing import Side
from courses.people.models import Person
from courses.people.models.person import ROLES
from courses.people.services.merging import Plan
from courses.people.templatetags.people_tags import role_words

LABELS = {
    "external_id": gettext_lazy("Staff number"),
    "profession": gettext_lazy("Profession"),
    "job_code": gettext_lazy("Job code"),
    "own_time_zone": gettext_lazy("Time zone"),
    "preferred_language": gettext_lazy("Language"),
}


@dataclass(frozen=True)
class Compared:
    """One line of the comparison."""

    label: str
    kept: str
    merged: str

    @property
    def differs(self) -> bool:
        return self.kept != self.merged


def compared(kept: Side, merged: Side) -> list[Compared]:
    """What is known of both, line by line; a line that is empty for both is left out."""
    ours, theirs = _facts(kept), _facts(merged)
    lines = [Compared(label, ours[label] or "–", theirs[label] or "–") for label in ours]
    return [line for line in lines if (line.kept, line.merged) != ("–", "–")]


def _facts(side: Side) -> dict[str, str]:
    person = side.person
    logins = [
        user.email if user.is_active else _("%(email)s (shut)") % {"email": user.email}
        for user in side.logins
    ]
    signed_in = max((user.last_login for user in side.logins if user.last_login), default=None)
    return {
        _("Name"): person.name,
        **{str(label): getattr(person, name) for name, label in LABELS.items()},
        _("Hired on"): _day(person.hired_on),
        _("Left on"): _day(person.left_on),
        _("Teams"): ", ".join(side.teams),
        _("Manages"): ", ".join(side.manages),
        _("Roles"): role_words(person),
        _("Logins"): ", ".join(logins),
        _("Last signed in"): _day(signed_in),
        _("Courses under way"): str(side.under_way),
        _("Courses completed"): str(side.done),
        _("Last completed"): _day(side.last_done_at),
    }


def _day(at) -> str:
    if at is None:
        return ""
    return formats.date_format(timezone.localtime(at) if hasattr(at, "hour") else at, "j F Y")


def effects(kept: Person, plan: Plan) -> list[str]:
    """What merging does, one plain sentence each."""
    found = [
        _("All that both were asked, began and completed stands in the one record that stays."),
        _("Certificates stay as they are, with the name that was printed on them."),
        *_about_logins(plan),
    ]
    if plan.facts:
        what = ", ".join(_taken(name, value) for name, value in plan.facts.items())
        found.append(_("The record that stays takes over: %(what)s.") % {"what": what})
    if list(plan.roles) != kept.roles:
        after = Person(**{f"is_{role}": role in plan.roles for role in ROLES})
        found.append(_("Roles afterwards: %(roles)s.") % {"roles": role_words(after)})
    found += [
        _("Teams, and teams managed, go over with their dates."),
        _("What was written in private opens for whoever signs in to the record that stays."),
        _("The duplicate is in no list any more, and nobody can ask it to take a course."),
    ]
    return found


def _taken(name: str, value) -> str:
    if name == "hired_on":
        return _("hired on %(day)s") % {"day": _day(value)}
    return f"{LABELS[name]} {value}"


def _about_logins(plan: Plan) -> list[str]:
    said = [
        _("%(email)s signs in to the record that stays from now on.") % {"email": user.email}
        for user in plan.moving
    ]
    return said + [
        _("%(email)s is shut, since the record that stays has a login.") % {"email": user.email}
        for user in plan.shutting
        if user.is_active
    ]
