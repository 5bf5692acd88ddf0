"""The people of the world, humans and bots, and who may look up whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime

from playground import ids
from playground.ground import Ground
from playground.model import Home, Json, Person
from playground.refusals import NO_PERSON, NO_TOKEN, Refused


class People:
    """Everybody, by id, by address and by token."""

    def __init__(self, ground: Ground, home: Home) -> None:
        self._ground = ground
        self._home = home
        self._by_id: dict[str, Person] = {}

    def add(
        self, email: str, name: str | None, *, type_: str, org: str, token: str | None, timezone: str | None
    ) -> Person:
        """Add somebody to Webex. Each address belongs to one person."""
        with self._ground.turn():
            if self.by_email(email):
                raise ValueError(f"{email} is somebody already.")
            first, _, last = (name or "").partition(" ")
            person = Person(
                id=ids.mint("PEOPLE", ids.named("person", email.casefold())),
                email=email,
                name=name or email,
                org_id=org_id(org),
                created=self._ground.now(),
                token=token or f"token-of-{email}",
                world=self._home,
                type=type_,
                nick_name=(name if type_ == "bot" else first) or None,
                first_name=None if type_ == "bot" else first or None,
                last_name=None if type_ == "bot" else last or None,
                timezone=timezone,
            )
            self._by_id[person.id] = person
            self._ground.changed()
            return person

    def join(
        self,
        email: str,
        name: str | None = None,
        *,
        org: str = "",
        token: str | None = None,
        timezone: str | None = None,
    ) -> Person:
        """Let a human be on Webex; colleagues share a domain."""
        org = org or email.rpartition("@")[2]
        return self.add(email, name, type_="person", org=org, token=token, timezone=timezone)

    def everybody(self) -> tuple[Person, ...]:
        """Return all people, in the order in which they came."""
        with self._ground.turn():
            return tuple(self._by_id.values())

    def by_id(self, person_id: str) -> Person | None:
        """Return the person with this id, whatever cluster the id names."""
        with self._ground.turn():
            return self._by_id.get(person_id)

    def by_email(self, email: str) -> Person | None:
        """Return the person with this address, in whatever case."""
        with self._ground.turn():
            wanted = email.casefold()
            return next((each for each in self._by_id.values() if each.email.casefold() == wanted), None)

    def at(self, email: str) -> Person:
        """Return the person with this address, who has to be there."""
        person = self.by_email(email)
        if person is None:
            raise Refused(404, NO_PERSON)
        return person

    def by_token(self, token: str) -> Person:
        """Return whose token this is."""
        with self._ground.turn():
            for each in self._by_id.values():
                if each.token == token:
                    return each
            raise Refused(401, NO_TOKEN)

    def get(self, given: object) -> Person:
        """Return the person a caller asks for by id."""
        person = self.by_id(ids.asked(given, "PEOPLE"))
        if person is None:
            raise Refused(404, NO_PERSON)
        return person

    def named(self, who: str) -> Person | None:
        """Return the person whom a mention names, by address or id."""
        return self.by_email(who) or self.by_id(who)

    def search(self, caller: Person, *, email: str | None, name: str | None) -> list[Person]:
        """Return the people whom the caller finds, mostly those of their own organization."""
        found = [each for each in self.everybody() if self._is_known_to(caller, each)]
        if email:
            return [each for each in found if each.email.casefold() == email.casefold()]
        return [each for each in found if each.name.casefold().startswith((name or "").casefold())]

    def change(self, person: Person, *, token: str) -> Person:
        """Give somebody a new token; the old one is refused from now on."""
        with self._ground.turn():
            changed = replace(self._by_id[person.id], token=token)
            self._by_id[person.id] = changed
            return changed

    def rename(self, person: Person, email: str) -> Person:
        """Give somebody another address; their id stays."""
        with self._ground.turn():
            if self.by_email(email):
                raise ValueError(f"{email} is somebody already.")
            changed = replace(self._by_id[person.id], email=email)
            self._by_id[person.id] = changed
            return changed

    def kept(self) -> list[Json]:
        """Everybody, as they are written down."""
        with self._ground.turn():
            return [
                {each.name: getattr(person, each.name) for each in fields(person) if each.name != "world"}
                for person in self._by_id.values()
            ]

    def put_back(self, rows: Iterable[Json]) -> None:
        """Let those be there who were written down."""
        for row in rows:
            created = datetime.fromisoformat(row["created"])
            person = Person(**{**row, "created": created}, world=self._home)
            self._by_id[person.id] = person

    def _is_known_to(self, caller: Person, other: Person) -> bool:
        return other.org_id == caller.org_id or self._ground.faults.people_of_other_orgs


def org_id(name: str) -> str:
    """Return the id of an organization, which here is known by a name or a domain."""
    return ids.mint("ORGANIZATION", ids.named("organization", name.casefold()))
