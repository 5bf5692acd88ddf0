"""Asking Cisco: a representative has an order looked up now, and gets the answer in words."""

from bot.dispatch.background_jobs import Job, Work, start_job
from bot.dispatch.context import Context
from bot.domain.lookups import LookUpResult, OrderLookUp
from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.domain.outgoing import Message
from bot.errors import Refusal
from bot.language.texts import Texts, _
from bot.operations.order_watch import OrderWatch
from cards.notice import notice
from cards.words import said
from handlers.chat.lookup import NO_ORDER

JOB = "refresh"
NOBODY_TO_ASK = _("Neither Webex Admin nor Cisco Commerce is set up here, so there is nobody to ask.")
ASKING = _("I am asking Cisco about order {order}. The answer comes in a moment.")
ASKED = _("Order {order} is here: {state}. Cisco was asked on {moment}.")
COMMERCE = {
    LookUpResult.FOUND: _("Cisco Commerce: {status}."),
    LookUpResult.UNKNOWN: _(
        "Cisco Commerce does not find it, or it is not ours to see (OSA001); it does not say which."
    ),
    LookUpResult.FAILED: _("Cisco Commerce could not be asked: {status}."),
}
LICENSES = {
    LookUpResult.FOUND: _("The licenses of {where} show its subscription: it is provisioned."),
    LookUpResult.UNKNOWN: _("The licenses of {where} do not show its subscription yet."),
    LookUpResult.FAILED: _("The licenses of the customer could not be looked up: {where}."),
}
NO_SUBSCRIPTION = _("No subscription is known of this order, so licenses cannot show it.")
NO_ORGANIZATION = _("None of the organizations that the partner manages is known to be the customer's.")


def ask_cisco(ctx: Context, order: Order) -> None:
    """Have an order looked up now; the answer comes when Cisco has answered."""
    if not ctx.policy.asks_cisco:
        raise Refusal(NOBODY_TO_ASK)
    start_job(ctx, JOB, order.number)
    ctx.reply_privately(notice(ctx.t, ASKING, order=order.number))


def answers_of(watch: OrderWatch) -> Work:
    """Return the work that looks an order up, and says what came of it."""

    def ask(job: Job) -> list[Message]:
        found = watch.look_up(job.words)
        with watch.store.reading() as uow:
            order = uow.orders.get(job.words)
        if found is None or order is None:
            return [notice(job.t, NO_ORDER, order=job.words[:40])]
        return [Message("\n".join(said_of(order, found, job.t, watch.contexts.policy.zone)))]

    return ask


def said_of(order: Order, found: OrderLookUp, t: Texts, zone: str) -> list[str]:
    """Say how an order stands here, and what Cisco said about it."""
    moment = t.moment(found.looked_up_at, order.tz(zone))
    first = t(ASKED, order=order.number, state=t(STATE_NAMES[order.state]), moment=moment)
    lacks = [t(NO_SUBSCRIPTION)] if order.state is OrderState.READY_AT_CISCO and not order.subscription else []
    return [first, *cisco_words(found, t), *lacks]


def cisco_words(found: OrderLookUp, t: Texts) -> list[str]:
    """Say what Cisco said about an order."""
    commerce = [t(COMMERCE[found.commerce], status=said(found.status))] if found.commerce else []
    return [*commerce, *licenses_words(found, t)]


def licenses_words(found: OrderLookUp, t: Texts) -> list[str]:
    if found.licenses is None:
        return []
    if found.licenses is LookUpResult.UNKNOWN and not found.seen_in:
        return [t(NO_ORGANIZATION)]
    return [t(LICENSES[found.licenses], where=said(found.seen_in))]
