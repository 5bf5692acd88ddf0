"""Webex organizations, and the rules by which an order is matched to one.

The rules follow help.webex.com nsxeafh: an administrator's address maps to the administrator's organization;
otherwise candidates have the first five characters of the company name and users in the address's domain.
Where that page is silent (a plain user's address, short names, "The …", accents), the rule here is ours and
its docstring says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from bot.language.addresses import domain_of, is_free_mail, normal_email
from bot.language.folders import words_in_all
from bot.language.typed import folded

PREFIX_LENGTH = 5
# Words of company names, in every language.
ARTICLES = tuple(map(folded, words_in_all("companies", "article")))
LEADING_WORDS = frozenset(map(folded, words_in_all("companies", "leading")))
LEGAL_FORMS = frozenset(
    {"ltd", "limited", "inc", "incorporated", "llc", "llp", "plc", "corp", "corporation", "co", "company", "gmbh", "ag"}
    | {
        "kg",
        "sa",
        "sarl",
        "sas",
        "bv",
        "nv",
        "spa",
        "srl",
        "ab",
        "as",
        "oy",
        "pty",
        "fze",
        "fzco",
        "wll",
    }
    | {folded(form).replace(".", "") for form in words_in_all("companies", "legal_forms")}
)


class OrgKind(StrEnum):
    """What an organization is for: it manages customers, or is one. Words of the KIND column."""

    PARTNER = "partner"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Organization:
    """A Webex organization: its people are email addresses in lower case; `users` need not repeat `admins`."""

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
    """Where organizations are looked up. The embedded one lives on the store."""

    def get(self, org_id: str) -> Organization | None: ...

    def with_person(self, address: str) -> list[Organization]:
        """Every organization in which the address is an administrator or a user."""
        ...

    def named_like(self, prefix: str) -> list[Organization]:
        """Every organization whose `match_key(name)` begins with this prefix."""
        ...


def match(directory: Directory, kind: OrgKind, company: str, address: str) -> Match:
    """Find the organization that a company and an administrator's address stand for.

    A plain user's address is a conflict for a customer's administrator (a user belongs to one organization at
    a time, and is no administrator there); for the partner it is the partner's own organization. The domain of a
    free mail service says nothing of a company, so it finds no candidates.
    """
    address = normal_email(address)
    homes = [org for org in directory.with_person(address) if org.kind is kind or kind is OrgKind.CUSTOMER]
    administered = [org for org in homes if address in org.admins and org.kind is kind]
    if administered:
        return Match(MatchKind.EXACT, by_likelihood(administered))
    if homes and kind is OrgKind.PARTNER:
        return Match(MatchKind.EXACT, by_likelihood(homes))
    if homes:
        return Match(MatchKind.CONFLICT, by_likelihood(homes))
    if is_free_mail(address):
        return Match(MatchKind.NONE)
    candidates = [
        org
        for org in directory.named_like(first_letters(company))
        if org.kind is kind and domain_of(address) in org.domains and is_named_like(org, company)
    ]
    return Match(MatchKind.CANDIDATES, by_likelihood(candidates)) if candidates else Match(MatchKind.NONE)


@lru_cache(maxsize=4096)
def match_key(company: str) -> str:
    """Return a company name as names are compared: lower case, no accents or marks, single blanks.

    Left out are words that say nothing of which company it is: a leading article, or "company" and "group" in languages
    that begin with them (by the five-character rule every such company would match every other); a legal form at the
    end. A name of such words alone keeps them.
    """
    words = bare_words(company)
    telling = words
    while len(telling) > 1 and telling[0] in LEADING_WORDS:
        telling = telling[1:]
    while len(telling) > 1 and telling[-1] in LEGAL_FORMS:
        telling = telling[:-1]
    return " ".join([without_article(telling[0]), *telling[1:]]) if telling else ""


def bare_words(name: str) -> list[str]:
    joined = folded(name).replace(".", "")
    return "".join(letter if letter.isalnum() else " " for letter in joined).split()


def without_article(word: str) -> str:
    """Return a word without the article that some languages write together with it; a short word keeps it."""
    article = next(filter(word.startswith, ARTICLES), "")
    return word.removeprefix(article) if len(word) > len(article) + 2 else word


def first_letters(company: str) -> str:
    """Return what names to look at begin with: five characters, or the first word where that is shorter."""
    return match_key(company)[:PREFIX_LENGTH].partition(" ")[0]


def is_named_like(org: Organization, company: str) -> bool:
    """Return whether the names agree in their first five characters; a shorter name has to agree as a whole word."""
    ours, theirs = match_key(company), match_key(org.name)
    if min(len(ours), len(theirs)) >= PREFIX_LENGTH:
        return ours[:PREFIX_LENGTH] == theirs[:PREFIX_LENGTH]
    return bool(ours) and ours.split()[0] == theirs.split()[0]


def by_likelihood(organizations: Iterable[Organization]) -> tuple[Organization, ...]:
    """Order candidates: larger first, then older, then by name, so that the list never changes by itself."""
    return tuple(sorted(organizations, key=lambda org: (-len(org.people), org.created or date.max, org.name, org.id)))
