"""Encounters: who could not be reached, which guests the admins know of, and which strangers had an answer today."""

from collections.abc import Iterable
from datetime import datetime

from store.bot_state import BotState, day_of
from store.people.people import NAMED_HERE

# What the keys of the notes begin with; the address or the id of the person follows.
UNREACHABLE, GUEST, ANSWERED, APOLOGIZED = "unreachable:", "guest:", "stranger:", "apologized:"


class Encounters(BotState):
    """Notes about people, whether or not they have ever written to the bot."""

    def unreachable_since(self, email: str) -> datetime | None:
        """Return when somebody last could not be reached; None where nothing has failed since they were."""
        return self.moment(UNREACHABLE + email)

    def note_unreachable(self, email: str, at: datetime) -> None:
        """Note that somebody could not be reached."""
        self.set_moment(UNREACHABLE + email, at)

    def note_reached(self, email: str) -> None:
        """Forget that somebody could not be reached."""
        self.set(UNREACHABLE + email, "")

    def is_known_guest(self, room_id: str, email: str) -> bool:
        """Return whether the admins know that somebody is in a rep space as a guest."""
        return bool(self.get(f"{GUEST}{room_id}:{email}"))

    def note_guest(self, room_id: str, email: str, at: datetime) -> None:
        """Note that the admins were told of a guest."""
        self.set_moment(f"{GUEST}{room_id}:{email}", at)

    def note_answer(self, person_id: str, now: datetime) -> bool:
        """Note that a stranger is answered; return whether that is for the first time today."""
        return self.note_today(ANSWERED + person_id, now)

    def note_apology(self, person_id: str, now: datetime) -> bool:
        """Note an apology to somebody who may not have written; return whether it is their first one today."""
        return self.note_today(APOLOGIZED + person_id, now)

    def of_nobody(self) -> list[str]:
        """Return the keys of notes about people whom nothing names any more.

        As `People.strangers`, it is a question for a reading.
        """
        rows = self._rows(
            f"""SELECT key FROM settings WHERE key GLOB '{UNREACHABLE}*'
                AND (value = '' OR substr(key, length('{UNREACHABLE}') + 1) NOT IN ({NAMED_HERE}))
            UNION
            SELECT key FROM settings WHERE key GLOB '{GUEST}*'
                AND key NOT IN (SELECT '{GUEST}' || room_id || ':' || email FROM space_members)"""  # noqa: S608
        )
        return [row["key"] for row in rows]

    def forget(self, keys: Iterable[str]) -> int:
        """Delete the notes under these keys."""
        return self._change("DELETE FROM settings WHERE key IN (SELECT value FROM json_each(:keys))", keys=sorted(keys))

    def forget_days_before(self, now: datetime) -> None:
        """Delete the notes of days before today on which somebody got an answer or an apology."""
        self._change(
            f"""DELETE FROM settings
            WHERE (key GLOB '{ANSWERED}*' OR key GLOB '{APOLOGIZED}*') AND value < :today""",  # noqa: S608
            today=day_of(now),
        )
