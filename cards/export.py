"""The export: a row for each line of each order that a search finds, with the answers of the wizard.

It is a workbook for people and a CSV file for programs. An import reads its own columns of either again, as they were.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.escalations import REASONS, Escalation
from bot.domain.orders import SERVICE_NAMES, STATE_NAMES, Line, Order
from bot.domain.outgoing import File, Message
from bot.intake.columns import CONTACT, LINE_COLUMNS, NUMBER, ORDER_COLUMNS, REP, SERVICES, START, ZONE, Column
from bot.language.offsets import shown_zone
from bot.language.texts import Texts, _
from bot.wizard.engine import Wizard
from bot.wizard.fields import Code
from bot.wizard.step import Stop, nothing_to_fill_in
from cards.describe import HOLDER, NOMINEE
from cards.spreadsheet import harmless, kept, marked
from cards.words import bare, said

STATE, STEP, CLOSES, DAYS_LEFT = _("State"), _("Step"), _("Closes on"), _("Days left")
INVITED, BEGUN, MAPPED, PROVISIONED = _("Invited at"), _("Begun at"), _("Mapping confirmed at"), _("Provisioned at")
ESCALATION, OWNER, HOURS = _("Escalation"), _("Escalation claimed by"), _("Hours are those of")
# Further columns that follow a declared one, by its name.
BEHIND: Mapping[str, tuple[str, ...]] = {
    NUMBER.name: (STATE, STEP),
    START.name: (CLOSES, DAYS_LEFT, INVITED, BEGUN, MAPPED, PROVISIONED),
    CONTACT.name: (HOLDER, NOMINEE),
    ZONE.name: (HOURS,),
    REP.name: (ESCALATION, OWNER),
}

Value = str | date


@dataclass(frozen=True, slots=True)
class Record:
    """An order with its step, its escalation, and the steps that its person was led through."""

    order: Order
    step: str
    stops: Sequence[Stop] = ()
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True)
class Cells:
    """A row: its values, and at which places stand those that an import reads again."""

    values: Sequence[Value]
    read_again: frozenset[int]

    def in_csv(self) -> list[str]:
        """Return the values as texts that no program changes or runs."""
        return [
            kept(str(value)) if at in self.read_again else harmless(str(value)) for at, value in enumerate(self.values)
        ]

    def in_workbook(self) -> list[Value]:
        """Return the values as the cells of a workbook, where a text stays one and a date is one."""
        return [value if isinstance(value, date) else marked(bare(value)) for value in self.values]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that an export says."""

    heading: Sequence[str]
    rows: Iterator[Cells]


def table_of(records: Iterable[Record], wizard: Wizard, t: Texts, *, now: datetime, default_zone: str) -> Export:
    """Return the orders as a table whose headings are in the reader's language."""
    questions = questions_of(wizard)
    titles = list(titles_of(t))
    read_again = frozenset(at for at, (_title, is_read) in enumerate(titles) if is_read)
    heading = [*(title for title, _is_read in titles), *map(t, questions)]

    def rows() -> Iterator[Cells]:
        for record in records:
            facts = order_facts(record, t, now, default_zone)
            answers = list(answer_cells(record.stops, questions, t))
            for line in record.order.lines or (Line(record.order.offer),):
                said_of = {**facts, **line_facts(line, t)}
                yield Cells([*(said_of[title] for title, _is_read in titles), *answers], read_again)

    return Export(heading, rows())


def titles_of(t: Texts) -> Iterator[tuple[str, bool]]:
    """Yield the headings, and whether an import reads what stands below."""
    for column in ORDER_COLUMNS:
        yield column.called(t), bool(column.heading)
        yield from ((t(title), False) for title in BEHIND.get(column.name, ()))
    yield from ((column.called(t), True) for column in LINE_COLUMNS)


def workbook_message(name: str, content: bytes, t: Texts) -> Message:
    """Return a message with the orders as a workbook."""
    words = _("A workbook for spreadsheet programs: dates and zeros stay as they are, and /import reads it again.")
    return Message(t(words), file=File.of_bytes(f"{name}.xlsx", content))


def csv_message(name: str, content: str, shown: int, found: int, t: Texts) -> Message:
    """Return a message with the orders as a CSV file. `found` is how many there are, `shown` how many it holds."""
    words = t.count(_("{n} order, as a file for a spreadsheet."), _("{n} orders, as a file for a spreadsheet."), shown)
    more = t(_("There are more than fit into one file. To narrow the search, type /export and some words."))
    return Message(words if found <= shown else f"{words} {more}", file=File(f"{name}.csv", content))


def questions_of(wizard: Wizard) -> tuple[str, ...]:
    """Return the titles of the questions, a column each; steps that share a title share the column."""
    asking = (step for step in wizard.steps if step.counted and not step.seals)
    return tuple(dict.fromkeys(step.title for step in asking if step.fields is not nothing_to_fill_in))


def order_facts(record: Record, t: Texts, now: datetime, default_zone: str) -> dict[str, Value]:
    """Return what stands in the columns about an order, by their headings."""
    declared = {column.called(t): value_of(record.order, column, t) for column in ORDER_COLUMNS}
    told = {**order_cells(record.order, t, now, default_zone), **record_cells(record, t)}
    return declared | {t(title): value for title, value in told.items()}


def line_facts(line: Line, t: Texts) -> dict[str, Value]:
    """Return what stands in the columns about a line."""
    return {column.called(t): str(getattr(line, column.name)) for column in LINE_COLUMNS}


def value_of(order: Order, column: Column, t: Texts) -> Value:
    """Return what stands in a declared column: in words that an import reads again, and dates as such."""
    value = getattr(order, column.name)
    if column is SERVICES:
        return "; ".join(t(SERVICE_NAMES[service]) for service in value)
    return value if isinstance(value, date) else column.say(value, t)


def order_cells(order: Order, t: Texts, now: datetime, default_zone: str) -> dict[str, Value]:
    """Return the cells of an order's state and people. Moments are in the order's time zone."""

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(order.tz(default_zone)):%Y-%m-%d %H:%M}" if at else ""

    return {
        STATE: t(STATE_NAMES[order.state]),
        CLOSES: order.closes_on(default_zone),
        DAYS_LEFT: "" if order.state.is_over else str(order.days_left(now, default_zone)),
        INVITED: moment(order.invited_at),
        BEGUN: moment(order.begun_at),
        MAPPED: moment(order.mapped_at),
        PROVISIONED: moment(order.provisioned_at),
        HOLDER: order.holder,
        NOMINEE: order.nominee,
        HOURS: shown_zone(order.zone or default_zone),
    }


def record_cells(record: Record, t: Texts) -> dict[str, str]:
    """Return the cells of an order's step and escalation."""
    escalation = record.escalation
    return {
        STEP: record.step,
        ESCALATION: t(REASONS[escalation.reason]) if escalation else "",
        OWNER: escalation.owner if escalation else "",
    }


def answer_cells(stops: Sequence[Stop], questions: Sequence[str], t: Texts) -> Iterator[str]:
    """Return what was answered to each question."""
    given = {stop.step.title: words for stop in stops if (words := answer_words(stop, t))}
    return (given.get(title, "") for title in questions)


def answer_words(stop: Stop, t: Texts) -> str:
    """Return an answer in words. Transfer codes are left out, since they are secret."""
    fields = [each for each in stop.fields if not isinstance(each, Code)]
    shown = (each.show(stop.answer[each.id], t, stop.situation) for each in fields if stop.answer.get(each.id))
    return " · ".join(map(said, shown))
