"""The directories together: the embedded one, and the organizations that the partner manages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.lookups import LookUp
from bot.domain.organizations import Organization
from bot.domain.webex_ids import key_in
from bot.language.typed import folded
from store.organizations.managed import Managed
from store.organizations.organizations import Organizations


@dataclass(frozen=True, slots=True)
class Directories:
    """Both as one: it implements `bot.domain.organizations.Directory`. What both know is one organization."""

    embedded: Organizations
    at_webex: Managed

    def get(self, org_id: str) -> Organization | None:
        ours, theirs = self.embedded.get(org_id), self.at_webex.get(org_id)
        return united(ours, theirs) if ours and theirs else ours or theirs

    def with_person(self, address: str) -> list[Organization]:
        """Return the organizations of an address. A person is in only one, so two of the same name are the same."""
        return together(self.embedded.with_person(address), self.at_webex.with_person(address))

    def at_domain(self, domain: str) -> list[Organization]:
        return self.embedded.at_domain(domain)

    def countries(self) -> list[str]:
        return self.embedded.countries()

    def managed_like(self, company: str) -> list[Organization]:
        known = {plain_id(each.id): each for each in self.at_webex.named_like(company)}
        return [united(ours, each) if (ours := self.embedded.get(key)) else each for key, each in known.items()]

    def looked_up(self, address: str) -> LookUp | None:
        return self.at_webex.looked_up(address)


def together(embedded: Iterable[Organization], at_webex: Iterable[Organization]) -> list[Organization]:
    """Return organizations of both, each once."""
    known = {plain_id(each.id): each for each in embedded}
    named = {folded(each.name): key for key, each in known.items()}
    for each in at_webex:
        key = named.get(folded(each.name), plain_id(each.id))
        known[key] = united(known[key], each) if key in known else each
    return list(known.values())


def united(ours: Organization, theirs: Organization) -> Organization:
    """Return an organization that both know: ours, with the people who were found there."""
    return replace(ours, admins=ours.admins | theirs.admins, users=ours.users | theirs.users)


def plain_id(org_id: str) -> str:
    """Return the id at the end of an id of Webex; another id as it is."""
    return key_in(org_id) or org_id
