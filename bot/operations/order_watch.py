"""The order watch: what Cisco knows of open orders is looked up daily, and whenever somebody asks; changes follow."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.dispatch.context import Contexts
from bot.domain.internal_events import ProvisioningSeen
from bot.domain.lookups import LOOKED_UP_EVERY, LookUpResult, OrderLookUp
from bot.domain.orders import Line, Order, OrderState
from bot.errors import WebexError
from bot.intake.orders import is_cancelled, state_of
from bot.intake.plans import followed
from bot.language.typed import folded
from bot.operations.imports import OrderChanged
from bot.services.commerce import CommerceLine, CommerceOrder, OrderStatusService
from bot.services.resting import Rest
from bot.services.webex_admin import WebexAdmin
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

AFTER_FAILURE = timedelta(hours=1)
LIST_IS_FRESH = timedelta(seconds=30)
REST = timedelta(minutes=5)
# Only so many organizations are looked into for one order: those whose name is the customer's.
MOST_ORGANIZATIONS = 5
OPEN = frozenset(state for state in OrderState if not state.is_over)
# The answers are complete; a line may have closed before anybody said that it is provisioned.
MAY_BE_PROVISIONED = frozenset({OrderState.READY_AT_CISCO, OrderState.CLOSED})
# A line that Cisco calls so is delivered; which words it uses is not published, so only plain ones count.
PROVISIONED = frozenset(map(folded, ("Provisioned", "Active", "Activated", "Invoiced")))
# How the audit log calls what was seen.
IN_LICENSES, IN_ORDER_STATUS = "seen_in_licenses", "seen_in_order_status"


@dataclass
class OrderWatch:
    """Looks orders up, one at a time and outside any transaction, and lets what has changed follow.

    Either service may be missing. `order_changed` saves an order and does what follows; `nudge` wakes who handles
    events.
    """

    store: Store
    clock: Clock
    contexts: Contexts
    order_changed: OrderChanged
    nudge: Callable[[], None]
    admin: WebexAdmin | None = None
    commerce: OrderStatusService | None = None
    rest: Rest = field(default_factory=lambda: Rest(REST), init=False)

    def __call__(self) -> bool:
        """Look up the next order that is due, if there is one; returns whether there was."""
        now = self.clock.now()
        if self._is_resting(now):
            return False
        if self.admin is not None and self._is_list_older_than(LOOKED_UP_EVERY, now):
            self._keep_list(self.admin, now)
        with self.store.reading() as uow:
            number = None if uow.pauses.current() else uow.order_lookups.next(self._states(), now)
        if number is None:
            return False
        self.look_up(number)
        return True

    def _rest(self, error: WebexError) -> None:
        """Leave the services alone for a while."""
        self.rest.begin(error, self.clock.now())

    def _is_resting(self, now: datetime) -> bool:
        """Return whether there is nobody to ask, or nobody who wants to be asked now."""
        return (self.admin is None and self.commerce is None) or self.rest.is_on(now)

    def look_up(self, number: str) -> OrderLookUp | None:
        """Look one order up now, and let follow what has changed; None for no such order."""
        now = self.clock.now()
        with self.store.reading() as uow:
            order = uow.orders.get(number)
        if order is None:
            return None
        found = OrderLookUp(number, now, now + LOOKED_UP_EVERY)
        found, told = self._ask_commerce(order, found)
        found = self._look_into_licenses(order, found)
        if LookUpResult.FAILED in (found.commerce, found.licenses):
            found = replace(found, due_at=now + AFTER_FAILURE)
        with self.store.unit_of_work() as uow:
            uow.order_lookups.save(found)
            self._follow(uow, number, found, told, now)
        self.nudge()
        return found

    def _states(self) -> frozenset[OrderState]:
        if self.commerce is not None:
            return OPEN
        return frozenset({OrderState.READY_AT_CISCO}) if self.admin is not None else frozenset()

    # What Cisco Commerce says

    def _ask_commerce(self, order: Order, found: OrderLookUp) -> tuple[OrderLookUp, CommerceOrder | None]:
        if self.commerce is None:
            return found, None
        try:
            told = self.commerce.look(order.number)
        except WebexError as error:
            log.warning("order status not told", extra={"action": "order_status_failed", "cause": error.reason})
            self._rest(error)
            return replace(found, commerce=LookUpResult.FAILED, status=error.reason[:200]), None
        if told is None:
            return replace(found, commerce=LookUpResult.UNKNOWN), None
        return replace(found, commerce=LookUpResult.FOUND, status=summary_of(told)), told

    # What the licenses show

    def _look_into_licenses(self, order: Order, found: OrderLookUp) -> OrderLookUp:
        if self.admin is None or order.state not in MAY_BE_PROVISIONED or not subscriptions_of(order):
            return found
        try:
            return self._with_licenses(self.admin, order, found)
        except WebexError as error:
            log.warning("licenses not read", extra={"action": "licenses_failed", "cause": error.reason})
            self._rest(error)
            return replace(found, licenses=LookUpResult.FAILED, seen_in=error.reason[:200])

    def _with_licenses(self, admin: WebexAdmin, order: Order, found: OrderLookUp) -> OrderLookUp:
        now = self.clock.now()
        if self._is_list_older_than(LIST_IS_FRESH, now):
            self._list(admin, now)
        with self.store.reading() as uow:
            candidates = organizations_of(uow, order)
        for org_id, name in candidates:
            if subscriptions_of(order) <= set(map(folded, admin.subscriptions(org_id))):
                return replace(found, licenses=LookUpResult.FOUND, seen_in=name)
        return replace(found, licenses=LookUpResult.UNKNOWN, seen_in=", ".join(name for _id, name in candidates)[:200])

    def _is_list_older_than(self, age: timedelta, now: datetime) -> bool:
        with self.store.reading() as uow:
            listed_at = uow.managed.listed_at()
        return listed_at is None or now - listed_at >= age

    def _keep_list(self, admin: WebexAdmin, now: datetime) -> None:
        """List the organizations that the partner manages; where that fails the watch rests."""
        try:
            self._list(admin, now)
        except WebexError as error:
            self._rest(error)
            log.warning("organizations not listed", extra={"action": "organizations_failed", "cause": error.reason})

    def _list(self, admin: WebexAdmin, now: datetime) -> None:
        organizations = admin.organizations()
        with self.store.unit_of_work() as uow:
            uow.managed.keep_list(organizations, now)

    # What follows

    def _follow(
        self, uow: UnitOfWork, number: str, found: OrderLookUp, told: CommerceOrder | None, now: datetime
    ) -> None:
        """Let an order follow what was said of it; it may have changed while Cisco was asked."""
        before = uow.orders.get(number)
        if before is None:
            return
        after = as_told(before, told) if told is not None else before
        if after != before:
            self.order_changed(self.contexts.of(None, uow, now), before, after)
        if found.licenses is LookUpResult.FOUND:
            uow.inbox.add(ProvisioningSeen(number, IN_LICENSES, found.seen_in).pack(now))
        elif told is not None and is_provisioned(told) and after.state in MAY_BE_PROVISIONED:
            uow.inbox.add(ProvisioningSeen(number, IN_ORDER_STATUS, found.status).pack(now))


def subscriptions_of(order: Order) -> frozenset[str]:
    """Return the subscriptions that an order brings: all of them have to be there before it is provisioned."""
    live = (line.subscription for line in order.lines if line.subscription and not is_cancelled(line.status))
    return frozenset(map(folded, live)) or frozenset({folded(order.subscription)} - {""})


def organizations_of(uow: UnitOfWork, order: Order) -> list[tuple[str, str]]:
    """Return the managed organizations that may be the customer's: the one that was mapped, else those named so."""
    mapping = uow.mappings.get(order.number)
    mapped = mapping.customer_org if mapping else ""
    seen, listed = uow.managed.get(mapped), uow.organizations.get(mapped)
    if seen is not None:
        return [(seen.id, seen.name)]
    progress = uow.progress.get(order.number, order.holder)
    described = progress.answers.get("new_customer_org", {}) if progress else {}
    names = {order.customer_name, described.get("company") or order.customer_name, listed.name if listed else ""} - {""}
    alike = {each.id: each for name in names for each in uow.managed.named_like(name)}
    return [(each.id, each.name) for each in list(alike.values())[:MOST_ORGANIZATIONS]]


def as_told(ours: Order, told: CommerceOrder) -> Order:
    """Return our order as Cisco Commerce has it: another date, other lines, cancelled or closed."""
    lines = lines_told(ours.lines, told)
    state = state_of(frozenset(map(folded, statuses_of(told))))
    subscription = next((line.subscription for line in lines if line.subscription), ours.subscription)
    day = told.start_date or ours.start_date
    theirs = replace(ours, start_date=day, lines=lines, subscription=subscription, state=state)
    return followed(ours, theirs, frozenset({ours.number}))


def lines_told(ours: tuple[Line, ...], told: CommerceOrder) -> tuple[Line, ...]:
    """Return our lines as they are told, each with what the report said of it before, and those that are new.

    None is taken away: the report may name one that Cisco Commerce counts among the parts of another.
    """
    unmatched = list(told.lines)
    lines = [with_news(line, unmatched, told) for line in ours]
    return (*lines, *(Line(each.item, each.subscription, each.status or told.status) for each in unmatched))


def with_news(line: Line, unmatched: list[CommerceLine], told: CommerceOrder) -> Line:
    """Return a line with its news, which are taken from those that are not matched yet."""
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
