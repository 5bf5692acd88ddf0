"""Kinds of files that are no tables, or none that we read: a refusal says what the file is, not what it lacks."""

import re
from collections.abc import Iterable

from bot.intake.problems import UnreadableFile
from bot.language.texts import _

OLD_OFFICE = _("This is an old or protected Excel file. Save it as XLSX without a password, or as CSV.")
PDF = _("This is a PDF and not a table. Export the table itself as XLSX or CSV.")
PICTURE = _("This is a picture and not a table. Export the table itself as XLSX or CSV.")
WEB_PAGE = _(
    "This is a web page or XML, whatever its name ends in. Open it in a spreadsheet program and save it as XLSX."
)
JSON = _("This is JSON and not a table. Export it as XLSX or CSV, or post it to the order intake.")
OPEN_DOCUMENT = _("This is a workbook of LibreOffice. Save it as XLSX or CSV.")
NUMBERS = _("This is a workbook of Numbers. Export it as Excel or CSV.")
DOCUMENT = _("This is a document or a presentation and not a table. Export the table itself as XLSX or CSV.")
PACKED = _("This is an archive. Unpack it, and send the table itself as XLSX or CSV.")

# How files begin.
BEGINNINGS = {
    b"\xd0\xcf\x11\xe0": OLD_OFFICE,
    b"%PDF-": PDF,
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"GIF8": PICTURE,
    b"{\\rtf": DOCUMENT,
    b"Rar!": PACKED,
    b"7z\xbc\xaf": PACKED,
    b"\x1f\x8b": PACKED,
}
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}<(?:!doctype|html|\?xml|table|meta|head|body)\b", re.IGNORECASE)
OBJECTS = re.compile(rb'(?:\xef\xbb\xbf)?\s{0,100}(?:\[\s{0,100})?\{\s{0,100}"')
# The parts by which packed files are told apart.
PARTS = (
    (re.compile(r"xl/.*"), ""),
    (re.compile(r"content\.xml"), OPEN_DOCUMENT),
    (re.compile(r"Index/.*|Index\.zip|.*\.iwa"), NUMBERS),
    (re.compile(r"(?:word|ppt)/.*"), DOCUMENT),
)


def refuse_other_kinds(content: bytes) -> None:
    """Raise UnreadableFile for a file whose beginning shows that it is no delimited text."""
    kind = next((kind for mark, kind in BEGINNINGS.items() if content.startswith(mark)), "")
    if not kind and MARKUP.match(content):
        kind = WEB_PAGE
    if not kind and OBJECTS.match(content):
        kind = JSON
    if kind:
        raise UnreadableFile(kind)


def refuse_other_packed(names: Iterable[str]) -> None:
    """Raise UnreadableFile for a packed file that is no workbook, by the names of its parts."""
    parts = list(names)
    kind = next((kind for pattern, kind in PARTS if any(map(pattern.fullmatch, parts))), PACKED)
    if kind:
        raise UnreadableFile(kind)
