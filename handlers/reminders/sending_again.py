"""Sending again: an admin has the Set Up Now card sent now, whatever the calendar says."""

from dataclasses import replace

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.correspondence import PassedKind
from bot.domain.orders import Order
from bot.domain.outgoing import Lane
from bot.domain.people import Role, is_erased
from bot.errors import Refusal
from bot.language.texts import _
from cards import elements as e
from cards.notice import notice
from cards.words import say
from handlers.chat import confirmations
from handlers.chat.lookup import existing, nobody_has, refuse_cancelled
from handlers.escalations import passing_on
from handlers.reminders import inviting

router = Router()

INVITED = _("The contact of order {order} was invited meanwhile. {usage} sends the card again.")


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
        confirmations.ask(ctx, "invite_now", order=number)
    else:
        send_now(ctx, order)


def order_to_remind_of(ctx: Context, number: str) -> Order:
    """Return an order whose contact can be reminded of it."""
    order = existing(ctx, number)
    refuse_cancelled(order)
    if order.state.is_over:
        raise Refusal(_("Order {order} is over; nobody needs to be reminded of it."), order=number)
    if is_erased(order.holder):
        raise nobody_has(order)
    return order


def who_is_invited(ctx: Context, order: str) -> Question:
    """Say whom the invitation would reach, and when the order line would close; refuse where it is out meanwhile."""
    asked = order_to_remind_of(ctx, order)
    if asked.invited_at is not None:
        raise Refusal(INVITED, order=order, usage=f"/remind {order}")
    closes = replace(asked, invited_at=ctx.now).closes_on(ctx.policy.zone)
    stands = _("The contact of order {order} is not invited yet: its start date is {day}.")
    touches = _("If you go on, {person} gets the Set Up Now card now. The order line closes on {closes}.")
    return Question(
        [
            e.Paragraph(say(ctx.t, stands, order=order, day=ctx.t.day(asked.start_date))),
            e.Paragraph(say(ctx.t, touches, person=asked.holder, closes=ctx.t.day(closes))),
        ],
        found=asked,
    )


@router.confirmation(
    "invite_now",
    title=_("Invite before the date?"),
    yes=_("Invite now"),
    no=_("Leave it to the date"),
    asks=who_is_invited,
    left=confirmations.saying(_("Order {order} stays as it is.")),
    role=Role.ADMIN,
)
def send_now(ctx: Context, order: Order) -> None:
    """Send the Set Up Now card, whatever the calendar says."""
    entry = inviting.invite(ctx, order, lane=Lane.REPLY)
    passing_on.promise(ctx, order, PassedKind.CARD, order.holder, entry)
    ctx.audit("remind", order.number)
    sentence = _("The Set Up Now card of order {order} goes to {person} now.")
    ctx.reply_among_reps(notice(ctx.t, sentence, order=order.number, person=order.holder))
