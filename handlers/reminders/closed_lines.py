"""Closed lines: the person and the representatives are told what to do once an order line has closed."""

from bot.dispatch.context import Context
from bot.domain.escalations import Reason
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Lane
from bot.language.texts import _
from bot.reminders.rules import CLOSED
from bot.reminders.why import why
from bot.scheduling.planner import standing_of
from cards.notice import notice_card
from handlers.chat import live_card
from handlers.chat.completion import is_finished
from handlers.escalations import opening
from handlers.wizard.way_in import OVER

TITLE = _("Your order line has closed")
WHAT_TO_DO = (
    _("The setup of order {order} for {customer} was not finished in time. Everything you entered is kept."),
    _("Please contact your Cisco representative, or type rep and your question: they can open the order again."),
)
AT_CISCO = (
    _("Nobody has told me that order {order} for {customer} was provisioned at Cisco, and its line has closed."),
    _("If it is provisioned, type “it is done {order}”. If it is not, contact your Cisco representative."),
)


def tell_of_closing(ctx: Context, order: Order) -> None:
    """Take open cards away, and tell the person and the reps what to do now."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    for email in order.people:
        over = notice_card(ctx.texts_of(email, order), OVER[order.state], order=order.number)
        live_card.drop(ctx, order, email, over)
    if standing.wants_reminders:
        t = ctx.texts_of(order.holder, order)
        sentences = AT_CISCO if is_finished(ctx.uow, order) else WHAT_TO_DO
        said = [t(sentence, order=order.number, customer=order.customer_name) for sentence in sentences]
        message = notice_card(t, TITLE, [*said, why(standing, CLOSED, t).whole])
        # Not as a reminder: those of an order that is over are taken back.
        ctx.send_to(Address(email=order.holder), message, lane=Lane.BROADCAST, order=order.number)
    opening.call_reps(ctx, order, Reason.CLOSED, lane=Lane.BROADCAST)
