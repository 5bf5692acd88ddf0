"""Traces: everything by which a person is known, and how it is found in texts, in JSON, and in buttons."""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.language.people_names import spellings

ERASED = "erased"
# A token in a card: the JSON that a button carries, signed, in the alphabet of base64 for addresses.
TOKEN = re.compile(r"(?:\.eJ|eyJ)[\w-]{13,}\.[\w-]{16,}", re.ASCII)
# How one begins that is compressed.
PACKED = ".eJ"
# A tag behind a plus sign is still the same mailbox.
TAG = r"(?:(?:\+|%2B)[\w.-]+)?"
# Fewer letters are found in too many words.
LONG_ENOUGH = 4
# Columns with names of people, and words that they wrote or were told. In all others, a word that happens to be a name
# is one of ours, such as the state of an order: erasing somebody called "sent" or "2026" must not change it.
NAMED = frozenset(
    {
        ("notes", "text"),
        ("flags", "words"),
        ("mails", "subject"),
        ("mails", "text"),
        ("spaces", "title"),
    }
)
# The same, but among words of ours: there, only a name of several words is taken for one.
NAMED_BETWEEN_OURS = frozenset(
    {
        ("audit", "detail"),
        ("audit", "content"),
        ("inbox", "data"),
        ("outbox", "text"),
        ("outbox", "card"),
        ("outbox", "file"),
    }
)


@dataclass(frozen=True)
class Traces:
    """Everything by which one person is known here: addresses, the ids of the person and the direct chat, the name."""

    addresses: frozenset[str]
    ids: frozenset[str]
    name: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Find any of it, however it is written, in a text or in JSON."""
        addresses = map(with_tags, sorted(written(self.addresses), key=len, reverse=True))
        anywhere = "|".join((*addresses, *map(re.escape, sorted(self.ids))))
        names = "|".join(map(re.escape, written({self.name} - {""})))
        spelled = f"|{spellings(self.name)}" if " " in self.name.strip() else ""
        # Not inside a longer address; in JSON the letter of an escaped line break may stand before it.
        whole = rf"(?:(?<![\w.+%-])|(?<=\\[nrt]))(?:{anywhere})(?![\w-]|\.\w)"
        named = rf"|(?<!\w)(?:{names})(?!\w)" if names else ""
        return re.compile(f"(?i:{whole}{spelled}){named}")

    def looked_for_in(self, table: str, column: str) -> "Traces":
        """Return what of it is looked for in a column: the name only where it can be nothing but a name."""
        is_named = (table, column) in NAMED
        is_long_and_named = (table, column) in NAMED_BETWEEN_OURS and " " in self.name
        return self if is_named or is_long_and_named else self.without_name

    @cached_property
    def pieces(self) -> dict[str, str]:
        """Pieces of which one at least stands in whatever names the person, those named `any…` in any case.

        SQLite finds them far faster than Python reads everything.
        """
        runs = [piece for each in sorted(self.addresses) for piece in pieces_of(each)]
        exact = {*self.ids, *written({self.name} - {""}), PACKED}
        exact |= {piece for each in (*self.addresses, *self.ids) for piece in encoded(each)}
        return {f"any{n}": run for n, run in enumerate(runs)} | {f"exact{n}": each for n, each in enumerate(exact)}

    def hint(self, column: str) -> str:
        """Return the SQL condition that a column holds any of the pieces."""
        value = {True: f"lower({column})", False: column}
        return " OR ".join(f"instr({value[name.startswith('any')]}, :{name})" for name in self.pieces)

    @cached_property
    def without_name(self) -> "Traces":
        """The same but for the name."""
        return Traces(self.addresses, self.ids) if self.name else self

    def are_in(self, value: object) -> bool:
        """Return whether a value of a row names the person, perhaps inside what a button carries."""
        if isinstance(value, bytes):
            value = value.decode(errors="replace")
        if not isinstance(value, str):
            return False
        return any(self.pattern.search(text) for text in (value, *carried_in(value)))

    def without(self, replacement: str) -> Callable[[str], str]:
        """Return what replaces the person in a text; a text whose buttons name the person is no more."""

        def erased(value: str) -> str:
            if any(self.pattern.search(text) for text in carried_in(value)):
                return "{}"
            return self.pattern.sub(lambda found: replacement if "@" in found[0] else ERASED, value)

        return erased


def written(values: Iterable[str]) -> list[str]:
    """Return values as they may stand in a text: plain, in JSON, and marked so that Markdown takes them as letters."""
    return [
        form
        for value in values
        for form in {value, json.dumps(value)[1:-1], re.sub(r"([_*~`])", r"\\\1", value), value.replace("@", "%40")}
    ]


def with_tags(address: str) -> str:
    """Return a pattern of an address, and of the same mailbox with a tag: ann+orders@example.com is that of Ann."""
    local, at, domain = re.escape(address).rpartition("%40" if "%40" in address else "@")
    return f"{local}{'' if '+' in local else TAG}{at}{domain}"


def pieces_of(address: str) -> list[str]:
    """Return pieces of which one stands in an address in each of its forms.

    These are letters in a row, or else the last letters with what follows them.
    """
    local = address.rpartition("@")[0].lower()
    longest = max(re.findall("[a-z0-9]*", local), key=len)
    last = re.findall("[a-z0-9]*$", local)[0]
    return [longest] if len(longest) >= LONG_ENOUGH else [f"{last}{end}" for end in ("@", "%40", "+", "%2b")]


def encoded(piece: str) -> Iterator[str]:
    """Yield what a piece looks like inside base64, which depends on how many bytes stand before it."""
    for before in range(3):
        content = bytes(before) + piece.encode()
        yield base64.urlsafe_b64encode(content).decode()[(before * 8 + 5) // 6 : len(content) * 8 // 6]


def carried_in(text: str) -> Iterator[str]:
    """Yield what the signed tokens in a text carry."""
    for token in TOKEN.findall(text):
        payload = token.lstrip(".").partition(".")[0]
        try:
            content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
            yield (zlib.decompress(content) if token.startswith(".") else content).decode(errors="replace")
        except (binascii.Error, zlib.error):
            continue
