"""The licenses: whether the organizations that the partner manages have the subscriptions of an order."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.lookups import LookUpResult, OrderLookUp
from bot.domain.orders import Order
from bot.intake.lines import is_cancelled
from bot.language.typed import folded
from bot.services.webex_admin import WebexAdmin
from store import Store, UnitOfWork

LIST_IS_FRESH = timedelta(seconds=30)
# The most organizations that are looked into for one order: those whose name is the customer's.
MOST_ORGANIZATIONS = 5


@dataclass(frozen=True, slots=True)
class Licenses:
    """Reads at Webex Admin which organizations the partner manages, and what they have."""

    store: Store
    admin: WebexAdmin

    def look_into(self, order: Order, found: OrderLookUp, now: datetime) -> OrderLookUp:
        """Return a look-up with what the licenses show of an order, and where. Raises WebexError."""
        if self.is_list_older_than(LIST_IS_FRESH, now):
            self.list_organizations(now)
        with self.store.reading() as uow:
            candidates = organizations_of(uow, order)
        for org_id, name in candidates:
            if subscriptions_of(order) <= set(map(folded, self.admin.subscriptions(org_id))):
                return replace(found, licenses=LookUpResult.FOUND, seen_in=name)
        return replace(found, licenses=LookUpResult.UNKNOWN, seen_in=", ".join(name for _id, name in candidates)[:200])

    def is_list_older_than(self, age: timedelta, now: datetime) -> bool:
        """Return whether the organizations were listed longer ago, or never."""
        with self.store.reading() as uow:
            listed_at = uow.managed.listed_at()
        return listed_at is None or now - listed_at >= age

    def list_organizations(self, now: datetime) -> None:
        """List the organizations that the partner manages, and keep the list. Raises WebexError."""
        organizations = self.admin.organizations()
        with self.store.unit_of_work() as uow:
            uow.managed.keep_list(organizations, now)


def forget_managed(store: Store) -> None:
    """Forget what Webex Admin told us: it is no longer set up, so nobody would renew it."""
    with store.reading() as uow:
        is_known = uow.managed.listed_at() is not None
    if is_known:
        with store.unit_of_work() as uow:
            uow.managed.forget_all()


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
