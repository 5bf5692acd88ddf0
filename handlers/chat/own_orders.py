"""A person's own orders: with them, offered to them, or handed over by them."""

import re
from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState, normal_number
from bot.errors import NotAllowed, Refusal
from bot.language.texts import _
from bot.language.typed import AROUND, one_line
from cards.notice import notice
from cards.orders import orders_card
from handlers.chat import live_card

NOT_YOURS = _("I can't find order {order} among yours. Type orders to list them.")
WITH_PERSON, WITH_CUSTOMER = _("Order {order} is with {person} now."), _("Order {order} is with the customer now.")
NOTHING_OPEN = _("There is no order with you at the moment. When one is due, I will write to you.")

# This many words with a number among them only name an order; more of them are meant for somebody.
FEW = 5
BETWEEN_WORDS = re.compile(r"[\s°º]+")


def show_orders(ctx: Context, orders: list[Order], page: int = 1) -> None:
    """Show a page of orders to choose from; say so when there are none."""
    if not orders:
        show_nothing_open(ctx)
        return
    pack = ctx.packer(orders[0], person=ctx.person.email)
    email = ctx.person.email
    entry = ctx.reply_privately(
        orders_card(orders, ctx.t, now=ctx.now, default_zone=ctx.policy.zone, pack=pack, page=page, person=email)
    )
    ctx.uow.live_cards.replace(list_key(ctx.person.email), entry)


def list_key(email: str) -> str:
    """Return the key of a person's list of orders, from which they choose by number."""
    return f"orders:{email}"


def show_nothing_open(ctx: Context) -> None:
    """Say that no order is with the person."""
    ctx.reply_privately(notice(ctx.t, NOTHING_OPEN))


def my_orders(ctx: Context) -> list[Order]:
    """Return a person's orders, the nearest to closing first: with them, offered to them, or handed on by them.

    Of an order handed to the customer nothing else is shown, however far the customer is.
    """
    email = ctx.person.email
    seen = [as_seen(order, email) for order in ctx.uow.orders.of_person(email) if is_in_reach(order, email)]
    return sorted(seen, key=lambda order: (order.state.is_over, order.closes_on(ctx.policy.zone), order.number))


def is_in_reach(order: Order, email: str) -> bool:
    """Return whether a person may look at an order: they have it, were asked to take it, or had it before."""
    return email in (order.holder, order.nominee, order.handed_by, order.contact)


def as_seen(order: Order, email: str) -> Order:
    """Return an order as this person sees it."""
    is_gone = order.with_customer and email not in order.people
    return replace(order, state=OrderState.HANDED_TO_CUSTOMER) if is_gone else order


def open_orders(ctx: Context) -> list[Order]:
    """Return the orders that this person can do something with."""
    email = ctx.person.email
    return [order for order in my_orders(ctx) if not order.state.is_over and email in order.people]


def current_order(ctx: Context) -> Order:
    """Return the order a typed word is about: the one with the person's latest live card, else the only open one."""
    open_ones = open_orders(ctx)
    shown = [(ctx.uow.live_cards.get(live_card.wizard_key(order, ctx.person.email)) or 0, order) for order in open_ones]
    if not shown:
        raise Refusal(NOTHING_OPEN)
    return max(shown, key=lambda pair: pair[0])[1]


def order_in_reach(ctx: Context, number: str) -> Order:
    """Return one of the person's own orders; the answer is the same for somebody else's number and for none."""
    order = ctx.uow.orders.get(number)
    if order is None or not is_in_reach(order, ctx.person.email):
        raise Refusal(NOT_YOURS, order=number[:40])
    return order


def order_named(ctx: Context, words: str) -> Order | None:
    """Return the one of the person's own orders that a few words name by its number, such as "open #90417263"."""
    pieces = BETWEEN_WORDS.split(one_line(words))
    if len(pieces) > FEW:
        return None
    numbers = {normal_number(piece.strip(AROUND)) for piece in pieces}
    named = [order for order in my_orders(ctx) if order.number in numbers]
    return named[0] if len(named) == 1 else None


def owned(ctx: Context, number: str) -> Order:
    """Return an order if this is its person now; refuse everybody else, and tell who had it before where it is."""
    order = ctx.uow.orders.get(number)
    if order is None or not is_in_reach(order, ctx.person.email):
        raise NotAllowed(live_card.NOT_THEIRS, order=number)
    if order.holder != ctx.person.email:
        raise NotAllowed(WITH_CUSTOMER if order.with_customer else WITH_PERSON, order=number, person=order.holder)
    if order.state is OrderState.CANCELLED:
        raise Refusal(_("Order {order} was cancelled. There is nothing left to do."), order=number)
    return order
