"""Claim codes: whoever types the code that was mailed becomes the person of the order."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.claim_codes import GUESSES_WITHIN, MOST_GUESSES, code_in, digest, is_code_alone
from bot.domain.escalations import Reason
from bot.domain.events import MessagePosted
from bot.domain.orders import Order, OrderState
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.rules import INVITE
from bot.scheduling.planner import standing_of
from cards.notice import notice
from handlers.chat import live_card
from handlers.escalations import card, opening
from handlers.wizard import handover, way_in

router = Router()


@router.command(
    "claim",
    usage=_("claim CODE"),
    arguments=r"(?::|=)? ?(?P<code>\S+(?: \S+){0,5})",
    takes_colon=True,
    help=_("Take over an order with the code that was mailed to you"),
    is_open=True,
)
def claim(ctx: Context, code: str) -> None:
    """Use a code up, and make who typed it the order's person. A wrong one is counted, so no refusal may undo that."""
    if ctx.uow.audit.times(ctx.person.email, "claim_failed", ctx.now - GUESSES_WITHIN) >= MOST_GUESSES:
        raise Refusal(_("That was too many wrong codes. Please try again in an hour."))
    code = code_in(code)
    found = order_of(ctx, code)
    if found is None:
        ctx.audit("claim_failed", outcome="refused")
        sentence = _("I don't know that code, or it was used, or it is older than 14 days. Please check it.")
        ctx.reply_here(notice(ctx.t, sentence))
        return
    order, email = found
    ctx.uow.claim_codes.use(digest(code), ctx.now)
    take_over(ctx, order, email)


def claim_typed(ctx: Context, words: str) -> bool:
    """Claim with a code that was typed alone; returns whether it was one."""
    is_code = ctx.is_direct and is_code_alone(words)
    if is_code:
        claim(ctx, words)
    return is_code


def order_of(ctx: Context, code: str) -> tuple[Order, str] | None:
    """Return the order of a code that still works, and the address it was mailed to."""
    known = ctx.uow.claim_codes.get(digest(code))
    order = ctx.uow.orders.get(known.order) if known else None
    if known is None or order is None or not known.is_open(ctx.now):
        return None
    is_still_theirs = known.email in order.people and not order.state.is_over
    return (order, known.email) if is_still_theirs else None


def take_over(ctx: Context, order: Order, email: str) -> None:
    """Make whoever typed the code the order's person, in the place of the address that could not be reached."""
    me, before = ctx.person.email, order.holder
    order = replace(order, holder=me, nominee="")
    ctx.uow.orders.save(order)
    ctx.audit("claimed_with_code", order.number)
    if email != before and before != me:
        handover.carry_answers(ctx, order, before)
        handover.tell_former(ctx, order, before)
    elif email != me:
        ctx.uow.progress.carry(order.number, email, me)
        live_card.drop(ctx, order, email)
    if opening.is_called_for(ctx, order, Reason.UNDELIVERABLE):
        sentence = _("{person} has taken order {order} over with the mailed code. The escalation is closed.")
        card.say(ctx, order, sentence)
        opening.close(ctx, order, _("Taken over by {person} with the mailed code."), person=me)
    progress = ctx.uow.progress.get(order.number, me)
    way_in.put_start(ctx, order, me, progress, first_contact=True)
    count_as_invited(ctx, order)


def count_as_invited(ctx: Context, order: Order) -> None:
    """Count the way in, just shown to the new person, as their invitation if the day for it has come."""
    if order.state is not OrderState.INVITED or not isinstance(ctx.event, MessagePosted):
        return
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    for invitation in INVITE.promises(standing):
        ctx.uow.reminders.plan(invitation)
        ctx.uow.reminders.fire(invitation, ctx.now, f"messages:created:{ctx.event.message_id}")
