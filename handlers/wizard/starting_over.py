"""Starting over: the answers of an order are forgotten, once somebody is sure."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.language.texts import _
from cards.start import start_over_card
from handlers.chat import live_card, own_orders, typed_buttons
from handlers.wizard import way_in

router = Router()


@router.command(
    "start over",
    help=_("Forget the answers and begin again; asks first"),
)
def start_over_typed(ctx: Context) -> None:
    if typed_buttons.pressed_instead(ctx):
        return
    ask_start_over(ctx, live_card.owned_order(ctx, own_orders.current_order(ctx).number))


@router.action("start_over")
def start_over(ctx: Context, action: Action) -> None:
    ask_start_over(ctx, live_card.owned_order(ctx, action.order))


@router.action("start_over_confirmed")
def start_over_confirmed(ctx: Context, action: Action) -> None:
    """Forget the answers that can still be forgotten, and show the first step."""
    order = live_card.owned_order(ctx, action.order)
    if way_in.show_instead(ctx, order):
        return
    progress = live_card.progress_of(ctx, order, ctx.person.email)
    if action.revision != progress.revision:
        way_in.go_on(ctx, order)
        return
    cleared = live_card.save(ctx, ctx.wizard.cleared(progress))
    ctx.audit("start_over", order.number)
    live_card.show_step(ctx, order, cleared)


def ask_start_over(ctx: Context, order: Order) -> None:
    """Ask once before answers are forgotten, where there is anything to start over."""
    if way_in.show_instead(ctx, order):
        return
    progress = live_card.progress_of(ctx, order, ctx.person.email)
    pack = ctx.packer(order, person=ctx.person.email, revision=progress.revision)
    live_card.put_live(
        ctx,
        live_card.wizard_key(order, ctx.person.email),
        Address(email=ctx.person.email),
        start_over_card(order, ctx.t, pack=pack),
        order,
    )
