"""Replying: a representative writes to the contact of an order, under the representative's name."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.outgoing import Address, Message
from bot.domain.people import Role
from bot.language.texts import _
from bot.scheduling.planner import standing_of
from cards.words import LONGEST_WORDS, said
from handlers.escalations import card
from handlers.escalations.who_may_act import order_for_rep

router = Router()


@router.command(
    "/reply",
    usage="/reply N words",
    arguments=r"(?P<number>\S+) (?P<words>.+)",
    role=Role.ORDER_REP,
    help=_("Write to the contact of an order; they see who wrote"),
)
def reply(ctx: Context, number: str, words: str) -> None:
    """Pass a representative's words on to the order's person, under the representative's name."""
    order = order_for_rep(ctx, number)
    person = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing).person
    t = ctx.texts_of(person, order)
    first = t(_("{person}, Cisco representative, writes about order {order}:"), person=ctx.person.called, order=number)
    how = t(_("To answer, type rep and your words. Type setup to go on with the order."))
    ctx.send_to(Address(email=person), Message(f"{first}\n\n{said(words, LONGEST_WORDS)}\n\n{how}"), order=number)
    ctx.uow.notes.add(number, ctx.person.email, said(words, LONGEST_WORDS), ctx.now)
    ctx.audit("reply", number)
    card.say(ctx, order, _("{person} has written to the contact of order {order}."))
