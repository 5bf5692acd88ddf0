"""Cells: what each kind of column holds, and the complaint when it holds something else."""

import re
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from typing import TypeVar

from bot.domain.addresses import written_address
from bot.domain.company_names import LONGEST_NAME
from bot.domain.orders import SERVICE_NAMES, Service, normal_number
from bot.domain.organizations import OrgKind
from bot.errors import InvalidAnswer
from bot.intake.problems import Problem
from bot.intake.rows import REMEMBERED, Row
from bot.language.addresses import is_bots
from bot.language.folders import meanings, words_in_all
from bot.language.recognizing import language_named
from bot.language.texts import Texts, _, all_texts
from bot.language.typed import COMMAS, SEMICOLONS, folded

T = TypeVar("T")

# A text that a spreadsheet would run as a formula, or show as a number with an exponent, is no id.
ORDER_NUMBER = re.compile(r"[A-Za-z0-9]{1,40}")
ROUNDED = re.compile(r"\d([.,]\d+E[+-]?|E[+-])\d+", re.IGNORECASE)
# How some programs write whole numbers in a column that has blank cells.
AS_FLOAT = re.compile(r"(?<=\d)\.0$")
# How spreadsheets show whole numbers that are not text, in one country or another.
GROUPED = re.compile(r"\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3}){0,12}")
NO_DIGIT = re.compile(r"\D")
ORG_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.=-]{0,199}")
BETWEEN_SERVICES = re.compile(f"[{SEMICOLONS}{COMMAS}/|&+]")
# Said before the name of a service.
MAKERS = ("cisco", "webex")
# How many words a name of a service may have; the longest is tried first.
LENGTHS = (3, 2, 1)
BETWEEN_ADDRESSES = re.compile(rf"[{SEMICOLONS}{COMMAS}\s]+")


class RowReader:
    """Reads the cells of one row, and keeps every complaint rather than the first."""

    def __init__(self, row: Row, required: Collection[str]) -> None:
        self.problems: list[Problem] = []
        self._row = row
        self._required = required

    def read(self, column: str, kind: Callable[[str], T], otherwise: T) -> T:
        """Return what a cell means; `otherwise` when it is blank, or wrong and now among the problems."""
        cell = self._row[column]
        if not cell:
            if column in self._required:
                self.problems.append(Problem(self._row.number, column, _("This cell must not be blank.")))
            return otherwise
        try:
            return kind(cell)
        except InvalidAnswer as wrong:
            self.problems.append(Problem.of(wrong, self._row.number, column, cell))
            return otherwise


def is_readable(cell: str, kind: Callable[[str], object]) -> bool:
    """Return whether a cell holds what it should."""
    try:
        kind(cell)
    except InvalidAnswer:
        return False
    return True


def order_number(cell: str) -> str:
    """Return a web order id in its normal form. It stays text: an id may begin with a zero."""
    number = normal_number(AS_FLOAT.sub("", cell.removeprefix("'")))
    if GROUPED.fullmatch(number):
        number = NO_DIGIT.sub("", number)
    if ROUNDED.fullmatch(number):
        rounded = _("A spreadsheet has rounded this number. Format the column as text and enter the whole number.")
        raise InvalidAnswer(rounded)
    if not ORDER_NUMBER.fullmatch(number):
        raise InvalidAnswer(_("Enter an order id of 1 to 40 letters and digits."))
    return number


def org_id(cell: str) -> str:
    """Return the id of an organization, as Webex writes them."""
    if not ORG_ID.fullmatch(cell):
        raise InvalidAnswer(_("An organization id has letters, digits, - and _ only, and no blanks."))
    return cell


def person(cell: str) -> str:
    """Return the address of somebody who does something for an order, which no bot can."""
    address = written_address(cell)
    if is_bots(address):
        raise InvalidAnswer(_("This is the address of a bot. Give a person's address."))
    return address


def emails(cell: str) -> frozenset[str]:
    """Return all the addresses in a cell; names may stand before them, as in *Ann Archer <ann@northwind.example>*."""
    words = [word for word in BETWEEN_ADDRESSES.split(cell) if word and ("@" in word or "<" not in cell)]
    return frozenset(map(written_address, words))


@lru_cache(maxsize=REMEMBERED)
def language(cell: str) -> str:
    """Return the code of one of our languages, given by code or by its name in any of them."""
    found = language_named(cell)
    if not found:
        raise InvalidAnswer(_("Unknown language. Choose {languages}."), languages=Texts.languages)
    return found


@lru_cache(maxsize=REMEMBERED)
def services(cell: str) -> frozenset[Service]:
    """Return the services that a cell lists."""
    parts = [part.strip() for part in BETWEEN_SERVICES.split(cell)]
    return frozenset(found for part in parts if part for found in services_in(part))


def services_in(part: str) -> list[Service]:
    """Return the services that words without a mark between them name, as in *Webex Calling and Meetings*."""
    words, found = folded(part).split(), list[Service]()
    while words:
        length = next((count for count in LENGTHS if is_service(" ".join(words[:count]))), 0)
        joined = next((rest for rest in map(words[0].removeprefix, linking()) if is_service(rest)), "")
        if length or joined:
            found.append(services_by_name()[compact(" ".join(words[:length]) or joined)])
        elif words[0] not in {*linking(), *MAKERS}:
            found.clear()
            break
        words = words[length or 1 :]
    if not found:
        unknown = _("“{service}” is not a service. Use {services}.")
        raise InvalidAnswer(unknown, service=part[:LONGEST_NAME], services=", ".join(Service))
    return found


def is_service(words: str) -> bool:
    """Return whether words are the name of a service, in any of our languages."""
    return compact(words) in services_by_name()


@cache
def linking() -> tuple[str, ...]:
    """Return what stands between names, or before one, in any of our languages."""
    return tuple(map(folded, (*words_in_all("companies", "linking"), *words_in_all("companies", "joined"))))


def org_kind(cell: str) -> OrgKind:
    """Return what an organization is for."""
    wanted = folded(cell)
    try:
        return OrgKind(meanings("kinds").get(wanted, wanted))
    except ValueError:
        raise InvalidAnswer(_("An organization is a partner or a customer.")) from None


@cache
def services_by_name() -> dict[str, Service]:
    """Return the services by their words and names, without blanks and hyphens."""
    spoken = {compact(t(name)): service for t in all_texts() for service, name in SERVICE_NAMES.items()}
    ours = {compact(word): Service(meaning) for word, meaning in meanings("services").items()}
    return ours | spoken | {compact(service): service for service in Service}


def compact(words: str) -> str:
    """Return folded words without blanks and hyphens."""
    return re.sub(r"[\s_-]", "", folded(words))
