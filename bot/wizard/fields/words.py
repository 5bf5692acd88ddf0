"""Words: a line of text, a name, an address, a code."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.addresses import written_address
from bot.domain.company_names import company_name
from bot.errors import InvalidAnswer
from bot.language.addresses import email_address
from bot.language.texts import _
from bot.language.typed import latin_digits, one_line
from bot.wizard.choosing import address_said
from bot.wizard.step import Answer, Field, Situation

# An address has one of these, whatever else is wrong with it.
PART_OF_AN_ADDRESS = re.compile(r"@|\w\.\w")


@dataclass(frozen=True, slots=True)
class Text(Field):
    """A line of words."""

    limit: int = 128

    def parse(self, raw: str, situation: Situation) -> str:
        line = one_line(raw)
        if len(line) > self.limit:
            raise InvalidAnswer(
                _("Shorten this to {limit} characters; it has {length}."), length=len(line), limit=self.limit
            )
        return line


@dataclass(frozen=True, slots=True)
class PostalCode(Text):
    """A postal code, in the digits that the post reads everywhere."""

    def parse(self, raw: str, situation: Situation) -> str:
        return Text.parse(self, latin_digits(raw), situation)


@dataclass(frozen=True, slots=True)
class CompanyName(Text):
    """The name of a company."""

    missing: str = _("Enter the name of the company.")

    def parse(self, raw: str, situation: Situation) -> str:
        return company_name(Text.parse(self, raw, situation))


@dataclass(frozen=True, slots=True)
class EmailAddress(Field):
    """An email address. `check` may refuse one that is well-formed but cannot be used here."""

    missing: str = _("Enter an email address, such as name@example.com.")
    check: Callable[[str, Situation], None] = lambda address, situation: None

    def parse(self, raw: str, situation: Situation) -> str:
        said = address_said(one_line(raw))
        if sum(bool(email_address(word)) for word in said.split()) > 1:
            raise InvalidAnswer(_("These are several addresses. Give the one that you mean."))
        address = written_address(said)
        self.check(address, situation)
        return address

    def entered(self, inputs: Answer, situation: Situation) -> str | None:
        """Return the entry, to be put right; nothing of words such as *yes*, which cannot be made an address."""
        entry = Field.entered(self, inputs, situation)
        return entry if not entry or PART_OF_AN_ADDRESS.search(entry) else None


@dataclass(frozen=True, slots=True)
class Code(Field):
    """A code that Cisco gives out: letters, digits and dashes."""

    def parse(self, raw: str, situation: Situation) -> str:
        code = latin_digits(one_line(raw)).upper()
        if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{3,63}", code):
            raise InvalidAnswer(_("Enter a transfer code of 4 to 64 letters, digits and dashes."))
        return code
