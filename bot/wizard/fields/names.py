"""Reserved names: subdomains and sites, each of which only one order can have."""

import re
from dataclasses import dataclass

from anyascii import anyascii

from bot.errors import InvalidAnswer
from bot.language.addresses import domain_of, is_free_mail, own_letters
from bot.language.texts import _
from bot.language.typed import is_without_vowels, latin_digits, one_line
from bot.wizard.choosing import is_only_talk, value_among
from bot.wizard.step import Answer, Field, Situation

# Subdomain and site name: help.webex.com n3ltzqcb gives letters, digits and 63 characters; lower case because
# they become host names. The reserved words are ours: names that would mislead in an address.
NAME = re.compile(r"[a-z0-9]{1,63}")
RESERVED_NAMES = frozenset(
    {
        "www",
        "mail",
        "admin",
        "api",
        "webex",
        "cisco",
        "test",
        "support",
        "help",
        "login",
        "idbroker",
        "sip",
        "calls",
        "rooms",
    }
)
# What people and keyboards put around a name although it is no part of it.
AROUND_NAMES = " ./\"'“”«»"


@dataclass(frozen=True, slots=True)
class ReservedName(Field):
    """A name only one order can have (`kind`: "subdomain" or "site"): lower-case letters and digits, 1 to 63.

    `suffix` makes a host name of it. `moved_by` names the input that, if it is filled in, says that the name exists
    already and is brought along. Whether a name is still free is known only when it is taken; see
    `handlers/wizard/services.py`.
    """

    kind: str = ""
    suffix: str = ""
    moved_by: str = ""

    def parse(self, raw: str, situation: Situation) -> str:
        # Keyboards begin with a capital and end with a full stop.
        written = latin_digits(one_line(raw)).strip(AROUND_NAMES).lower()
        name = written.removeprefix("https://").removesuffix(self.suffix)
        if not NAME.fullmatch(name):
            raise InvalidAnswer(_("Use lower-case letters a to z and digits only, 1 to 63 of them, without blanks."))
        if name in RESERVED_NAMES:
            raise InvalidAnswer(_("“{name}” is reserved. Please choose another one."), name=name)
        return name

    def perhaps_meant(self, raw: str) -> str:
        """Return the name that is only perhaps meant, as by *whatever* and *contoso please*; "" for anything else."""
        written = raw.strip(AROUND_NAMES).lower()
        name = written if is_only_talk(written) else value_among(written)
        return name if NAME.fullmatch(name) else ""

    def entered(self, inputs: Answer, situation: Situation) -> str | None:
        """Return the entry, to be put right; nothing of talk that could not be made a name."""
        entry = Field.entered(self, inputs, situation)
        try:
            Field.read(self, inputs, situation)
        except InvalidAnswer:
            return None if entry and is_only_talk(entry) else entry
        return entry


def suggested_for(company: str, address: str) -> str:
    """Return a subdomain or site name to suggest to a company with an administrator at this address.

    Nobody would recognize words without short vowels once they are written in Latin: there, the domain is better.
    """
    return name_in_domain(address) if is_without_vowels(company) else suggested_name(company)


def name_in_domain(address: str) -> str:
    """Return the word in an address that names the company, as in it@mail.contoso.com; "" at a free mail service."""
    if is_free_mail(address):
        return ""
    words = own_letters(domain_of(address)).split(".")[:-1]
    telling = [word for word in words if word not in {"co", "com", "org", "net", "gov", "edu", "ac"}]
    return suggested_name(telling[-1]) if telling else ""


def suggested_name(company: str) -> str:
    """Return a company name, in whatever script, in the form of a subdomain or site name; "" when nothing is left."""
    name = "".join(letter for letter in anyascii(company).lower() if letter.isascii() and letter.isalnum())[:63]
    return "" if name in RESERVED_NAMES else name
