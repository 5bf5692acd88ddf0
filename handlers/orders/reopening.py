"""Reopening: an admin brings a cancelled order back, and is asked first. It goes on where it was."""

from dataclasses import replace

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards import elements as e
from cards.notice import notice
from cards.words import say
from handlers.chat import confirmations, steps
from handlers.chat.completion import state_once_mapped
from handlers.chat.lookup import existing
from handlers.orders.changes import order_changed, what_follows
from handlers.wizard import way_in
from handlers.wizard.outgoing_setup import owe_setup

router = Router()

OPEN_AGAIN = _("Order {order} is open again. You can go on where you were.")


@router.command(
    "/order reopen",
    usage="/order reopen N",
    arguments=r"(?P<number>\S+)",
    role=Role.ADMIN,
    help=_("Bring a cancelled order back; asks first"),
)
def order_reopen(ctx: Context, number: str) -> None:
    """Ask before a cancelled order goes on: its people hear of it."""
    confirmations.ask(ctx, "reopen_order", order=number)


def what_is_reopened(ctx: Context, order: str) -> Question:
    """Say whom it affects that an order goes on."""
    asked = existing(ctx, order)
    if asked.state is not OrderState.CANCELLED:
        raise Refusal(_("Order {order} is not cancelled."), order=order)
    touches = _(
        "Order {order} for {customer} goes on where it was: {person} is told if they know of it, and its reminders come"
        " again."
    )
    words = say(ctx.t, touches, order=order, customer=asked.customer_name, person=asked.holder)
    return Question([e.Paragraph(words)], found=asked)


@router.confirmation(
    "reopen_order",
    title=_("Bring this order back?"),
    yes=_("Bring it back"),
    no=_("Leave it cancelled"),
    asks=what_is_reopened,
    left=confirmations.saying(_("Order {order} stays as it is.")),
    role=Role.ADMIN,
)
def reopen(ctx: Context, order: Order) -> None:
    """Let an order go on where it was."""
    after = replace(order, state=state_before(ctx, order))
    order_changed(ctx, order, after, "order_reopened")
    if after.invited_at is not None:
        show_again(ctx, after)
    sentence = _("Order {order} is open again. What follows: {next}")
    ctx.reply_here(notice(ctx.t, sentence, order=order.number, next=what_follows(ctx, after)))


def state_before(ctx: Context, order: Order) -> OrderState:
    """Return the state of an order before its cancellation, as its history tells."""
    if order.mapped_at is not None:
        return state_once_mapped(ctx.uow, order)
    if order.with_customer:
        return OrderState.HANDED_TO_CUSTOMER
    if order.begun_at is not None:
        return OrderState.STARTED
    return OrderState.INVITED if order.invited_at is not None else OrderState.SCHEDULED


def show_again(ctx: Context, order: Order) -> None:
    """Tell the people of an order that it goes on, and give its card back to the one whose turn it is."""
    for email in order.people:
        ctx.send_to(Address(email=email), notice(ctx.texts_of(email, order), OPEN_AGAIN, order=order.number))
    progress = ctx.uow.progress.get(order.number, order.holder)
    if order.nominee:
        way_in.put_start(ctx, order, order.nominee, None)
    elif progress is None or order.begun_at is None:
        way_in.put_start(ctx, order, order.holder, progress)
    else:
        steps.show(ctx, order, progress)
    is_ready = order.state is OrderState.READY_AT_CISCO
    if progress is not None and is_ready and ctx.uow.partner_events.latest(order.number):
        owe_setup(ctx, order, progress)
