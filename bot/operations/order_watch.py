"""The order watch: looks up what Cisco knows about open orders, daily and whenever somebody asks, and follows it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.dispatch.context import Contexts
from bot.domain.internal_events import ProvisioningSeen
from bot.domain.lookups import LOOKED_UP_EVERY, LookUpResult, OrderLookUp
from bot.domain.orders import Order, OrderState
from bot.domain.provisioning import Evidence
from bot.errors import WebexError
from bot.operations.commerce_news import as_told, is_provisioned, summary_of
from bot.operations.imports import OrderChanged
from bot.operations.licenses import Licenses, subscriptions_of
from bot.services.commerce import CommerceOrder, OrderStatusService
from bot.services.resting import Rest
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

AFTER_FAILURE = timedelta(hours=1)
REST = timedelta(minutes=5)
OPEN = frozenset(state for state in OrderState if not state.is_over)
# The answers are complete; a line may have closed before anybody said that it is provisioned.
MAY_BE_PROVISIONED = frozenset({OrderState.READY_AT_CISCO, OrderState.CLOSED})


@dataclass
class OrderWatch:
    """Looks orders up, one at a time and outside any transaction, and lets what has changed follow.

    Either service may be missing. `order_changed` saves an order and does what follows; `nudge` wakes the workers that
    handle events.
    """

    store: Store
    clock: Clock
    contexts: Contexts
    order_changed: OrderChanged
    nudge: Callable[[], None]
    licenses: Licenses | None = None
    commerce: OrderStatusService | None = None
    rest: Rest = field(default_factory=lambda: Rest(REST), init=False)

    def __call__(self) -> bool:
        """Look up the next order that is due, if there is one; returns whether there was."""
        now = self.clock.now()
        if self._is_resting(now):
            return False
        if self.licenses is not None:
            self._keep_list(self.licenses, now)
        with self.store.reading() as uow:
            number = None if uow.pauses.current() else uow.order_lookups.next(self._states(), now)
        if number is None:
            return False
        self.look_up(number)
        return True

    def _is_resting(self, now: datetime) -> bool:
        """Return whether there is nobody to ask, or nobody who wants to be asked now."""
        return (self.licenses is None and self.commerce is None) or self.rest.is_on(now)

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
        return frozenset({OrderState.READY_AT_CISCO}) if self.licenses is not None else frozenset()

    def _ask_commerce(self, order: Order, found: OrderLookUp) -> tuple[OrderLookUp, CommerceOrder | None]:
        if self.commerce is None:
            return found, None
        try:
            told = self.commerce.look(order.number)
        except WebexError as error:
            self._rest_after(error, "order status not told", "order_status_failed")
            return replace(found, commerce=LookUpResult.FAILED, status=error.reason[:200]), None
        if told is None:
            return replace(found, commerce=LookUpResult.UNKNOWN), None
        return replace(found, commerce=LookUpResult.FOUND, status=summary_of(told)), told

    def _look_into_licenses(self, order: Order, found: OrderLookUp) -> OrderLookUp:
        if self.licenses is None or order.state not in MAY_BE_PROVISIONED or not subscriptions_of(order):
            return found
        try:
            return self.licenses.look_into(order, found, self.clock.now())
        except WebexError as error:
            self._rest_after(error, "licenses not read", "licenses_failed")
            return replace(found, licenses=LookUpResult.FAILED, seen_in=error.reason[:200])

    def _keep_list(self, licenses: Licenses, now: datetime) -> None:
        """List the organizations that the partner manages once a day; where that fails the watch rests."""
        if not licenses.is_list_older_than(LOOKED_UP_EVERY, now):
            return
        try:
            licenses.list_organizations(now)
        except WebexError as error:
            self._rest_after(error, "organizations not listed", "organizations_failed")

    def _rest_after(self, error: WebexError, what: str, action: str) -> None:
        """Leave the services alone for a while, and log what failed."""
        log.warning(what, extra={"action": action, "cause": error.reason})
        self.rest.begin(error, self.clock.now())

    def _follow(
        self, uow: UnitOfWork, number: str, found: OrderLookUp, told: CommerceOrder | None, now: datetime
    ) -> None:
        """Let an order follow what Cisco said about it; it may have changed while Cisco was asked."""
        before = uow.orders.get(number)
        if before is None:
            return
        after = as_told(before, told) if told is not None else before
        if after != before:
            self.order_changed(self.contexts.of(None, uow, now), before, after)
        if found.licenses is LookUpResult.FOUND:
            uow.inbox.add(ProvisioningSeen(number, Evidence.IN_LICENSES, found.seen_in).pack(now))
        elif told is not None and is_provisioned(told) and after.state in MAY_BE_PROVISIONED:
            uow.inbox.add(ProvisioningSeen(number, Evidence.IN_ORDER_STATUS, found.status).pack(now))
