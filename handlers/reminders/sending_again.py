"""Sending again: an admin has the Set Up Now card sent now, whatever the calendar says."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order
from bot.domain.outgoing import Lane
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards.confirm import confirm_card
from cards.notice import notice
from handlers.reminders import inviting

router = Router()


@router.command(
    "/remind",
    usage="/remind N",
    arguments=r"(?P<number>\S+)",
    role=Role.ADMIN,
    help=_("Send the contact of an order its Set Up Now card again"),
)
def remind(ctx: Context, number: str) -> None:
    """Send the way in again, now; before anybody was invited it asks first, since that takes the date away."""
    order = order_to_remind_of(ctx, number)
    if order.invited_at is None:
        ask_to_invite(ctx, order)
    else:
        send_now(ctx, order)


def order_to_remind_of(ctx: Context, number: str) -> Order:
    order = ctx.uow.orders.get(number)
    if order is None:
        raise Refusal(_("There is no order {order}."), order=number[:40])
    if order.state.is_over:
        raise Refusal(_("Order {order} is over; nobody needs to be reminded of it."), order=number)
    return order


def ask_to_invite(ctx: Context, order: Order) -> None:
    """Say what would happen when, and ask."""
    closes = replace(order, invited_at=ctx.now).closes_on(ctx.policy.zone)
    stands = _("The contact of order {order} is not invited yet: its start date is {day}.")
    touches = _("If you go on, {person} gets the Set Up Now card now. The order line closes on {closes}.")
    card = confirm_card(
        ctx.t,
        title=_("Invite before the date?"),
        sentences=[
            ctx.t(stands, order=order.number, day=ctx.t.day(order.start_date)),
            ctx.t(touches, person=order.holder, closes=ctx.t.day(closes)),
        ],
        pack=ctx.packer(order, person=ctx.person.email),
        yes="invite_now",
        no="invite_later",
        go_on=_("Invite now"),
        cancel=_("Leave it to the date"),
    )
    ctx.reply_here(card, order=order.number)


@router.action("invite_now")
def invite_now(ctx: Context, action: Action) -> None:
    """An admin is sure."""
    ctx.require(Role.ADMIN)
    send_now(ctx, order_to_remind_of(ctx, action.order))


@router.action("invite_later")
def invite_later(ctx: Context, action: Action) -> None:
    ctx.reply_here(notice(ctx.t, _("Order {order} stays as it is."), order=action.order))


def send_now(ctx: Context, order: Order) -> None:
    """Send the Set Up Now card, whatever the calendar says."""
    inviting.invite(ctx, order, lane=Lane.REPLY)
    ctx.audit("remind", order.number)
    sentence = _("The Set Up Now card of order {order} goes to {person} now.")
    ctx.reply_among_reps(notice(ctx.t, sentence, order=order.number, person=order.holder))
