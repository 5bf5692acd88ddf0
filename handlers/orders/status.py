"""Status: where a person's own orders stand."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Message
from bot.language.texts import _
from cards.describe import days_left_words, state_of
from cards.step import step_number
from handlers.chat import own_orders, steps
from handlers.wizard import way_in

router = Router()


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
    state = state_of(order, ctx.person.email, t)
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
    path = ctx.wizard.path(progress, steps.situation_of(ctx, order, ctx.person.email))
    stop = ctx.wizard.current_on(path, progress)
    if stop is None:
        return []
    counted = [step_number(ctx.wizard.place_on(path, stop), ctx.t)] if stop.step.counted else []
    return [ctx.t(_("You are at: {title}"), title=" · ".join([ctx.t(stop.step.title), *counted]))]
