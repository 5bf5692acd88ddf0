"""The password rule of partner organizations, as sentences a person can act on. Pure; nothing here keeps a password.

Source: the policy Webex shows end users: 8 to 256 characters, lower and upper case, a digit, a special
character, and neither the name nor the email address.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.language.texts import _

SHORTEST, LONGEST = 8, 256

# Shorter words are inside too many others: nobody named Bo should have to avoid "about".
SHORTEST_NAME = 3
# Shorter names are found inside other words, as Ann is in channel, and count only by themselves.
LONG_NAME = 5


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """One rule: its name on the page, the sentence that states it, and whether a password keeps it."""

    name: str
    sentence: str
    is_kept: Callable[[str], bool]


RULES = (
    PasswordRule("length", _("Use 8 to 256 characters."), lambda password: SHORTEST <= len(password) <= LONGEST),
    PasswordRule("lower", _("Use at least one lower-case letter."), lambda password: any(map(str.islower, password))),
    PasswordRule("upper", _("Use at least one upper-case letter."), lambda password: any(map(str.isupper, password))),
    PasswordRule("digit", _("Use at least one digit."), lambda password: any(map(str.isdecimal, password))),
    PasswordRule(
        "special", _("Use at least one special character, such as ! or #."), lambda p: any(map(is_special, p))
    ),
)
NO_NAMES = _("Do not use your name or your email address in it.")


def complaints(password: str, names: Iterable[str]) -> list[str]:
    """Return the marked sentences of the rules that a password breaks; `names` must not appear in it."""
    broken = [rule.sentence for rule in RULES if not rule.is_kept(password)]
    folded = password.casefold()
    if any(is_in(word, folded) for word in forbidden_words(names)):
        broken.append(NO_NAMES)
    return broken


def forbidden_words(names: Iterable[str]) -> set[str]:
    """Return what a password must not contain: each name, the part of an address before the @, and their words."""
    whole = {name.partition("@")[0].strip().casefold() for name in names}
    words = {word for name in whole for word in re.split(r"[\W_]+", name)}
    return {word for word in whole | words if len(word) >= SHORTEST_NAME}


def is_in(word: str, folded: str) -> bool:
    """Return whether a name is in a password: a long one anywhere, a short one where no letter is beside it.

    The page looks in the same way while somebody types.
    """
    if len(word) >= LONG_NAME:
        return word in folded
    return re.search(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])", folded) is not None


def is_special(letter: str) -> bool:
    return not letter.isalnum() and not letter.isspace()
