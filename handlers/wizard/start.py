"""Coming in: somebody begins an order, or goes on where they left it."""

from bot.dispatch.context import Context
from bot.dispatch.routing import TAKES_IT, Router
from bot.domain.actions import Action
from bot.domain.orders import Order, OrderState
from bot.language.texts import _
from handlers.chat import own_orders, steps, typed_buttons
from handlers.wizard import way_in

router = Router()


@router.command(
    "setup",
    help=_("Set up your order, or go on where you left it"),
)
def setup(ctx: Context) -> None:
    """Show the way into the person's order, and go in where that stands already; with several, list them to choose."""
    if typed_buttons.press_way_in(ctx):
        return
    mine = own_orders.my_orders(ctx)
    orders = [order for order in mine if not order.state.is_over]
    closed = [order for order in mine if order.state is OrderState.CLOSED]
    if len(orders) == 1:
        way_in.show_start(ctx, orders[0])
    elif closed and not orders:
        way_in.show_start(ctx, closed[-1])
    else:
        own_orders.show_orders(ctx, orders)


@router.action("begin", by=TAKES_IT)
@router.action("resume", by=TAKES_IT)
def resume(ctx: Context, action: Action) -> None:
    """Go on at the very step where the person left, which for a newcomer is the first."""
    way_in.go_on_with(ctx, action.order)


@router.command("resume", help=_("Go on where you left off"))
def resume_typed(ctx: Context) -> None:
    """Go on with the one order that was left, else is being answered, else is open; show several to choose from."""
    if typed_buttons.pressed_instead(ctx):
        return
    mine = own_orders.open_orders(ctx)
    left = [order for order in mine if was_left(ctx, order)]
    begun = left or [order for order in mine if steps.is_being_answered(ctx, order)]
    if len(begun or mine) == 1:
        way_in.go_on_with(ctx, (begun or mine)[0].number)
    elif begun:
        own_orders.show_orders(ctx, begun)
    else:
        setup(ctx)


def was_left(ctx: Context, order: Order) -> bool:
    """Return whether the person has left the setup of an order in the middle."""
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    return progress is not None and progress.paused
