"""The export: a CSV file with a row for each order that a search finds, and the answers of the wizard."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from bot.domain.escalations import REASONS, Escalation, Reason
from bot.domain.orders import STATE_NAMES, Order
from bot.domain.outgoing import File, Message
from bot.intake.columns import CONTACT, NUMBER, ORDER_COLUMNS, REP, START
from bot.language.texts import Texts, _
from bot.wizard.engine import Wizard
from bot.wizard.fields import Code
from bot.wizard.step import Stop, nothing_to_fill_in
from cards.describe import HOLDER, NOMINEE
from cards.spreadsheet import spreadsheet
from cards.words import said

STATE, STEP, CLOSES, DAYS_LEFT = _("State"), _("Step"), _("Closes on"), _("Days left")
INVITED, BEGUN, MAPPED, PROVISIONED = _("Invited at"), _("Begun at"), _("Mapping confirmed at"), _("Provisioned at")
ESCALATION, OWNER = _("Escalation"), _("Escalation claimed by")
# Further columns that follow a declared one, by its name.
BEHIND: Mapping[str, tuple[str, ...]] = {
    NUMBER.name: (STATE, STEP),
    START.name: (CLOSES, DAYS_LEFT, INVITED, BEGUN, MAPPED, PROVISIONED),
    CONTACT.name: (HOLDER, NOMINEE),
    REP.name: (ESCALATION, OWNER),
}
EXPORTED = tuple(column for column in ORDER_COLUMNS if column.exported)
TITLES = tuple(title for column in EXPORTED for title in (column.title, *BEHIND.get(column.name, ())))


@dataclass(frozen=True, slots=True)
class Record:
    """An order with its step, its escalation, and the steps that its person was led through."""

    order: Order
    step: str
    stops: Sequence[Stop] = ()
    escalation: Escalation | None = None


def export_message(
    records: Iterable[Record], found: int, wizard: Wizard, t: Texts, *, now: datetime, default_zone: str, most: int
) -> Message:
    """Return a message with the orders as a CSV file. `found` is how many there are, `most` how many the file holds."""
    questions = questions_of(wizard)
    rows = (row_of(record, questions, t, now, default_zone) for record in islice(records, most))
    content = spreadsheet([t(label) for label in (*TITLES, *questions)], rows)
    shown = min(found, most)
    words = t.count(_("{n} order, as a file for a spreadsheet."), _("{n} orders, as a file for a spreadsheet."), shown)
    more = t(_("There are more than fit into one file. To narrow the search, type /export and some words."))
    file = File(f"orders-{now:%Y-%m-%d}.csv", content)
    return Message(words if found <= most else f"{words} {more}", file=file)


def questions_of(wizard: Wizard) -> tuple[str, ...]:
    """Return the titles of the questions, a column each; steps that share a title share the column."""
    asking = (step for step in wizard.steps if step.counted and not step.seals)
    return tuple(dict.fromkeys(step.title for step in asking if step.fields is not nothing_to_fill_in))


def row_of(record: Record, questions: Sequence[str], t: Texts, now: datetime, default_zone: str) -> list[str]:
    """Return an order's row, cell for cell as TITLES and the questions name them."""
    order = replace(record.order, zone=record.order.zone or default_zone)
    facts = {**declared_cells(order, t), **order_cells(order, t, now, default_zone), **record_cells(record, t)}
    return [*(facts[title] for title in TITLES), *answer_cells(record.stops, questions, t)]


def declared_cells(order: Order, t: Texts) -> dict[str, str]:
    """Return the cells of the declared columns in words; dates in the form that spreadsheets recognize."""
    values = ((column, getattr(order, column.name)) for column in EXPORTED)
    return {
        column.title: value.isoformat() if isinstance(value, date) else column.say(value, t) for column, value in values
    }


def order_cells(order: Order, t: Texts, now: datetime, default_zone: str) -> dict[str, str]:
    """Return the cells of an order's state and people. Moments are in the order's time zone."""

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(order.tz(default_zone)):%Y-%m-%d %H:%M}" if at else ""

    return {
        STATE: t(STATE_NAMES[order.state]),
        CLOSES: f"{order.closes_on(default_zone)}",
        DAYS_LEFT: "" if order.state.is_over else str(order.days_left(now, default_zone)),
        INVITED: moment(order.invited_at),
        BEGUN: moment(order.begun_at),
        MAPPED: moment(order.mapped_at),
        PROVISIONED: moment(order.provisioned_at),
        HOLDER: order.holder,
        NOMINEE: order.nominee,
    }


def record_cells(record: Record, t: Texts) -> dict[str, str]:
    """Return the cells of an order's step and escalation."""
    escalation = record.escalation
    return {
        STEP: record.step,
        ESCALATION: t(REASONS[Reason(escalation.reason)]) if escalation else "",
        OWNER: escalation.owner if escalation else "",
    }


def answer_cells(stops: Sequence[Stop], questions: Sequence[str], t: Texts) -> Iterator[str]:
    """Return what was answered to each question."""
    given = {stop.step.title: words for stop in stops if (words := answer_words(stop, t))}
    return (given.get(title, "") for title in questions)


def answer_words(stop: Stop, t: Texts) -> str:
    """Return an answer in words. Transfer codes are left out, since they are secret."""
    fields = [each for each in stop.step.fields(stop.situation) if not isinstance(each, Code)]
    shown = (each.show(stop.answer[each.id], t, stop.situation) for each in fields if stop.answer.get(each.id))
    return ", ".join(map(said, shown))
