"""The lines of an order: what they say together about it, such as its offer, its services and where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from bot.domain.orders import OFFERS, Line, Order, OrderState, Service
from bot.intake.columns import ALIKE_COLUMNS, LINE_COLUMNS
from bot.intake.rows import REMEMBERED
from bot.language.folders import words_in_all
from bot.language.typed import folded

AS_WRITTEN = attrgetter(*(column.name for column in LINE_COLUMNS))

CANCELLED_STATUSES = frozenset(map(folded, words_in_all("statuses", "cancelled")))
CLOSED_STATUSES = frozenset(map(folded, words_in_all("statuses", "closed")))

# Items and statuses as they are compared: there are few.
compared = lru_cache(maxsize=REMEMBERED)(folded)


def joined(parts: Sequence[Order]) -> Order:
    """Make one order of its lines. The order of the rows makes no difference."""
    lines = tuple(sorted((line for part in parts for line in part.lines), key=by_rank))
    offer = offer_of(lines)
    alike = parts[0] if len(parts) == 1 else replace(parts[0], **said_alike(parts))
    return replace(
        alike,
        offer=offer,
        lines=lines,
        services=services_of(parts, offer),
        subscription=next((line.subscription for line in lines if line.subscription), ""),
        state=state_of(line.status for line in lines),
        holder=alike.contact,
    )


def said_alike(parts: Sequence[Order]) -> dict[str, Any]:
    """Return what all lines of an order agree on, each fact as the first line says it that has it."""
    return {
        column.name: next(filter(None, (getattr(part, column.name) for part in parts)), column.blank)
        for column in ALIKE_COLUMNS
    }


def offer_of(lines: Iterable[Line]) -> str:
    """Return the offer of an order: that of the first by rank, a cancelled one only when there is no other."""
    return next(family for family in (family_of(line.item) for line in lines) if family)


def by_rank(line: Line) -> tuple[object, ...]:
    """Sort lines: those of an offer first, live before cancelled, and among them the likeliest parent.

    That is the item with the bare name of an offer, else the offer that closes soonest, so that a reminder comes too
    early rather than too late.
    """
    family = family_of(line.item)
    is_bare = compared(line.item).upper() == family
    closes = OFFERS[family].closes_after_days if family else 0
    return (not family, is_cancelled(line.status), not is_bare, closes, -len(family), AS_WRITTEN(line))


@lru_cache(maxsize=REMEMBERED)
def family_of(item: str) -> str:
    """Return the offer to which an item belongs, such as A-FLEX-3 for A-FLEX-3-CC; "" where there is none."""
    wanted = folded(item).upper()
    longest_first = sorted(OFFERS, key=len, reverse=True)
    return next((name for name in longest_first if wanted == name or wanted.startswith(f"{name}-")), "")


def is_cancelled(status: str) -> bool:
    """Return whether a line with this status is cancelled."""
    return compared(status) in CANCELLED_STATUSES


def services_of(parts: Sequence[Order], offer: str) -> tuple[Service, ...]:
    """Return the services of an order: those named for its live lines, else the usual ones of its offer."""
    live = [part for part in parts if not is_cancelled(part.lines[0].status)] or parts
    named = {service for part in live for service in part.services}
    implied = {service for part in live for service in implied_by(part.lines[0].item)}
    bought = (named or set(OFFERS[offer].usual_services)) | implied
    return tuple(service for service in Service if service in bought)


def implied_by(item: str) -> frozenset[Service]:
    """Return what an item brings by itself: A-FLEX-3-CC is the subscription that Contact Center needs."""
    family = family_of(item)
    suffix = compared(item).upper().removeprefix(family).split("-") if family else []
    return frozenset({Service.CONTACT_CENTER}) if "CC" in suffix else frozenset()


def state_of(statuses: Iterable[str]) -> OrderState:
    """Return where an order stands by the statuses of its lines: it is over only when each of them is."""
    found = frozenset(map(compared, statuses))
    if found <= CANCELLED_STATUSES:
        return OrderState.CANCELLED
    if found <= CANCELLED_STATUSES | CLOSED_STATUSES:
        return OrderState.CLOSED
    return OrderState.SCHEDULED
