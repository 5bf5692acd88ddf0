"""Organizations as kept: the embedded directory in which orders are matched."""

from bot.domain.organizations import Organization, match_key
from bot.language.addresses import normal_email
from store.codec import Row, read, written
from store.table import Table, upsert

LAST_CHARACTER = "\U0010ffff"
SAVE = upsert("organizations", ("id", "name", "kind", "country", "created", "match_key"), key=["id"])


class Organizations(Table):
    """The directory that comes with the bot: it implements `bot.domain.organizations.Directory`."""

    def get(self, org_id: str) -> Organization | None:
        """Return one organization with its people."""
        row = self._row("SELECT * FROM directory WHERE id = :id", id=org_id)
        return read(Organization, row) if row else None

    def with_person(self, address: str) -> list[Organization]:
        """Return every organization in which the address is an administrator or a user."""
        return self._read(
            """SELECT * FROM directory
            WHERE id IN (SELECT org_id FROM organization_people WHERE email = :email) ORDER BY id""",
            email=normal_email(address),
        )

    def named_like(self, prefix: str) -> list[Organization]:
        """Return every organization whose match key begins with this prefix."""
        return self._read(
            "SELECT * FROM directory WHERE match_key >= :first AND match_key < :beyond ORDER BY id",
            first=prefix,
            beyond=prefix + LAST_CHARACTER,
        )

    def save(self, organization: Organization) -> bool:
        """Keep an organization as it is now; returns whether that changed anything."""
        if self.get(organization.id) == organization:
            return False
        self._change(SAVE, **_without_people(organization), match_key=match_key(organization.name))
        self._change("DELETE FROM organization_people WHERE org_id = :id", id=organization.id)
        self._add_people(organization)
        return True

    def renew_keys(self) -> int:
        """Have every organization found by its name as names are compared now; returns how many keys that changed.

        Which words say nothing of a company is known better with every language that is added.
        """
        keys = [(row, match_key(row["name"])) for row in self._rows("SELECT id, name, match_key FROM organizations")]
        stale = [(row["id"], key) for row, key in keys if key != row["match_key"]]
        for org_id, key in stale:
            self._change("UPDATE organizations SET match_key = :key WHERE id = :id", id=org_id, key=key)
        return len(stale)

    def _add_people(self, organization: Organization) -> None:
        """Insert everybody in one statement: an organization may have thousands of users."""
        self._change(
            """INSERT INTO organization_people (org_id, email, is_admin, is_user)
            SELECT :id, value,
                value IN (SELECT value FROM json_each(:admins)), value IN (SELECT value FROM json_each(:users))
            FROM json_each(:people)""",
            id=organization.id,
            people=organization.people,
            admins=organization.admins,
            users=organization.users,
        )

    def _read(self, sql: str, **values: object) -> list[Organization]:
        return [read(Organization, row) for row in self._rows(sql, **values)]


def _without_people(organization: Organization) -> Row:
    return {name: value for name, value in written(organization).items() if name not in ("admins", "users")}
