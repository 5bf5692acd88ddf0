"""Lost values: cells in which a program left something other than what was written there."""

import re

from bot.language.texts import _

# A cell whose formula failed, such as #N/A or #REF!, in any language.
FORMULA_ERROR = re.compile(r"#(N/A|NV|GETTING_DATA|[^\W\d_]{2,12}(/0)?[!?])", re.IGNORECASE)
# What stands where letters were lost: Unicode's mark for it, or question marks beside letters.
LOST = re.compile(r"\ufffd|[^\W\d_]\?\?|\?\?[^\W\d_]")
TOO_NARROW = re.compile("#{3,}")
# A letter that begins one of several bytes in UTF-8, and one that goes on with it; and what such bytes may well mean.
GARBLED = re.compile(
    "[\u00c3-\u00c5\u00ce-\u00d1\u00d7-\u00db\u00e2-\u00ef]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2030\u2039\u203a\u20ac\u2122]"
)
USUAL = re.compile("[\u0000-\u007f\u00a0-\u017f\u0370-\u04ff\u0590-\u06ff\u2010-\u2026\u3040-\u9fff\uac00-\ud7af]*")


def lack_of(cell: str) -> str:
    """Say why a cell has no value to read; "" where it has one."""
    if cell.startswith("="):
        return _("The file has a formula here, but not its result. Open it in a spreadsheet program and save it.")
    if FORMULA_ERROR.fullmatch(cell):
        return _("The formula in this cell gives an error.")
    if LOST.search(cell) and not cell.startswith(("=", "#")):
        return _("Letters of this cell were lost when the file was saved. Save it again as UTF-8, or as a workbook.")
    if is_garbled(cell):
        return _(
            "The letters of this cell are garbled: it was UTF-8 and was read as something else. Save it again as UTF-8."
        )
    if TOO_NARROW.fullmatch(cell):
        return _("The column was too narrow, so the spreadsheet saved number signs. Widen it and save again.")
    return ""


def is_garbled(cell: str) -> bool:
    """Return whether a cell comes from UTF-8 that a program took for a code page of one byte a letter."""
    if not GARBLED.search(cell):
        return False
    for code_page in ("cp1252", "latin-1"):
        try:
            meant = cell.encode(code_page).decode("utf-8")
        except UnicodeError:
            continue
        return USUAL.fullmatch(meant) is not None
    return False
