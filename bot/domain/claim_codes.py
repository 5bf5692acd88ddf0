"""Claim codes: a mailed word that makes whoever types it on Webex the person of an order."""

import hashlib
import secrets
from datetime import timedelta

from bot.language.typed import latin_digits, one_line

CODE_LIVES = timedelta(days=14)
# Letters and digits that nobody takes for each other.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
HALF = 5
# Guessing is pointless at this length; the limit keeps it from being tried.
MOST_GUESSES = 5
GUESSES_WITHIN = timedelta(hours=1)
# Stands in a letter until it is sent: only then the code is made.
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
