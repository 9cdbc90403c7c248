"""The people of a django-quiz-app site: found by e-mail address, or added without a login."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from courses.models import ImportOrigin
from courses.people.models import Person, User
from courses.people.services import organisations
from courses.people.services import people as people_service
from courses.quizzes.exchange.items import IMPORTED, SKIPPED, Outcome
from courses.quizzes.exchange.oldsite import OldSite, OldUser
from courses.quizzes.exchange.origins import Origins
from courses.quizzes.exchange.storing import UNCHANGED

MATCH, NEW, KNOWN = "match", "new", "known"
CHOICES = (MATCH, NEW, KNOWN)
PERSON = ImportOrigin.Kind.PERSON


class People:
    """Finds the person of each user, or adds one. Nobody gets a login, a role or a mail."""

    def __init__(self, site: OldSite, origins: Origins, choice: str, now: dt.datetime) -> None:
        self.site, self.origins, self.choice, self.now = site, origins, choice, now
        self.here: dict[str, Person] = {}
        self._mails = Counter(user.email.lower() for user in site.users.values() if user.email)
        self._logins = {
            user.email.lower(): user.person
            for user in User.objects.select_related("person__merged_into")
            if user.email.lower() in self._mails
        }
        self._organisation = organisations.default()

    def bring_in(self) -> list[Outcome]:
        known = self._known()
        by_age = sorted(self.site.users.items(), key=lambda row: (len(row[0]), row[0]))
        return [self._one(pk, old, known) for pk, old in by_age]

    def _known(self) -> dict[str, Person]:
        """Those of an earlier import, by their uuid there."""
        targets = [row.target for pk in self.site.users if (row := self.origins.find(PERSON, pk))]
        return {
            str(person.uuid): person.as_now
            for start in range(0, len(targets), 500)
            for person in Person.objects.filter(
                uuid__in=targets[start : start + 500]
            ).select_related("merged_into")
        }

    def _one(self, pk: str, old: OldUser, known: dict[str, Person]) -> Outcome:
        outcome = Outcome("person", pk, old.username[:200], IMPORTED)
        row = self.origins.find(PERSON, pk)
        found = known.get(row.target) if row else None
        if found is not None and row is not None:
            outcome.action, outcome.why = SKIPPED, UNCHANGED
            target = row.target
        else:
            found = self._find_or_add(old, outcome)
            target = str(found.uuid) if found else ""
        if found is not None:
            self.here[pk] = found
            outcome.target = str(found.uuid)
            # The uuid of then: whom a person was merged into is asked anew each time.
            kept = {"username": old.username, "progress": self.site.progress.get(pk, "")}
            self.origins.note(PERSON, pk, target, "", kept)
        return outcome

    def _find_or_add(self, old: OldUser, outcome: Outcome) -> Person | None:
        mail = old.email.lower()
        if self.choice != NEW and mail in self._logins:
            if self._mails[mail] == 1:
                outcome.why = "matched by e-mail"
                return self._logins[mail].as_now
            outcome.notes.append(
                f"{self._mails[mail]} people share its e-mail address, so nobody is matched by it"
            )
        if self.choice == KNOWN:
            outcome.action, outcome.why = SKIPPED, "nobody here has this e-mail address"
            return None
        outcome.why = "added without a login"
        if not old.active:
            outcome.notes.append("they could no longer sign in there")
        return people_service.add_person(
            organisation=self._organisation,
            facts={"name": (old.name or f"User {old.id}")[:200]},
            now=self.now,
        )
