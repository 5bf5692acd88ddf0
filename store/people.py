"""People we have met, and how they want to be spoken to."""

from datetime import datetime

from bot.domain.people import Person
from bot.language.addresses import normal_email
from store.codec import read, written
from store.table import Table


class People(Table):
    """Everybody the bot has met: by their Webex id, and by the address that orders name."""

    def by_id(self, person_id: str) -> Person | None:
        """Return who has this id."""
        row = self._row("SELECT * FROM people WHERE id = :id", id=person_id)
        return read(Person, row) if row else None

    def by_email(self, email: str) -> Person | None:
        """Return who has this address."""
        row = self._row("SELECT * FROM people WHERE email = :email AND email <> ''", email=normal_email(email))
        return read(Person, row) if row else None

    def meet(self, person: Person) -> Person:
        """Bring what Webex says of somebody up to date, and return them with what they chose here.

        Somebody new with a known address takes the place of whoever had it, without their choices.
        """
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
        return self._value(looked_up, id=person_id, since=since) is not None

    def note_looked_up(self, person_id: str, now: datetime) -> None:
        """Note that somebody is looked up at Webex now."""
        self._change("UPDATE people SET looked_up_at = :now WHERE id = :id", id=person_id, now=now)

    def set_language(self, email: str, language: str) -> bool:
        """Speak this language with somebody; False when we have not met."""
        return self._set("UPDATE people SET language = :value WHERE email = :email", email, language)

    def set_room(self, email: str, room_id: str) -> bool:
        """Note somebody's direct chat with the bot; False when we have not met."""
        return self._set("UPDATE people SET room_id = :value WHERE email = :email", email, room_id)

    def set_wants_reminders(self, email: str, wants: bool) -> bool:
        """Note whether somebody wants reminders; False when we have not met."""
        return self._set("UPDATE people SET wants_reminders = :value WHERE email = :email", email, wants)

    def set_zone(self, email: str, zone: str) -> bool:
        """Note the time zone somebody is in; False when we have not met."""
        return self._set("UPDATE people SET zone = :value WHERE email = :email", email, zone)

    def _set(self, statement: str, email: str, value: object) -> bool:
        return self._change(statement, email=normal_email(email), value=value) == 1
