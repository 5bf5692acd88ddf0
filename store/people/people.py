"""The table of people who have written to the bot, and what they chose: language, zone, reminders."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.people import Person
from bot.language.addresses import normal_email
from store.codec import read, written
from store.people.moves import ADDRESSES
from store.table import Table

# Every address that anything here names now.
NAMED_HERE = " UNION ".join(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL" for table, column in ADDRESSES)  # noqa: S608


class People(Table):
    """Everybody the bot has met, by their Webex id and by the address that orders name."""

    def by_id(self, person_id: str) -> Person | None:
        """Return the person with a Webex id; None where we have not met."""
        return self._one(Person, "SELECT * FROM people WHERE id = :id", id=person_id)

    def by_email(self, email: str) -> Person | None:
        """Return the person with an address; None where we have not met."""
        return self._one(Person, "SELECT * FROM people WHERE email = :email AND email <> ''", email=normal_email(email))

    def bots_among(self, emails: Collection[str]) -> frozenset[str]:
        """Return the addresses among these that belong to bots, as Webex has said."""
        met = (
            "SELECT email FROM people WHERE is_bot AND email <> '' AND email IN (SELECT value FROM json_each(:emails))"
        )
        return frozenset(row["email"] for row in self._rows(met, emails=sorted(map(normal_email, emails))))

    def meet(self, person: Person) -> Person:
        """Store what Webex says about somebody, and return them with what they chose here.

        Somebody with a new id and a known address replaces whoever had it, without taking over their choices.
        """
        known = self.by_id(person.id)
        if known is not None and known == with_news(known, person):
            return known
        values = written(person) | {"email": normal_email(person.email)}
        self._change(
            "DELETE FROM people WHERE email = :email AND email <> '' AND id <> :id",
            email=values["email"],
            id=person.id,
        )
        row = self._row(
            """INSERT INTO people (id, email, name, is_bot, language, room_id, wants_reminders)
            VALUES (:id, :email, :name, :is_bot, :language, :room_id, :wants_reminders)
            ON CONFLICT (id) DO UPDATE SET email = excluded.email, is_bot = excluded.is_bot,
                name = coalesce(nullif(excluded.name, ''), name),
                language = coalesce(language, excluded.language),
                room_id = coalesce(room_id, excluded.room_id)
            RETURNING *""",
            **values,
        )
        return read(Person, row or values)

    def was_looked_up(self, person_id: str, since: datetime) -> bool:
        """Return whether somebody was looked up at Webex since a moment."""
        looked_up = "SELECT 1 FROM people WHERE id = :id AND looked_up_at >= :since"
        return self._holds(looked_up, id=person_id, since=since)

    def note_looked_up(self, person_id: str, now: datetime) -> None:
        """Note when somebody was looked up at Webex."""
        self._change("UPDATE people SET looked_up_at = :now WHERE id = :id", id=person_id, now=now)

    def set_language(self, email: str, language: str) -> None:
        """Store the language that somebody chose whom we have met."""
        self._set("language", email, language)

    def set_room(self, email: str, room_id: str) -> None:
        """Store the room of the direct chat with somebody whom we have met."""
        self._set("room_id", email, room_id)

    def set_wants_reminders(self, email: str, wants: bool) -> None:
        """Store whether somebody wants reminders whom we have met."""
        self._set("wants_reminders", email, wants)

    def set_zone(self, email: str, zone: str) -> None:
        """Store the time zone that somebody chose whom we have met."""
        self._set("zone", email, zone)

    def strangers(self, but: Iterable[str]) -> list[str]:
        """Return the ids of those whom nothing here names any more, and who chose nothing.

        All that names anybody is read for it: it is a question for a reading, which nobody waits for.
        """
        rows = self._rows(
            f"""SELECT id FROM people WHERE language IS NULL AND coalesce(zone, '') = '' AND wants_reminders = 1
            AND email NOT IN (SELECT value FROM json_each(:but)) AND email NOT IN ({NAMED_HERE})""",  # noqa: S608
            but=sorted(but),
        )
        return [row["id"] for row in rows]

    def forget(self, ids: Iterable[str]) -> int:
        """Delete these people; return how many that were."""
        return self._change("DELETE FROM people WHERE id IN (SELECT value FROM json_each(:ids))", ids=sorted(ids))

    def _set(self, column: str, email: str, value: object) -> None:
        # What stands there already is not written again with each message that is sent.
        which = f"email = :email AND email <> '' AND {column} IS NOT :value"
        self._change(f"UPDATE people SET {column} = :value WHERE {which}", email=normal_email(email), value=value)  # noqa: S608


def with_news(known: Person, person: Person) -> Person:
    """Return somebody we know with what Webex says about them now, keeping what we know and what they chose."""
    return replace(
        known,
        email=normal_email(person.email),
        name=person.name or known.name,
        is_bot=person.is_bot,
        language=known.language or person.language,
        room_id=known.room_id or person.room_id,
    )
