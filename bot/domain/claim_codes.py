"""Claim codes: a mailed word that makes whoever types it on Webex the person of an order."""

import hashlib
import re
import secrets
from datetime import timedelta

from bot.language.typed import latin_digits, one_line, said_plainly

CODE_LIVES = timedelta(days=14)
# Letters and digits that nobody mistakes for one another.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
HALF = 5
CODE = re.compile(rf"(?<![A-Z0-9])[{ALPHABET}]{{{HALF}}}[-–—‑ ]?[{ALPHABET}]{{{HALF}}}(?![A-Z0-9])")
# Guessing is pointless at this length; the limit keeps it from being tried.
MOST_GUESSES = 5
GUESSES_WITHIN = timedelta(hours=1)
# Stands in a letter until that is sent: only then is the code made.
PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"


def new_code() -> str:
    """Return a fresh code in two halves, as it is mailed."""
    letters = "".join(secrets.choice(ALPHABET) for _each in range(2 * HALF))
    return f"{letters[:HALF]}-{letters[HALF:]}"


def digest(code: str) -> str:
    """Return the form in which a code is kept, the same however it was typed."""
    typed = latin_digits(one_line(code)).upper()
    kept = "".join(letter for letter in typed if letter.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest()


def code_in(typed: str) -> str:
    """Return the code that somebody wrote among other words, such as "code: …"; without one, all that they wrote."""
    found = CODE.findall(latin_digits(one_line(typed)).upper())
    return found[-1] if found else typed


def is_code_alone(typed: str) -> bool:
    """Return whether a message is a code and nothing else: a dash or a digit tells it from a word."""
    alone = said_plainly(typed).upper()
    is_code = CODE.fullmatch(alone) is not None and " " not in alone
    return is_code and not alone.isalpha()
