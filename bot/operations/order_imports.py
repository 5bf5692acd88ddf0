"""Compares the orders or organizations of a file with ours: first as a plan, then saving the changes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.dispatch.bots import bots_among
from bot.domain.orders import Order
from bot.domain.organizations import Organization
from bot.intake.documents import InvalidDocument, Submission, Violation
from bot.intake.plans import (
    Change,
    DirectoryCounts,
    ImportPlan,
    Outcome,
    Receipt,
    Revision,
    RevisionConflict,
    followed,
    is_contradicted,
    stands,
)
from store import UnitOfWork

# The people whom a file names in an order.
PEOPLE = ("contact", "holder", "rep")

# Saves an order, and does what follows from its state before (None for a new one) and after.
Changed = Callable[[Order | None, Order], None]


def plan_import(
    uow: UnitOfWork,
    orders: Iterable[Order],
    assumed: frozenset[str] = frozenset(),
    admins: Collection[str] = frozenset(),
) -> ImportPlan:
    """Return what the orders of a file would change.

    `assumed` holds the numbers of orders whose services the file does not name; these keep the services they have.
    Orders with a bot as their contact are left out.
    """
    # What is asked of the tables is asked once for all orders.
    given = with_addresses_of_now(uow, tuple(orders))
    contacts = {order.contact for order in given}
    bots, helpers = bots_among(uow, contacts), uow.spaces.members_among(contacts).union(admins)
    for_bots = tuple(order for order in given if order.contact in bots)
    orders = tuple(order for order in given if order.contact not in bots)
    known = uow.orders.numbered(order.number for order in orders)
    pairs = [(known.get(order.number), order) for order in orders]
    changes = [Change(ours, followed(ours, file, assumed)) for ours, file in pairs if ours]
    differing = [change for change in changes if change.before != change.after]
    return ImportPlan(
        orders=orders,
        assumed=assumed,
        new=tuple(file for ours, file in pairs if ours is None),
        changed=tuple(change for change in differing if not change.is_cancellation),
        cancelled=tuple(change for change in differing if change.is_cancellation),
        unchanged=tuple(change.before for change in changes if change.before == change.after),
        still_cancelled=tuple(ours for ours, file in pairs if ours and is_contradicted(ours, file)),
        kept=tuple(change for ours, file in pairs if ours and (change := stands(ours, file, assumed))),
        set_up_by_us=tuple(file for ours, file in pairs if file.contact in helpers and is_news(ours, file)),
        for_bots=for_bots,
    )


def is_news(ours: Order | None, file: Order) -> bool:
    """Return whether a file names another contact than we know."""
    return ours is None or ours.contact != file.contact


def with_addresses_of_now(uow: UnitOfWork, orders: Collection[Order]) -> tuple[Order, ...]:
    """Return orders with their people's present addresses: a file may be older than somebody's new one."""
    moved = uow.moves.current_addresses({getattr(order, name) for order in orders for name in PEOPLE})
    return tuple(readdressed(order, moved) for order in orders) if moved else tuple(orders)


def readdressed(order: Order, moved: Mapping[str, str]) -> Order:
    """Return an order with present addresses in place of old ones."""
    changed: dict[str, Any] = {name: moved[old] for name in PEOPLE if (old := getattr(order, name)) in moved}
    return replace(order, **changed) if changed else order


def apply_import(
    uow: UnitOfWork, plan: ImportPlan, order_changed: Changed, admins: Collection[str] = frozenset()
) -> ImportPlan:
    """Carry out a plan, and return what was done.

    The orders are compared once more, because they may have changed since the plan was made; such changes stay.
    """
    plan = plan_import(uow, plan.orders, plan.assumed, admins)
    for order in plan.new:
        order_changed(None, order)
    for change in (*plan.changed, *plan.cancelled):
        order_changed(change.before, change.after)
    return plan


def receive(uow: UnitOfWork, submission: Submission, order_changed: Changed) -> Receipt:
    """Save an order from another system, as a file with this one order would be imported.

    The highest revision wins, in whatever order they arrive. Changes by a file or an admin have no revision, and hold
    until a newer one arrives.

    Raises RevisionConflict for a revision that was received with other content; then nothing has changed.
    """
    known = uow.revisions.get(submission.order.number)
    ours = uow.orders.get(submission.order.number)
    if known and ours and submission.revision <= known.number:
        return received_before(submission, known, ours)
    planned = plan_import(uow, [submission.order], submission.assumed)
    if planned.for_bots:
        raise InvalidDocument([Violation("#/contact", "This is the address of a bot. Give a person's address.")])
    plan = apply_import(uow, planned, order_changed)
    number, revision = submission.order.number, submission.revision
    uow.revisions.save(Revision(number, revision, submission.fingerprint))
    is_contradicted = bool(plan.still_cancelled)
    order = uow.orders.get(number) or submission.order
    for change in (*plan.changed, *plan.cancelled):
        return Receipt(Outcome.UPDATED, order, revision, change.fields, is_contradicted)
    stays = tuple(name for change in plan.kept for name in change.fields)
    outcome = Outcome.CREATED if plan.new else Outcome.UNCHANGED
    return Receipt(outcome, order, revision, (), is_contradicted, stays)


def received_before(submission: Submission, known: Revision, ours: Order) -> Receipt:
    """Return the receipt for a revision that is not newer than ours; it changes nothing."""
    if submission.revision < known.number:
        return Receipt(Outcome.IGNORED, ours, known.number)
    if submission.fingerprint != known.fingerprint:
        raise RevisionConflict
    return Receipt(Outcome.UNCHANGED, ours, known.number)


def import_directory(uow: UnitOfWork, organizations: Iterable[Organization]) -> DirectoryCounts:
    """Save the organizations of a file. Those that it does not name stay as they are."""
    news = [uow.organizations.save(with_people_of_now(uow, org)) for org in organizations]
    return DirectoryCounts(saved=sum(news), unchanged=len(news) - sum(news))


def with_people_of_now(uow: UnitOfWork, org: Organization) -> Organization:
    """Return an organization with its people's present addresses."""
    admins, users = (frozenset(map(uow.moves.current_address, people)) for people in (org.admins, org.users))
    return org if (admins, users) == (org.admins, org.users) else replace(org, admins=admins, users=users)
