"""Webex organizations, and the rules by which an order is matched to one.

The rules follow help.webex.com nsxeafh: an administrator's address maps to the administrator's organization;
otherwise candidates have the first five characters of the company name and users in the address's domain.
Where that page is silent (a plain user's address, short names, "The …", accents, other scripts, slips of typing), the
rule here is ours, and its docstring or that of `bot.language.companies` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.domain.lookups import LookUp
from bot.language.addresses import domain_of, is_free_mail, normal_email
from bot.language.companies import are_alike
from bot.language.typed import folded


class OrgKind(StrEnum):
    """What an organization is for: it manages customers, or is one. Words of the KIND column."""

    PARTNER = "partner"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Organization:
    """A Webex organization. Its people are email addresses in lower case; `users` need not repeat `admins`."""

    id: str
    name: str
    kind: OrgKind
    country: str = ""
    created: date | None = None
    admins: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()

    @property
    def people(self) -> frozenset[str]:
        return self.admins | self.users

    @property
    def domains(self) -> frozenset[str]:
        return frozenset(domain_of(address) for address in self.people)


@dataclass(frozen=True, slots=True)
class ManagedOrganization(Organization):
    """An organization that the partner manages, as Webex Admin knows it: without a country, and with few people."""


class MatchKind(StrEnum):
    """What the rules say about a company name and an address."""

    EXACT = "exact"
    CANDIDATES = "candidates"
    CONFLICT = "conflict"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome of matching: which organizations, most likely first. A conflict names where the address is taken."""

    kind: MatchKind
    organizations: tuple[Organization, ...] = field(default=())

    @property
    def only(self) -> Organization | None:
        """The one organization there is to confirm, if there is just one."""
        return self.organizations[0] if len(self.organizations) == 1 else None


class Directory(Protocol):
    """Where organizations are looked up. The embedded one reads the store."""

    def get(self, org_id: str) -> Organization | None: ...

    def with_person(self, address: str) -> list[Organization]:
        """Return every organization in which the address is an administrator or a user."""
        ...

    def at_domain(self, domain: str) -> list[Organization]:
        """Return every organization that has an administrator or a user with an address in the domain."""
        ...

    def countries(self) -> list[str]:
        """Return the countries of all organizations, the most frequent first."""
        ...

    def managed_like(self, company: str) -> list[Organization]:
        """Return the organizations that the partner manages whose name is like a company's, whoever is in them."""
        ...

    def looked_up(self, address: str) -> LookUp | None:
        """Return when an address was last looked up at Webex, and what came of it; None where nobody looks there."""
        ...


class NothingManaged:
    """The part of a directory that knows nothing of the organizations that a partner manages."""

    def managed_like(self, company: str) -> list[Organization]:
        return []

    def looked_up(self, address: str) -> LookUp | None:
        return None


def match(directory: Directory, kind: OrgKind, company: str, address: str) -> Match:
    """Find the organization that a company and an administrator's address stand for.

    A plain user's address is a conflict for a customer's administrator (a user belongs to one organization at
    a time, and is no administrator there); for the partner it is the partner's own organization. The domain of a
    free mail service says nothing about a company, so it finds no candidates. Few people are known of an organization
    that the partner manages, so its name alone makes it a candidate.
    """
    address = normal_email(address)
    # Before an administrator is named, there is nobody to look for.
    of_theirs = directory.with_person(address) if address else []
    homes = [org for org in of_theirs if org.kind is kind or kind is OrgKind.CUSTOMER]
    administered = [org for org in homes if address in org.admins and org.kind is kind]
    if administered:
        return Match(MatchKind.EXACT, by_likelihood(administered))
    if homes and kind is OrgKind.PARTNER:
        return Match(MatchKind.EXACT, by_likelihood(homes))
    if homes:
        return Match(MatchKind.CONFLICT, by_likelihood(homes))
    near = directory.at_domain(domain_of(address)) if address and not is_free_mail(address) else []
    known = {org.id: org for org in (*near, *directory.managed_like(company))}
    candidates = once([org for org in known.values() if org.kind is kind and are_alike(org.name, company)])
    return Match(MatchKind.CANDIDATES, by_likelihood(candidates)) if candidates else Match(MatchKind.NONE)


def once(organizations: Iterable[Organization]) -> list[Organization]:
    """Return the organizations without those of Webex Admin that our own list has by the same name: it knows more."""
    found = list(organizations)
    if not any(isinstance(org, ManagedOrganization) for org in found):
        return found
    ours = {folded(org.name) for org in found if not isinstance(org, ManagedOrganization)}
    return [org for org in found if not isinstance(org, ManagedOrganization) or folded(org.name) not in ours]


def alike(directory: Directory, kind: OrgKind, company: str, address: str) -> tuple[Organization, ...]:
    """Return the organizations that may be meant where the one that the rules found is not recognized.

    These have users in the address's domain, whatever their names: a company may have several.
    """
    if is_free_mail(address):
        return ()
    found = [org for org in directory.at_domain(domain_of(address)) if org.kind is kind]
    return by_likelihood(sorted(found, key=lambda org: not are_alike(org.name, company)))


def by_likelihood(organizations: Iterable[Organization]) -> tuple[Organization, ...]:
    """Sort candidates: the larger first, then the older, then by name, so that the list never changes by itself."""
    return tuple(sorted(organizations, key=lambda org: (-len(org.people), org.created or date.max, org.name, org.id)))
