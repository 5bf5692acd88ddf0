"""One's own orders: those that are with a person, or that they were asked to take."""

from bot.context import Context
from bot.errors import Refusal
from bot.orders import Order
from bot.texts import _
from cards.notice import notice
from cards.orders import orders_card
from handlers import live


def show_orders(ctx: Context, orders: list[Order]) -> None:
    """List orders to choose from; say so when there are none."""
    if not orders:
        show_nothing_open(ctx)
        return
    pack = ctx.packer(orders[0], person=ctx.person.email)
    ctx.reply(orders_card(orders, ctx.t, now=ctx.now, default_zone=ctx.policy.zone, pack=pack))


def show_nothing_open(ctx: Context) -> None:
    ctx.reply(notice(ctx.t, _("There is no order with you at the moment. When one is due, I will write to you.")))


def my_orders(ctx: Context) -> list[Order]:
    """Return the orders that are with this person, or that they were asked to take; the nearest to closing first."""
    email = ctx.person.email
    found = {order.number: order for order in (*ctx.uow.orders.held_by(email), *ctx.uow.orders.nominating(email))}
    return sorted(
        found.values(), key=lambda order: (order.state.is_over, order.closes_on(ctx.policy.zone), order.number)
    )


def open_orders(ctx: Context) -> list[Order]:
    return [order for order in my_orders(ctx) if not order.state.is_over]


def current_order(ctx: Context) -> Order:
    """Return the order a typed word is about: the one with the person's latest live card, else the only open one."""
    open_ones = open_orders(ctx)
    shown = [(ctx.uow.live_cards.get(live.wizard_key(order, ctx.person.email)) or 0, order) for order in open_ones]
    if not shown:
        raise Refusal(_("There is no order with you at the moment. When one is due, I will write to you."))
    return max(shown, key=lambda pair: pair[0])[1]


def order_in_reach(ctx: Context, number: str) -> Order:
    """Return one of the person's own orders; the answer is the same for a foreign number and for one that is none."""
    order = ctx.uow.orders.get(number)
    reach = {order.holder, order.nominee} if order else set()
    handed_on = order is not None and order.contact == ctx.person.email and order.with_customer
    if order is None or not (ctx.person.email in reach or handed_on):
        raise Refusal(_("I don't find order {order} among yours. Type orders to list them."), order=number[:40])
    return order
