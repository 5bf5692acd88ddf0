"""The way in: the Set Up Now card of an order, its current step, or why there is no step to answer."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Lane
from bot.language.texts import _
from bot.reminders.why import Why
from bot.wizard.engine import Progress
from cards.notice import notice
from cards.outcome import waiting_for_colleague_card, with_colleague_card, with_customer_card
from cards.start import Invitation, start_card
from handlers.chat import live_card, own_orders, steps
from handlers.wizard import stopped

OVER = {
    OrderState.CANCELLED: _("Order {order} was cancelled. There is nothing left to do."),
    OrderState.CLOSED: _(
        "The line of order {order} has closed. Please contact your Cisco representative; type rep to ask one."
    ),
}


def go_on(ctx: Context, order: Order) -> None:
    """Show where the order stands: its step, or why there is none to answer."""
    if show_instead(ctx, order):
        return
    progress = steps.progress_of(ctx, order, ctx.person.email)
    if progress.paused or progress.revision == 0:
        progress = steps.save(ctx, replace(progress, paused=False, revision=progress.revision + 1))
    steps.show(ctx, order, progress)


def go_on_with(ctx: Context, order: str) -> None:
    """Show where one of the person's own orders stands."""
    go_on(ctx, own_orders.owned(ctx, order))


def show_start(ctx: Context, order: Order) -> None:
    """Show the Set Up Now card of an order, to its person or the colleague asked to take it; its summary at the end."""
    if show_instead(ctx, order):
        return
    if order.state in {OrderState.READY_AT_CISCO, OrderState.PROVISIONED}:
        go_on(ctx, order)
        return
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    put_start(ctx, order, ctx.person.email, progress)


def open_named(ctx: Context) -> bool:
    """Lead into one of the person's orders if their words only name it; return whether they did."""
    order = own_orders.order_named(ctx, ctx.words) if ctx.is_direct else None
    if order is not None:
        show_start(ctx, order)
    return order is not None


def put_start(
    ctx: Context,
    order: Order,
    email: str,
    progress: Progress | None,
    *,
    late: bool = False,
    first_contact: bool = False,
    lane: Lane = Lane.REPLY,
    why: Why | None = None,
) -> int:
    """Owe the way into an order to a person; it becomes their live card. Returns its outbox entry."""
    invitation = Invitation(
        order,
        order.days_left(ctx.now, ctx.policy.zone),
        order.closes_on(ctx.policy.zone),
        is_resumable=bool(progress and progress.answers),
        is_late=late,
        handed_by=order.holder if order.nominee == email else "",
        partner=(order.partner_name or order.handed_by) if order.with_customer else "",
        is_first_contact=first_contact,
        why=why,
    )
    pack = ctx.packer(order, person=email, revision=progress.revision if progress else 0)
    message = start_card(invitation, ctx.texts_of(email, order), pack)
    return live_card.show_to(ctx, order, email, message, lane)


def show_instead(ctx: Context, order: Order) -> bool:
    """Show why no step can be answered now, where none can; return whether that is so."""
    t, email = ctx.t, ctx.person.email
    pack = ctx.packer(order, person=email)
    if email not in order.people:
        message = with_customer_card(order, t) if order.with_customer else with_colleague_card(order, t)
    elif order.state is OrderState.STOPPED:
        message = stopped.stopped_message(ctx, order)
    elif order.nominee and order.holder == email:
        message = waiting_for_colleague_card(order, t, pack=pack)
    elif order.state in {OrderState.CANCELLED, OrderState.CLOSED}:
        message = notice(t, OVER[order.state], order=order.number)
    else:
        return False
    live_card.show_to(ctx, order, email, message)
    return True
