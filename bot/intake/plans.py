"""Plans: the changes that a file or another system makes to our orders, as values. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.orders import Order, OrderState
from bot.intake.columns import NUMBER, ORDER_COLUMNS

# The fields that follow a file or another system: the declared columns and the lines. All others are kept.
FOLLOWING = (*(column.name for column in ORDER_COLUMNS if column is not NUMBER), "lines")
# The fields that may differ afterwards: those, and the state.
CHANGING = (*FOLLOWING, "state")
# The fields that still follow once an order is provisioned: none of them is in the packet.
STILL_FOLLOWING = ("rep", "language")

# How long an admin may think about what they were shown.
OPEN_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PendingImport:
    """A file whose effect an admin was shown, and has not agreed to yet; each admin has at most one."""

    id: str
    email: str
    filename: str
    content: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """The newest revision of an order that another system sent, and its fingerprint."""

    order: str
    number: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Change:
    """An order as it is, and as the file makes it."""

    before: Order
    after: Order

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ, among those that follow a file and `state`."""
        return tuple(name for name in CHANGING if getattr(self.before, name) != getattr(self.after, name))

    @property
    def is_cancellation(self) -> bool:
        """Whether this change cancels the order."""
        return self.after.state is OrderState.CANCELLED is not self.before.state


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file changes here. `new`, `changed`, `cancelled` and `unchanged` together are the orders of the file.

    `still_cancelled` and `kept` are remarks: orders that are cancelled here but not in the file, and provisioned orders
    of which the file says something else, which stay as they were.
    `set_up_by_us` has orders whose contact, as new or changed, is a representative or an admin; `for_bots` those
    whose contact is a bot, which are left out.
    `orders` and `assumed` are what the file says, so that the plan can be made again when it is carried out.
    """

    orders: tuple[Order, ...] = ()
    assumed: frozenset[str] = frozenset()
    new: tuple[Order, ...] = ()
    changed: tuple[Change, ...] = ()
    cancelled: tuple[Change, ...] = ()
    unchanged: tuple[Order, ...] = ()
    still_cancelled: tuple[Order, ...] = ()
    kept: tuple[Change, ...] = ()
    set_up_by_us: tuple[Order, ...] = ()
    for_bots: tuple[Order, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A fingerprint that differs between plans that would do different things."""
        differences = [
            [(name, getattr(each.before, name), getattr(each.after, name)) for name in each.fields]
            for each in (*self.changed, *self.cancelled)
        ]
        return hashlib.sha256(repr((self.new, self.changed_numbers, differences)).encode()).hexdigest()[:16]

    @property
    def changed_numbers(self) -> tuple[str, ...]:
        """The numbers of the orders that change or are cancelled."""
        return tuple(each.after.number for each in (*self.changed, *self.cancelled))

    @property
    def is_empty(self) -> bool:
        """Whether carrying it out would change nothing."""
        return not (self.new or self.changed or self.cancelled)


@dataclass(frozen=True, slots=True)
class DirectoryCounts:
    """What an import of organizations did: how many were new or changed, and how many were the same before."""

    saved: int
    unchanged: int


class Outcome(StrEnum):
    """What became of an order that another system sent."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a submission: the order as it is now, its newest revision, and the fields that were changed.

    `is_contradicted` says that the order is cancelled here, and that the submission knows nothing of that. `stays`
    names the fields that were not changed, because the order is provisioned.
    """

    outcome: Outcome
    order: Order
    revision: int
    changed: tuple[str, ...] = ()
    is_contradicted: bool = False
    stays: tuple[str, ...] = ()


class RevisionConflict(Exception):
    """A revision came again and says something else. We do not guess which of the two counts."""


def together(plans: Sequence[ImportPlan]) -> ImportPlan:
    """Return what several plans do as one."""
    parts: dict[str, Any] = {
        part.name: tuple(each for plan in plans for each in getattr(plan, part.name))
        for part in fields(ImportPlan)
        if part.name != "assumed"
    }
    return ImportPlan(**parts, assumed=frozenset().union(*(plan.assumed for plan in plans)))


def followed(ours: Order, file: Order, assumed: frozenset[str] = frozenset()) -> Order:
    """Return our order as the file makes it; a provisioned one stays as it was, except for who helps with it."""
    wanted = as_in_file(ours, file, assumed)
    if ours.state is OrderState.PROVISIONED:
        return replace(ours, **{name: getattr(wanted, name) for name in STILL_FOLLOWING})
    return wanted


def stands(ours: Order, file: Order, assumed: frozenset[str] = frozenset()) -> Change | None:
    """Return the change that the file wants of a provisioned order, which is not made; None where they agree."""
    kept, wanted = followed(ours, file, assumed), as_in_file(ours, file, assumed)
    # Its lines may be closed at Cisco because they were delivered: that contradicts nothing.
    change = Change(kept, replace(wanted, lines=kept.lines))
    return change if ours.state is OrderState.PROVISIONED and change.fields else None


def as_in_file(ours: Order, file: Order, assumed: frozenset[str] = frozenset()) -> Order:
    """Return our order as the file wants it, with everything that has happened here.

    A changed contact takes the order over only while nobody has begun or handed it on. A blank in the file says
    nothing, so what an admin filled in stays: Cisco's own report lacks our columns. Services that the file only assumes
    are no news as long as the offer is the same. Nor is the date of a line that stays closed: there is no day to wait
    for.
    """
    news = {name: getattr(file, name) for name in FOLLOWING if getattr(file, name)}
    if file.state is OrderState.CLOSED and ours.state is OrderState.CLOSED:
        news["start_date"] = ours.start_date
    if file.number in assumed and file.offer == ours.offer:
        news["services"] = ours.services
    holder = file.contact if ours.is_with_its_contact else ours.holder
    return replace(ours, **news, holder=holder, state=state_after(ours, file))


def state_after(ours: Order, file: Order) -> OrderState:
    """Return the state of our order once the file has been followed: an order that is over stays over.

    A file has no date: one that does not say "cancelled" may be older than the cancellation, or know nothing of it
    because it was made here. "Closed" ends an order that is under way, and leaves a provisioned one alone: its lines
    are closed because they were delivered.
    """
    if file.state is OrderState.CANCELLED or (file.state is OrderState.CLOSED and not ours.state.is_over):
        return file.state
    return ours.state


def is_contradicted(ours: Order, file: Order) -> bool:
    """Return whether an order is cancelled here, while the file knows nothing of it."""
    return ours.state is OrderState.CANCELLED and file.state is OrderState.SCHEDULED
