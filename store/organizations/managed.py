"""The organizations that the partner manages, as Webex Admin told them, and when it did."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.lookups import LookUp, LookUpResult, Membership
from bot.domain.organizations import ManagedOrganization, Organization
from bot.language.addresses import normal_email
from bot.language.companies import alike_among
from store.table import Table

ORGANIZATIONS = """SELECT id, name, kind, country, created,
    (SELECT json_group_array(email) FROM managed_people WHERE org_id = id AND is_admin) AS admins,
    (SELECT json_group_array(email) FROM managed_people WHERE org_id = id AND NOT is_admin) AS users
    FROM managed_organizations"""
OF_PERSON = "WHERE id IN (SELECT org_id FROM managed_people WHERE email = :email) ORDER BY id"
OF_NAMES = "WHERE name IN (SELECT value FROM json_each(:names)) ORDER BY name, id"
# The empty address stands for the look-up of all organizations.
EVERYBODY = ""


class Managed(Table):
    """Organizations as read at Webex Admin, where names are never looked up to see whether they are free."""

    def get(self, org_id: str) -> Organization | None:
        """Return one organization, with those of its people who were looked up."""
        return self._one(ManagedOrganization, f"{ORGANIZATIONS} WHERE id = :id", id=org_id)

    def with_person(self, address: str) -> list[Organization]:
        """Return every organization in which an address was found."""
        return self._read(f"{ORGANIZATIONS} {OF_PERSON}", email=normal_email(address))

    def named_like(self, company: str) -> list[Organization]:
        """Return the organizations whose name is like a company's."""
        names = [row["name"] for row in self._rows("SELECT DISTINCT name FROM managed_organizations ORDER BY name")]
        alike = alike_among(company, tuple(names)) if names else ()
        return self._read(f"{ORGANIZATIONS} {OF_NAMES}", names=frozenset(alike)) if alike else []

    def looked_up(self, address: str) -> LookUp | None:
        """Return the latest look-up of an address; None where there was none."""
        return self._one(LookUp, "SELECT * FROM lookups WHERE email = :email", email=normal_email(address))

    def listed_at(self) -> datetime | None:
        """Return when all organizations were last listed."""
        found = self.looked_up(EVERYBODY)
        return found.looked_up_at if found else None

    def keep_list(self, organizations: Sequence[Organization], now: datetime) -> None:
        """Store the complete list of organizations, and delete those that are no longer in it."""
        for each in organizations:
            self.keep(each, now, is_listed=True)
        self._change("DELETE FROM managed_organizations WHERE seen_at < :now AND is_listed", now=now)
        self._note(EVERYBODY, LookUpResult.FOUND if organizations else LookUpResult.UNKNOWN, now)

    def keep(self, organization: Organization, now: datetime, *, is_listed: bool = False) -> None:
        """Store one organization, without changing its people."""
        self._change(
            """INSERT INTO managed_organizations (id, name, kind, country, created, seen_at, is_listed)
            VALUES (:id, :name, :kind, '', :created, :now, :is_listed)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, created = excluded.created,
                seen_at = excluded.seen_at, is_listed = is_listed OR excluded.is_listed""",
            id=organization.id,
            name=organization.name,
            kind=organization.kind,
            created=organization.created,
            now=now,
            is_listed=is_listed,
        )

    def keep_person(self, address: str, memberships: Iterable[Membership], now: datetime) -> None:
        """Keep in which organizations an address was found; none only means that it is in none that we may see."""
        email, found = normal_email(address), LookUpResult.UNKNOWN
        self._change("DELETE FROM managed_people WHERE email = :email", email=email)
        for each in memberships:
            found = LookUpResult.FOUND
            self._change(
                "INSERT OR REPLACE INTO managed_people (org_id, email, is_admin) VALUES (:org, :email, :is_admin)",
                org=each.org_id,
                email=email,
                is_admin=each.is_admin,
            )
        self._note(email, found, now)

    def note_failed(self, address: str, now: datetime) -> None:
        """Note that an address could not be looked up; what was found before stays, as old as it is."""
        email = normal_email(address)
        known = self.looked_up(email)
        if known is None or known.finding is LookUpResult.FAILED:
            self._note(email, LookUpResult.FAILED, now)

    def prune(self, before: datetime) -> int:
        """Forget whom nobody has looked up since a moment."""
        gone = self._change("DELETE FROM lookups WHERE looked_up_at < :before", before=before)
        self._change("DELETE FROM managed_people WHERE email NOT IN (SELECT email FROM lookups)")
        return gone

    def forget_all(self) -> None:
        """Delete everything, when the look-ups at Webex Admin were switched off."""
        for table in ("managed_organizations", "managed_people", "lookups"):
            self._change(f"DELETE FROM {table}")  # noqa: S608 - our own words

    def _note(self, email: str, finding: LookUpResult, now: datetime) -> None:
        self._change(
            """INSERT INTO lookups (email, looked_up_at, finding) VALUES (:email, :now, :finding)
            ON CONFLICT (email) DO UPDATE SET looked_up_at = excluded.looked_up_at, finding = excluded.finding""",
            email=email,
            now=now,
            finding=finding,
        )

    def _read(self, sql: str, **values: object) -> list[Organization]:
        return [*self._all(ManagedOrganization, sql, **values)]
