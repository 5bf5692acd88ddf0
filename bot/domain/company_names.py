"""Names of companies as people give them: the one check for cards, typed answers, files and HTTP alike."""

from functools import lru_cache

from bot.errors import InvalidAnswer
from bot.language.blanks import is_nothing
from bot.language.folders import words_in_all
from bot.language.texts import _
from bot.language.typed import folded

LONGEST_NAME = 128
# What spreadsheets write for "true" and "false", in the languages of those who use them.
TRUTHS = frozenset(folded(word) for truth in ("true", "false") for word in words_in_all("truths", truth))


@lru_cache(maxsize=1024)
def company_name(line: str) -> str:
    """Return the name of a company as it was written on one line. Raises InvalidAnswer for what cannot be one."""
    if len(line) > LONGEST_NAME:
        too_long = _("Shorten this to {limit} characters; it has {length}.")
        raise InvalidAnswer(too_long, length=len(line), limit=LONGEST_NAME)
    if not any(letter.isalpha() for letter in line):
        raise InvalidAnswer(_("Enter a company name with at least one letter."))
    if is_nothing(line):
        raise InvalidAnswer(_("“{words}” is not a name. Enter the name of the company."), words=line)
    if folded(line) in TRUTHS:
        raise InvalidAnswer(_("The spreadsheet has TRUE or FALSE here. Enter the name of the company."))
    return line
