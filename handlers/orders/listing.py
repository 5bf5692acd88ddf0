"""Listing: a person's orders, one of them by its number, and where each stands."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.domain.outgoing import Message
from bot.language.texts import _
from cards.describe import days_left_words
from cards.pressing import chosen_on
from handlers.chat import live_card, own_orders, typed_buttons
from handlers.wizard import way_in

router = Router()


@router.command(
    "orders",
    usage=_("orders [page]"),
    arguments=r"(?P<page>\d{0,3})",
    help=_("List your orders"),
)
def orders(ctx: Context, page: str = "") -> None:
    """List the person's orders; where they are too many for one card, page by page."""
    own_orders.show_orders(ctx, own_orders.my_orders(ctx), int(page or 1))


@router.command(
    "order",
    usage=_("order N"),
    arguments=r"(?P<number>\S+)",
    help=_("Go to one of your orders, by its number"),
)
def order(ctx: Context, number: str) -> None:
    way_in.show_start(ctx, own_orders.order_in_reach(ctx, number))


@router.action("open_order")
def open_order(ctx: Context, action: Action) -> None:
    """Open the order chosen from the list."""
    way_in.show_start(ctx, own_orders.order_in_reach(ctx, ctx.inputs.get("order", "")))


def open_typed(ctx: Context, words: str) -> bool:
    """Open an order by its place in the list, where the list is the newest card; returns whether it was one."""
    entry_id = ctx.uow.live_cards.get(own_orders.list_key(ctx.person.email)) or 0
    entry = ctx.uow.outbox.get(entry_id) if ctx.is_direct and entry_id > typed_buttons.newest_card(ctx) else None
    chosen = chosen_on(entry.message.card, words) if entry and entry.message.card else ""
    if chosen:
        way_in.show_start(ctx, own_orders.order_in_reach(ctx, chosen))
    return bool(chosen)


@router.action("more_orders")
def more_orders(ctx: Context, action: Action) -> None:
    """Show the page of the list that follows."""
    orders(ctx, action.given.get("page", ""))


@router.command("status", arguments=r"(?P<number>\S*)", help=_("Where your setup stands"))
def status(ctx: Context, number: str = "") -> None:
    """Say for each order, or one, where it stands, how long is left, and what comes next; nothing moves."""
    if number:
        own_orders.order_in_reach(ctx, number)
    mine = [order for order in own_orders.my_orders(ctx) if number in ("", order.number)]
    if not mine:
        own_orders.show_nothing_open(ctx)
        return
    ctx.reply_privately(Message("\n\n".join(status_of(ctx, each) for each in mine)))


def status_of(ctx: Context, order: Order) -> str:
    """Say where one order stands, at which step its person is, and how long is left."""
    t = ctx.t
    state = t(STATE_NAMES[order.state])
    first = _("Order {order} for {customer}: {state}")
    lines = [t(first, order=order.number, customer=order.customer_name, state=state)]
    if not order.state.is_over:
        lines += [*step_of(ctx, order), days_left_words(order.days_left(ctx.now, ctx.policy.zone), t)]
    if order.state is OrderState.CLOSED:
        lines.append(t(way_in.OVER[order.state], order=order.number))
    return "\n".join(lines)


def step_of(ctx: Context, order: Order) -> list[str]:
    """Say at which step the person is, if they have begun, or for whom they wait."""
    if order.nominee and order.holder == ctx.person.email:
        return [ctx.t(_("{colleague} has been asked to take it, and has not answered yet."), colleague=order.nominee)]
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    if progress is None:
        return []
    situation = live_card.situation_of(ctx, order, ctx.person.email)
    stop = ctx.wizard.current(progress, situation)
    if stop is None:
        return []
    title = ctx.t(stop.step.title)
    if not stop.step.counted:
        return [ctx.t(_("You are at: {title}"), title=title)]
    step, total = ctx.wizard.place(progress, situation)
    return [ctx.t(_("You are at step {step} of {total}: {title}"), step=step, total=total, title=title)]
