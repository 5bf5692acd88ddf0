"""What the name of a company is, for a card, a typed answer, a file and HTTP alike."""

from bot.errors import InvalidAnswer
from bot.language.folders import words_in_all
from bot.language.texts import _
from bot.language.typed import folded

LONGEST_NAME = 128
# What spreadsheets write for "true" and "false", in the languages of those who use them.
TRUTHS = frozenset(folded(word) for truth in ("true", "false") for word in words_in_all("truths", truth))


def company_name(line: str) -> str:
    """Return the name of a company as it was written on one line. Raises InvalidAnswer for what cannot be one."""
    if len(line) > LONGEST_NAME:
        too_long = _("That is {length} characters long; {limit} are allowed.")
        raise InvalidAnswer(too_long, length=len(line), limit=LONGEST_NAME)
    if not any(letter.isalpha() for letter in line):
        raise InvalidAnswer(_("A company name has at least one letter."))
    if folded(line) in TRUTHS:
        raise InvalidAnswer(_("A spreadsheet has left a truth value here, and not the name of a company."))
    return line
