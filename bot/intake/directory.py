"""The directory file: one organization a row, for matching orders to organizations."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.company_names import company_name
from bot.domain.organizations import Organization, OrgKind
from bot.domain.places import country_named
from bot.intake import cells
from bot.intake.cells import RowReader
from bot.intake.dates import Notation, notation_of, read_date
from bot.intake.delimited import text_rows
from bot.intake.problems import Problem, Remark, shortened
from bot.intake.rows import ReadRows, Row
from bot.intake.sheets import Sheet, read_sheet
from bot.intake.tidying import cleaned
from bot.language.texts import _

ORG_ID = "ORG ID"
NAME = "NAME"
KIND = "KIND"
COUNTRY = "COUNTRY"
CREATED = "CREATED"
ADMINS = "ADMINS"
USERS = "USERS"
COLUMNS = (ORG_ID, NAME, KIND, COUNTRY, CREATED, ADMINS, USERS)
REQUIRED = frozenset({ORG_ID, NAME, KIND})


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """What a directory file holds: the organizations, by id; the rows left out, each with its reason; remarks."""

    filename: str
    rows: int
    organizations: tuple[Organization, ...]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()


def read_directory(content: bytes, filename: str = "", rows_of: ReadRows = text_rows) -> DirectoryFile:
    """Read a file of organizations, a text unless `rows_of` reads more; raises UnreadableFile when nothing can be."""
    return organizations_in(read_sheet(content, COLUMNS, REQUIRED, rows_of=rows_of), cleaned(filename))


def organizations_in(sheet: Sheet, filename: str = "") -> DirectoryFile:
    """Make organizations of rows that are already apart."""
    found, problems = good_organizations(sheet.rows, notation_of(sheet.column(CREATED)))
    return DirectoryFile(
        filename,
        rows=len(sheet.rows) + len(sheet.misfits),
        organizations=tuple(sorted(found, key=lambda org: org.id)),
        problems=tuple(sorted([*sheet.problems, *problems], key=lambda problem: problem.row)),
        remarks=sheet.remarks,
    )


def good_organizations(rows: Iterable[Row], notation: Notation) -> tuple[list[Organization], list[Problem]]:
    """Read every row; of several with one id, the first counts."""
    found: list[Organization] = []
    problems: list[Problem] = []
    row_of: dict[str, int] = {}
    for row in rows:
        org, wrong = read_row(row, notation)
        if not wrong and org.id in row_of:
            taken = _("Row {row} has the same organization.")
            wrong = [Problem(row.number, ORG_ID, taken, {"row": row_of[org.id]}, shortened(org.id))]
        problems.extend(wrong)
        if not wrong:
            found.append(org)
            row_of[org.id] = row.number
    return found, problems


def read_row(row: Row, notation: Notation) -> tuple[Organization, list[Problem]]:
    """Read one row, and say all that is wrong in it."""
    cell = RowReader(row, REQUIRED)
    org = Organization(
        id=cell.read(ORG_ID, cells.org_id, ""),
        name=cell.read(NAME, company_name, ""),
        kind=cell.read(KIND, cells.org_kind, OrgKind.CUSTOMER),
        country=cell.read(COUNTRY, country_named, ""),
        created=cell.read(CREATED, lambda written: read_date(written, notation), None),
        admins=cell.read(ADMINS, cells.emails, frozenset()),
        users=cell.read(USERS, cells.emails, frozenset()),
    )
    return org, cell.problems
