"""Coming in: the Set Up Now card, Resume, Start over, and one's own orders."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address, Lane
from bot.language.texts import _
from bot.wizard.engine import Progress
from cards.notice import notice
from cards.outcome import stopped_card, waiting_for_colleague_card, with_colleague_card, with_customer_card
from cards.start import start_card, start_over_card
from handlers.chat import live_card, own_orders, typed_buttons

router = Router()


@router.command(
    "setup",
    "إعداد",
    "الإعداد",
    help=_("Set up your order, or go on where you left it"),
)
def setup(ctx: Context) -> None:
    """Show the way into the person's order; with several, the list to choose from."""
    mine = own_orders.my_orders(ctx)
    orders = [order for order in mine if not order.state.is_over]
    closed = [order for order in mine if order.state is OrderState.CLOSED]
    if len(orders) == 1:
        show_start(ctx, orders[0])
    elif closed and not orders:
        show_start(ctx, closed[-1])
    else:
        own_orders.show_orders(ctx, orders)


@router.action("begin")
def begin(ctx: Context, action: Action) -> None:
    """Set Up Now was pressed: show the current step, which for a newcomer is the first."""
    resume(ctx, action)


@router.action("resume")
def resume(ctx: Context, action: Action) -> None:
    """Go on at the very step where the person left."""
    go_on(ctx, live_card.owned_order(ctx, action.order))


@router.command("resume", "استئناف", "الاستئناف", help=_("Go on where you left"))
def resume_typed(ctx: Context) -> None:
    if typed_buttons.pressed_instead(ctx):
        return
    mine = own_orders.open_orders(ctx)
    if len(mine) == 1:
        go_on(ctx, live_card.owned_order(ctx, mine[0].number))
    else:
        setup(ctx)


@router.command(
    "start over",
    "البدء من جديد",
    "بدء من جديد",
    "ابدأ من جديد",
    "إعادة البدء",
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
    if show_instead(ctx, order):
        return
    progress = live_card.progress_of(ctx, order, ctx.person.email)
    if action.revision != progress.revision:
        go_on(ctx, order)
        return
    cleared = live_card.save(ctx, ctx.wizard.cleared(progress))
    ctx.audit("start_over", order.number)
    live_card.show_step(ctx, order, cleared)


def ask_start_over(ctx: Context, order: Order) -> None:
    """Ask once before answers are forgotten, where there is anything to start over."""
    if show_instead(ctx, order):
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


def go_on(ctx: Context, order: Order) -> None:
    """Show where the order stands: its step, or why there is none to answer."""
    if show_instead(ctx, order):
        return
    progress = live_card.progress_of(ctx, order, ctx.person.email)
    if progress.paused or progress.revision == 0:
        progress = live_card.save(ctx, replace(progress, paused=False, revision=progress.revision + 1))
    live_card.show_step(ctx, order, progress)


def show_start(ctx: Context, order: Order) -> None:
    """Show the Set Up Now card of an order, to its person or the colleague asked to take it; its summary at the end."""
    if show_instead(ctx, order):
        return
    if order.state is OrderState.PROVISIONED:
        go_on(ctx, order)
        return
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    put_start(ctx, order, ctx.person.email, progress)


def put_start(
    ctx: Context,
    order: Order,
    email: str,
    progress: Progress | None,
    *,
    late: bool = False,
    first_contact: bool = False,
    lane: Lane = Lane.REPLY,
    why: str = "",
) -> None:
    """Owe the way into an order to a person; it becomes their live card."""
    colleague = order.nominee == email
    message = start_card(
        order,
        ctx.texts_of(email, order),
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        closes_on=order.closes_on(ctx.policy.zone),
        pack=ctx.packer(order, person=email, revision=progress.revision if progress else 0),
        resumable=bool(progress and progress.answers),
        late=late,
        handed_by=order.holder if colleague else "",
        partner=(order.partner_name or order.handed_by) if order.with_customer else "",
        first_contact=first_contact,
        why=why,
    )
    live_card.put_live(ctx, live_card.wizard_key(order, email), Address(email=email), message, order, lane=lane)


def show_instead(ctx: Context, order: Order) -> bool:
    """Where no step can be answered now, show why; returns whether that was so."""
    t, email = ctx.t, ctx.person.email
    pack = ctx.packer(order, person=email)
    if order.holder != email and order.nominee != email:
        message = with_customer_card(order, t) if order.with_customer else with_colleague_card(order, t)
    elif order.state is OrderState.STOPPED:
        message = stopped_card(order, t)
    elif order.nominee and order.holder == email:
        message = waiting_for_colleague_card(order, t, pack=pack)
    elif order.state in {OrderState.CANCELLED, OrderState.CLOSED}:
        message = notice(t, OVER[order.state], order=order.number)
    else:
        return False
    live_card.put_live(ctx, live_card.wizard_key(order, email), Address(email=email), message, order)
    return True


OVER = {
    OrderState.CANCELLED: _("Order {order} was cancelled. There is nothing left to do."),
    OrderState.CLOSED: _(
        "The line of order {order} has closed. Please contact your Cisco representative; type rep to ask one."
    ),
}
