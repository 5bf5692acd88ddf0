"""The tables of rep spaces: their members, routes and languages, and whether we can reach them."""

from collections.abc import Iterable
from datetime import datetime

from bot.language.addresses import normal_email
from store.table import Table


class Spaces(Table):
    """Rep spaces, with their members by address and their routes by country or offer."""

    def set_members(self, room_id: str, emails: Iterable[str]) -> None:
        """Store the complete list of members of a space."""
        self._change("DELETE FROM space_members WHERE room_id = :room_id", room_id=room_id)
        self._change(
            "INSERT INTO space_members (room_id, email) SELECT :room_id, value FROM json_each(:emails)",
            room_id=room_id,
            emails=frozenset(normal_email(email) for email in emails),
        )

    def add(self, room_id: str, email: str) -> None:
        """Add a member."""
        self._change(
            "INSERT OR IGNORE INTO space_members (room_id, email) VALUES (:room_id, :email)",
            room_id=room_id,
            email=normal_email(email),
        )

    def remove(self, room_id: str, email: str) -> None:
        """Remove a member."""
        self._change(
            "DELETE FROM space_members WHERE room_id = :room_id AND email = :email",
            room_id=room_id,
            email=normal_email(email),
        )

    def is_in_one(self, room_ids: Iterable[str], email: str) -> bool:
        """Return whether somebody is a member of one of these spaces."""
        member = "SELECT 1 FROM space_members WHERE email = :email AND room_id IN (SELECT value FROM json_each(:rooms))"
        return self._holds(member, rooms=list(room_ids), email=normal_email(email))

    def members_among(self, emails: Iterable[str]) -> frozenset[str]:
        """Return the addresses among these that belong to a member of any space."""
        members = "SELECT DISTINCT email FROM space_members WHERE email IN (SELECT value FROM json_each(:emails))"
        return frozenset(row["email"] for row in self._rows(members, emails=sorted(map(normal_email, emails))))

    def members(self, room_id: str) -> frozenset[str]:
        """Return the members of a space."""
        rows = self._rows("SELECT email FROM space_members WHERE room_id = :room_id", room_id=room_id)
        return frozenset(row["email"] for row in rows)

    def lead(self, route: str, room_id: str) -> None:
        """Route the escalations of a country or an offer to a space, in place of where they went before."""
        self._change(
            """INSERT INTO space_routes (route, room_id) VALUES (:route, :room_id)
            ON CONFLICT (route) DO UPDATE SET room_id = excluded.room_id""",
            route=route,
            room_id=room_id,
        )

    def routes(self) -> dict[str, str]:
        """Return the room of each country and offer that has one."""
        return {row["route"]: row["room_id"] for row in self._rows("SELECT route, room_id FROM space_routes")}

    def end_routes(self, room_id: str) -> int:
        """Remove the routes to a space; return how many it had."""
        return self._change("DELETE FROM space_routes WHERE room_id = :room_id", room_id=room_id)

    def name(self, room_id: str, title: str) -> None:
        """Store the title of a space."""
        self._change(
            """INSERT INTO spaces (room_id, title) VALUES (:room_id, :title)
            ON CONFLICT (room_id) DO UPDATE SET title = excluded.title""",
            room_id=room_id,
            title=title,
        )

    def find(self, room_id: str) -> bool:
        """Note that we can reach a space; False where that was known."""
        found = "UPDATE spaces SET lost_at = NULL WHERE room_id = :room_id AND lost_at IS NOT NULL"
        return self._change(found, room_id=room_id) == 1

    def lose(self, room_id: str, now: datetime) -> bool:
        """Note that we cannot reach a space; False where that was known."""
        lost = self._change(
            """INSERT INTO spaces (room_id, lost_at) VALUES (:room_id, :now)
            ON CONFLICT (room_id) DO UPDATE SET lost_at = excluded.lost_at WHERE lost_at IS NULL""",
            room_id=room_id,
            now=now,
        )
        return lost == 1

    def lost(self) -> frozenset[str]:
        """Return the spaces that we cannot reach."""
        return frozenset(row["room_id"] for row in self._rows("SELECT room_id FROM spaces WHERE lost_at IS NOT NULL"))

    def title(self, room_id: str) -> str:
        """Return the title of a space; "" where we do not know it."""
        return self._text("SELECT title FROM spaces WHERE room_id = :room_id", room_id=room_id)

    def speak(self, room_id: str, language: str) -> None:
        """Store the language in which a space is spoken to."""
        self._change(
            """INSERT INTO spaces (room_id, language) VALUES (:room_id, :language)
            ON CONFLICT (room_id) DO UPDATE SET language = excluded.language""",
            room_id=room_id,
            language=language,
        )

    def language(self, room_id: str) -> str:
        """Return the language that was chosen for a space; "" where none was."""
        return self._text("SELECT language FROM spaces WHERE room_id = :room_id", room_id=room_id)
