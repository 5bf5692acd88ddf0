"""A directory of organizations in memory, where the store would have one."""

from bot.domain.organizations import NothingManaged, Organization


class Directory(NothingManaged):
    """Organizations in a list."""

    def __init__(self, *organizations: Organization) -> None:
        self.organizations = organizations
        self._domains = [(org, org.domains) for org in organizations]

    def get(self, org_id: str) -> Organization | None:
        return next((org for org in self.organizations if org.id == org_id), None)

    def with_person(self, address: str) -> list[Organization]:
        return [org for org in self.organizations if address in org.people]

    def at_domain(self, domain: str) -> list[Organization]:
        return [org for org, domains in self._domains if domain in domains]

    def countries(self) -> list[str]:
        return sorted({org.country for org in self.organizations if org.country})
