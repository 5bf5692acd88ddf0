"""Looking up: an order by its number, for people who may see all, and what a search is for."""

from bot.dispatch.context import Context
from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.errors import Refusal
from bot.language.texts import _, all_texts
from bot.language.typed import folded

NO_ORDER = _("There is no order {order}.")
CANCELLED = _("Order {order} was cancelled. An admin can bring it back: /order reopen {order}")
ERASED = _("Nobody has order {order} now: the person was erased. An admin can give it to another: {usage}")
NAMED = {folded(t(name)): state for t in all_texts() for state, name in STATE_NAMES.items()}
# By the words of the order API as well.
STATES = {**{str(state): state for state in OrderState}, **NAMED}


def search_of(typed: str) -> tuple[str, OrderState | None]:
    """Return what somebody searches for: words, or a state by its name in any of our languages."""
    state = STATES.get(folded(typed))
    return ("" if state else typed), state


def refuse_cancelled(order: Order) -> None:
    """Refuse to lead anybody to an order that was cancelled, and say how it can go on."""
    if order.state.calls_nobody:
        raise Refusal(CANCELLED, order=order.number)


def nobody_has(order: Order) -> Refusal:
    """Return what to tell somebody who would write to whoever had an order and was erased: how it can go on."""
    return Refusal(ERASED, order=order.number, usage=f"/order set {order.number} contact=…")


def existing(ctx: Context, number: str) -> Order:
    """Return the order of a number; refuse where there is none."""
    order = ctx.uow.orders.get(number)
    if order is None:
        raise Refusal(NO_ORDER, order=number[:40])
    return order
