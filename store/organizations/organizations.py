"""The table of organizations: the embedded directory in which orders are matched."""

from bot.domain.organizations import NothingManaged, Organization
from bot.language.addresses import normal_email
from store.codec import Row, written
from store.table import Table, upsert

SAVE = upsert("organizations", ("id", "name", "kind", "country", "created"), key=["id"])


class Organizations(Table, NothingManaged):
    """The directory that comes with the bot: it implements `bot.domain.organizations.Directory`."""

    def get(self, org_id: str) -> Organization | None:
        """Return one organization with its people; None where there is none."""
        return self._one(Organization, "SELECT * FROM directory WHERE id = :id", id=org_id)

    def with_person(self, address: str) -> list[Organization]:
        """Return every organization in which the address is an administrator or a user."""
        return self._all(
            Organization,
            """SELECT * FROM directory
            WHERE id IN (SELECT org_id FROM organization_people WHERE email = :email) ORDER BY id""",
            email=normal_email(address),
        )

    def at_domain(self, domain: str) -> list[Organization]:
        """Return every organization that has somebody with an address in the domain."""
        return self._all(
            Organization,
            """SELECT * FROM directory
            WHERE id IN (SELECT org_id FROM organization_people WHERE substr(email, instr(email, '@') + 1) = :domain)
            ORDER BY id""",
            domain=domain,
        )

    def countries(self) -> list[str]:
        """Return the countries of the organizations, those of most first."""
        rows = self._rows(
            "SELECT country FROM organizations WHERE country <> '' GROUP BY country ORDER BY count(*) DESC, country"
        )
        return [row["country"] for row in rows]

    def save(self, organization: Organization) -> bool:
        """Insert or update an organization; return whether that changed anything."""
        if self.get(organization.id) == organization:
            return False
        self._change(SAVE, **_without_people(organization))
        self._change("DELETE FROM organization_people WHERE org_id = :id", id=organization.id)
        self._add_people(organization)
        return True

    def _add_people(self, organization: Organization) -> None:
        """Insert all people in one statement: an organization may have thousands."""
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


def _without_people(organization: Organization) -> Row:
    return {name: value for name, value in written(organization).items() if name not in ("admins", "users")}
