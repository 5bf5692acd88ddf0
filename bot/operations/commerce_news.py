"""What Cisco Commerce says about an order, as changes to ours. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.orders import Line, Order
from bot.intake.lines import is_cancelled, state_of
from bot.intake.plans import followed
from bot.language.typed import folded
from bot.services.commerce import CommerceLine, CommerceOrder

# Statuses of a delivered line. Cisco does not publish which words it uses, so only plain ones count.
PROVISIONED = frozenset(map(folded, ("Provisioned", "Active", "Activated", "Invoiced")))


def as_told(ours: Order, told: CommerceOrder) -> Order:
    """Return our order as Cisco Commerce has it: perhaps with another date or other lines, cancelled or closed."""
    lines = lines_told(ours.lines, told)
    state = state_of(statuses_of(told))
    subscription = next((line.subscription for line in lines if line.subscription), ours.subscription)
    day = told.start_date or ours.start_date
    theirs = replace(ours, start_date=day, lines=lines, subscription=subscription, state=state)
    return followed(ours, theirs, frozenset({ours.number}))


def lines_told(ours: tuple[Line, ...], told: CommerceOrder) -> tuple[Line, ...]:
    """Return our lines with what Cisco Commerce says about each, and those that are new.

    None is removed: the report may name a line that Cisco Commerce counts among the parts of another.
    """
    unmatched = list(told.lines)
    lines = [with_news(line, unmatched, told) for line in ours]
    return (*lines, *(Line(each.item, each.subscription, each.status or told.status) for each in unmatched))


def with_news(line: Line, unmatched: list[CommerceLine], told: CommerceOrder) -> Line:
    """Return a line with its news, which are removed from those not matched yet."""
    theirs = next((each for each in unmatched if each.item == line.item), None)
    if theirs is None:
        return line if told.lines else replace(line, status=told.status or line.status)
    unmatched.remove(theirs)
    status = theirs.status or told.status or line.status
    return replace(line, status=status, subscription=theirs.subscription or line.subscription)


def statuses_of(told: CommerceOrder) -> Iterable[str]:
    return dict.fromkeys(filter(None, (line.status for line in told.lines))) or [told.status]


def summary_of(told: CommerceOrder) -> str:
    """Return the status of an order in its own words."""
    return ", ".join(statuses_of(told))[:200]


def is_provisioned(told: CommerceOrder) -> bool:
    """Return whether every line that is not cancelled is called delivered."""
    live = [status for status in statuses_of(told) if not is_cancelled(status)]
    return bool(live) and all(folded(status) in PROVISIONED for status in live)
