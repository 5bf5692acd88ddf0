"""The report on an import for the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.intake.columns import COLUMNS, ITEM
from bot.intake.directory import DirectoryFile
from bot.intake.orders import OrdersFile
from bot.intake.plans import Change, DirectoryCounts, ImportPlan
from bot.intake.problems import Problem, Remark, listed, shortened
from bot.language.texts import Texts, _, texts
from bot.operations.tables import aligned

NOTHING = "–"
INDENT = "  "
SCREENFUL = 40
"""Lines of a report that are seen at once on most terminals."""
COLUMN_NAMES = {column.name: column.heading for column in COLUMNS}


def orders_report(file: OrdersFile, plan: ImportPlan, *, dry_run: bool = False) -> list[str]:
    """Return what a file of orders changed, or with `dry_run` would change."""
    t = texts()
    beginning = [
        reading(t, file.filename, file.rows, file.problems),
        *([t(_("Dry run: nothing was saved."))] if dry_run else []),
        *counts(
            (t(_("new")), len(plan.new)),
            (t(_("changed")), len(plan.changed)),
            (t(_("cancelled")), len(plan.cancelled)),
            (t(_("unchanged")), len(plan.unchanged)),
        ),
    ]
    one_by_one = [
        *section(t(_("New orders")), aligned(new_row(order) for order in plan.new)),
        *section(t(_("Changed orders")), changes(t, plan.changed)),
        *section(t(_("Cancelled orders")), changes(t, plan.cancelled)),
        *section(
            t(_("Cancelled here, but not in the file: they stay cancelled")),
            aligned(new_row(order) for order in plan.still_cancelled),
        ),
        *section(t(_("Provisioned already, and different in the file: they stay as they were")), changes(t, plan.kept)),
        *closing(t, file.problems, (*file.remarks, *remarks_about_contacts(plan))),
    ]
    # Below a long list the beginning is out of sight, so it is repeated.
    again = ["", *beginning] if len(one_by_one) > SCREENFUL else []
    return [*beginning, *one_by_one, *again]


def remarks_about_contacts(plan: ImportPlan) -> Iterator[Remark]:
    """Say which orders have contacts who are probably a mistake."""
    if plan.for_bots:
        told = _("The contact of these orders is a bot, so they were left out: {orders}.")
        yield Remark(told, {"orders": listed(order.number for order in plan.for_bots)})
    if plan.set_up_by_us:
        told = _(
            "The contact of these orders is a representative or an admin, who will be asked to set them up: {orders}. "
            "If that is a mistake, correct the contact."
        )
        named = (f"{order.number} ({order.contact})" for order in plan.set_up_by_us)
        yield Remark(told, {"orders": listed(named)})


def directory_report(file: DirectoryFile, result: DirectoryCounts) -> list[str]:
    """Return what a directory file changed."""
    t = texts()
    return [
        reading(t, file.filename, file.rows, file.problems),
        *counts((t(_("new or changed")), result.saved), (t(_("unchanged")), result.unchanged)),
        *closing(t, file.problems, file.remarks),
    ]


def reading(t: Texts, filename: str, rows: int, problems: Sequence[Problem]) -> str:
    """Return how many filled rows a file has, and how many were left out."""
    told = t.labelled(filename, t.count(_("{n} row"), _("{n} rows"), rows))
    left_out = len({problem.row for problem in problems})
    return t.side_by_side((told, t(_("{count} left out"), count=left_out))) if left_out else told


def counts(*amounts: tuple[str, int]) -> Iterator[str]:
    """Return counts with their names, aligned."""
    width = max(len(str(number)) for _word, number in amounts)
    return (f"{INDENT}{number:>{width}}  {word}" for word, number in amounts)


def new_row(order: Order) -> tuple[str, ...]:
    """Return the cells by which people recognize an order."""
    return (order.number, order.offer, order.start_date.isoformat(), order.customer_name, order.holder)


def changes(t: Texts, changed: Iterable[Change]) -> list[str]:
    """Return a line for each changed field of an order; its number stands on the first."""
    return aligned(
        (number, *parts)
        for change in changed
        for number, parts in zip_longest([change.after.number], differences(t, change), fillvalue="")
    )


def differences(t: Texts, change: Change) -> list[tuple[str, str]]:
    """Return the old and new values of a changed order."""
    return [(field_name(t, name), difference(t, change, name)) for name in change.fields]


def difference(t: Texts, change: Change, name: str) -> str:
    """Return the old and new value of a field, cut to a line."""
    before, after = shown(t, change.before, name), shown(t, change.after, name)
    return t(_("{before} → {after}"), before=before, after=after) if before != after else t(_("changed in a detail"))


def field_name(t: Texts, name: str) -> str:
    """Return the name of the column that a field comes from."""
    own_names = {"offer": ITEM.heading, "lines": t(_("lines")), "state": t(_("state"))}
    return own_names.get(name) or COLUMN_NAMES[name]


def shown(t: Texts, order: Order, name: str) -> str:
    """Return the value of a field in one line."""
    value = getattr(order, name)
    if isinstance(value, OrderState):
        return t(STATE_NAMES[value])
    if name == "lines":
        told = (" ".join(filter(None, (line.item, line.status, line.hold))) for line in order.lines)
        return shortened(t.side_by_side(told))
    return t.side_by_side(value) if isinstance(value, tuple) else str(value) or NOTHING


def closing(t: Texts, problems: Sequence[Problem], remarks: Sequence[Remark]) -> list[str]:
    """Return the end of a report: the rows left out, and the remarks."""
    heading = (t(_("row")), t(_("column")), t(_("reason")), t(_("found")))
    rows = [(str(problem.row), problem.column, problem.say(t), quoted(problem.value, t)) for problem in problems]
    return [
        *section(t(_("Rows left out")), aligned([heading, *rows]) if rows else []),
        *section(t(_("Notes")), [remark.say(t) for remark in remarks]),
    ]


def quoted(value: str, t: Texts) -> str:
    """Return the content of a cell in quotation marks."""
    return t(_("“{words}”"), words=value) if value else ""


def section(title: str, lines: Sequence[str]) -> list[str]:
    """Return a titled part of a report; nothing where it would be empty."""
    return ["", title, *(f"{INDENT}{line}" for line in lines)] if lines else []
