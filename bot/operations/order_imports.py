"""Imports: what a file of orders or organizations changes here, first as a plan to look at, then for good."""

from collections.abc import Callable, Iterable

from bot.domain.orders import Order
from bot.domain.organizations import Organization
from bot.intake.documents import Submission
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
)
from store import UnitOfWork

# Saves an order and sees to all that follows, from how it was (None for a new one) and how it is now.
Changed = Callable[[Order | None, Order], None]


def plan_import(uow: UnitOfWork, orders: Iterable[Order], assumed: frozenset[str] = frozenset()) -> ImportPlan:
    """Compare the orders of a file with ours, and change nothing.

    `assumed` has the numbers of orders whose services the file does not name: they keep those they have.
    """
    orders = tuple(orders)
    known = {order.number: uow.orders.get(order.number) for order in orders}
    pairs = [(known[order.number], order) for order in orders]
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
    )


def apply_import(uow: UnitOfWork, plan: ImportPlan, order_changed: Changed) -> ImportPlan:
    """Carry a plan out, and return what was really done.

    The orders are compared once more: between looking at a plan and agreeing to it, somebody may have gone on
    with an order, and that stays.
    """
    plan = plan_import(uow, plan.orders, plan.assumed)
    for order in plan.new:
        order_changed(None, order)
    for change in (*plan.changed, *plan.cancelled):
        order_changed(change.before, change.after)
    return plan


def receive(uow: UnitOfWork, submission: Submission, order_changed: Changed) -> Receipt:
    """Take an order that another system sent, as a file of this one order would be taken.

    The highest revision wins, in whatever order they come. An import from a file and an admin's change have no
    revision: they hold until a newer one says otherwise.

    Raises RevisionConflict, and then nothing has changed.
    """
    known = uow.revisions.get(submission.order.number)
    ours = uow.orders.get(submission.order.number)
    if known and ours and submission.revision <= known.number:
        return received_before(submission, known, ours)
    plan = apply_import(uow, plan_import(uow, [submission.order], submission.assumed), order_changed)
    number, revision = submission.order.number, submission.revision
    uow.revisions.save(Revision(number, revision, submission.fingerprint))
    is_contradicted = bool(plan.still_cancelled)
    order = uow.orders.get(number) or submission.order
    for change in (*plan.changed, *plan.cancelled):
        return Receipt(Outcome.UPDATED, order, revision, change.fields, is_contradicted)
    return Receipt(Outcome.CREATED if plan.new else Outcome.UNCHANGED, order, revision, (), is_contradicted)


def received_before(submission: Submission, known: Revision, ours: Order) -> Receipt:
    """Change nothing for a revision that is not newer than the one we have."""
    if submission.revision < known.number:
        return Receipt(Outcome.IGNORED, ours, known.number)
    if submission.fingerprint != known.fingerprint:
        raise RevisionConflict
    return Receipt(Outcome.UNCHANGED, ours, known.number)


def import_directory(uow: UnitOfWork, organizations: Iterable[Organization]) -> DirectoryCounts:
    """Keep the organizations of a file. Those that the file does not name stay as they are."""
    news = [uow.organizations.save(org) for org in organizations]
    return DirectoryCounts(saved=sum(news), unchanged=len(news) - sum(news))
