"""Noting: representatives keep notes on an order, which its contact never sees."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.language.texts import _
from cards.notice import notice
from cards.words import LONGEST_WORDS, said
from handlers.escalations.who_may_act import order_for_rep

router = Router()


@router.command(
    "/note",
    usage="/note N words",
    arguments=r"(?P<number>\S+) (?P<words>.+)",
    role=Role.ORDER_REP,
    help=_("Keep a note on an order; its contact never sees it"),
)
def note(ctx: Context, number: str, words: str) -> None:
    """Keep a note for the reps."""
    order = order_for_rep(ctx, number)
    ctx.uow.notes.add(order.number, ctx.person.email, said(words, LONGEST_WORDS), ctx.now)
    ctx.audit("note", order.number)
    ctx.reply_here(notice(ctx.t, _("Noted on order {order}. Its contact does not see notes."), order=order.number))
