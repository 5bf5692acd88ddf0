"""An import as a card: what a file would change, which rows are left out, and how many people would be told."""

from collections.abc import Iterator, Sequence

from bot.domain.orders import Order
from bot.domain.outgoing import File, Message
from bot.intake.orders import OrdersFile
from bot.intake.plans import Change, ImportPlan
from bot.intake.problems import Problem
from bot.language.texts import Texts, _
from bot.operations.import_report import differences, remarks_about_contacts
from cards import elements as e
from cards.kit import render
from cards.orders import unshown
from cards.spreadsheet import spreadsheet
from cards.words import LONGEST_VALUE, fitted, said

MOST_SHOWN = 8
STAY_CANCELLED = _("Cancelled here, but not in the file: they stay cancelled")
STAND = _("Provisioned already, and different in the file: they stay as they were")
LONGEST_NAME = 60

Row = tuple[str, str]


def import_shown(plan: ImportPlan, told: int, t: Texts) -> list[e.Element]:
    """Return how much a file of orders would change, and how many people would be told."""
    return [counted(plan, t), e.Paragraph(told_words(told, t), e.Look.STRONG)]


def nothing_to_import(file: OrdersFile, plan: ImportPlan, t: Texts) -> Message:
    """Return the message that a file would change nothing, with the rows that were left out."""
    title = t(_("{name} changes nothing"), name=said(file.filename, LONGEST_NAME))
    return render([e.Heading(title), counted(plan, t), *details(file, plan, t)], t)


def imported(plan: ImportPlan, t: Texts) -> Message:
    """Return the message that a file was imported, with what it changed."""
    return render([e.Heading(t(_("Imported"))), counted(plan, t)], t)


def counted(plan: ImportPlan, t: Texts) -> e.Facts:
    """Return how many orders are new, changed, unchanged and so on."""
    amounts = (
        (_("New orders"), plan.new),
        (_("Changed orders"), plan.changed),
        (_("Cancelled orders"), plan.cancelled),
        (_("Unchanged orders"), plan.unchanged),
    )
    return e.Facts(tuple((t(title), t.number(len(orders))) for title, orders in amounts), layout=e.Layout.COUNTS)


def told_words(told: int, t: Texts) -> str:
    if not told:
        return t(_("Nobody is told about this now."))
    return t.count(_("{n} person is told at once."), _("{n} people are told at once."), told)


def details(file: OrdersFile, plan: ImportPlan, t: Texts) -> Iterator[e.Element]:
    """Return lists of the orders, the rows left out and the remarks, each cut to what a card has room for."""
    for title, rows in lists_of(plan, t).items():
        yield from listed(t(title), rows, t)
    yield from left_out(file.problems, t)
    for remark in (*file.remarks, *remarks_about_contacts(plan)):
        yield e.Paragraph(remark.say(t), e.Look.SUBTLE)


def lists_of(plan: ImportPlan, t: Texts) -> dict[str, list[Row]]:
    """Return the orders that an import concerns, in lists under marked titles."""
    return {
        _("New orders"): [new_row(order, t) for order in plan.new],
        _("Changed orders"): [row for each in plan.changed for row in changed_rows(each, t)],
        _("Cancelled orders"): [named(each.after) for each in plan.cancelled],
        STAY_CANCELLED: [named(order) for order in plan.still_cancelled],
        STAND: [row for each in plan.kept for row in changed_rows(each, t)],
    }


def listed(title: str, rows: Sequence[Row], t: Texts) -> Iterator[e.Element]:
    """Return a section with a title; nothing where it would be empty."""
    if rows:
        yield e.Section(title)
        yield e.Facts(tuple(rows[:MOST_SHOWN]), layout=e.Layout.BELOW)
        yield from unshown(len(rows) - MOST_SHOWN, t)


def named(order: Order) -> Row:
    return said(order.number), said(order.customer_name)


def new_row(order: Order, t: Texts) -> Row:
    parts = (said(order.customer_name, LONGEST_NAME), said(order.holder), t.day(order.start_date))
    return said(order.number), " · ".join(map(t.isolate, parts))


def changed_rows(change: Change, t: Texts) -> list[Row]:
    """Return each changed field of an order with its old and new value."""
    number = t.isolate(said(change.after.number))
    return [(f"{number} · {t.isolate(name)}", fitted(words, LONGEST_VALUE)) for name, words in differences(t, change)]


def left_out(problems: Sequence[Problem], t: Texts) -> Iterator[e.Element]:
    """Return the rows left out, with reasons. They are no table, which shows values in their own direction."""
    if problems:
        yield e.Section(t(_("Rows left out")))
        for problem in problems[:MOST_SHOWN]:
            yield e.Paragraph(problem_words(problem, t))
        yield from unshown(len(problems) - MOST_SHOWN, t)


def problem_words(problem: Problem, t: Texts) -> str:
    """Return a sentence about a problem, with the row and column where it is."""
    sentence = _("Row {row}, {column}: {reason}") if problem.column else _("Row {row}: {reason}")
    words = t(sentence, row=problem.row, column=problem.column, reason=problem.say(t))
    found = t(_("“{words}”"), words=said(problem.value))
    return f"{words} {found}" if problem.value else words


def changes_file(file: OrdersFile, plan: ImportPlan, t: Texts) -> Message | None:
    """Return a message with a file of everything that the import would do; None where its card has room for all."""
    lists = lists_of(plan, t)
    if max(map(len, lists.values())) <= MOST_SHOWN:
        return None
    lines = [(t(title), *row) for title, rows in lists.items() for row in rows]
    words = t(_("{name} changes more than a card can show. All of it is here."), name=said(file.filename, LONGEST_NAME))
    return Message(words, file=File("what-changes.csv", spreadsheet(("", t(_("Order")), ""), lines)))


def errors_file(file: OrdersFile, t: Texts) -> Message:
    """Return a message with a file of the rows left out, to be corrected and sent again."""
    rows = len({problem.row for problem in file.problems})
    words = t.count(
        _("{n} row of {name} was left out. The file says why."),
        _("{n} rows of {name} were left out. The file says why."),
        rows,
        name=said(file.filename, LONGEST_NAME),
    )
    heading = (t(_("row")), t(_("column")), t(_("reason")), t(_("found")))
    lines = [(str(each.row), each.column, each.say(t), each.value) for each in file.problems]
    return Message(words, file=File("rows-left-out.csv", spreadsheet(heading, lines)))
