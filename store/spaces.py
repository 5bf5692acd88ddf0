"""Members of the rep space: who may act for orders that are not their own."""

from collections.abc import Iterable

from bot.people import normal_email
from store.table import Table


class SpaceMembers(Table):
    """Who is in a space, by address."""

    def set_members(self, room_id: str, emails: Iterable[str]) -> None:
        """Note that exactly these people are in a space."""
        self._change("DELETE FROM space_members WHERE room_id = :room_id", room_id=room_id)
        self._change(
            "INSERT INTO space_members (room_id, email) SELECT :room_id, value FROM json_each(:emails)",
            room_id=room_id,
            emails=frozenset(normal_email(email) for email in emails),
        )

    def add(self, room_id: str, email: str) -> None:
        """Note that somebody came in."""
        self._change(
            "INSERT OR IGNORE INTO space_members (room_id, email) VALUES (:room_id, :email)",
            room_id=room_id,
            email=normal_email(email),
        )

    def remove(self, room_id: str, email: str) -> None:
        """Note that somebody left."""
        self._change(
            "DELETE FROM space_members WHERE room_id = :room_id AND email = :email",
            room_id=room_id,
            email=normal_email(email),
        )

    def is_member(self, room_id: str, email: str) -> bool:
        """Return whether somebody is in a space."""
        member = "SELECT 1 FROM space_members WHERE room_id = :room_id AND email = :email"
        return self._value(member, room_id=room_id, email=normal_email(email)) is not None

    def members(self, room_id: str) -> frozenset[str]:
        """Return who is in a space."""
        rows = self._rows("SELECT email FROM space_members WHERE room_id = :room_id", room_id=room_id)
        return frozenset(row["email"] for row in rows)
