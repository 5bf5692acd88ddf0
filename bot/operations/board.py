"""The board: open orders that need attention, counted by the reason. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.escalations import WAITING_ON_CISCO
from bot.domain.orders import Order, OrderState
from bot.language.texts import _
from bot.reminders.moments import has_not_begun
from bot.reminders.standing import Standing

AT_RISK_WORKING_DAYS = 3
OVERDUE, AT_RISK, UNCLAIMED, WITH_CISCO = "overdue", "at risk", "unclaimed", "waiting on Cisco"
READY = "ready at Cisco"
NAMES: Mapping[str, str] = {
    OVERDUE: _("Overdue (invited, not begun)"),
    AT_RISK: _("At risk (closes within three working days)"),
    UNCLAIMED: _("Unclaimed escalations"),
    WITH_CISCO: _("Waiting on Cisco"),
    READY: _("Ready at Cisco (not confirmed as provisioned)"),
}


@dataclass(frozen=True, slots=True)
class Board:
    """How many open orders need attention, by reason, and those orders, the first to close leading."""

    counts: Mapping[str, int]
    orders: tuple[Order, ...]


def board_of(standings: Iterable[Standing]) -> Board:
    """Return the board of some open orders. An order may count for several reasons."""
    lacking = [(standing, lacks(standing)) for standing in standings if not standing.order.state.is_over]
    needy = sorted((s for s, what in lacking if what), key=lambda s: (s.closes_on, s.order.number))
    counts = {name: sum(name in what for _standing, what in lacking) for name in NAMES}
    return Board(counts, tuple(standing.order for standing in needy))


def lacks(standing: Standing) -> frozenset[str]:
    """Return the reasons for which an order needs attention."""
    escalation, today = standing.escalation, standing.now.astimezone(standing.zone).date()
    late_after = standing.invited_on + timedelta(days=standing.timing.escalate_after_days)
    soon = standing.calendar.after(today, AT_RISK_WORKING_DAYS)
    waits = standing.order.state is OrderState.STOPPED or (escalation and escalation.reason in WAITING_ON_CISCO)
    found = {
        OVERDUE: standing.is_open and has_not_begun(standing) and today >= late_after,
        AT_RISK: standing.is_open and standing.closes_on <= soon,
        UNCLAIMED: escalation is not None and not escalation.owner,
        WITH_CISCO: bool(waits),
        READY: standing.order.state is OrderState.READY_AT_CISCO,
    }
    return frozenset(name for name, is_so in found.items() if is_so)
