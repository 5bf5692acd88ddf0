"""Noting: representatives keep notes on an order, which its contact never sees, and read all that was written."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.outgoing import Message
from bot.domain.people import Role
from bot.language.texts import _
from cards.notice import notice
from cards.words import as_written, said, say
from handlers.escalations.who_may_act import order_for_rep

router = Router()

WRITTEN = _("What was written about order {order}, the oldest first:")
BY = _("{person}, {moment}")


@router.command(
    "/note",
    usage=_("/note N words"),
    arguments=r"(?P<number>\S+) (?P<words>.+)",
    role=Role.ORDER_REP,
    help=_("Keep a note on an order; its contact never sees it"),
)
def note(ctx: Context, number: str, words: str) -> None:
    """Keep a note for the reps."""
    order = order_for_rep(ctx, number)
    ctx.uow.notes.add(order.number, ctx.person.email, as_written(words), ctx.now)
    ctx.audit("note", order.number)
    ctx.reply_here(notice(ctx.t, _("Noted on order {order}. Its contact does not see notes."), order=order.number))


@router.command(
    "/notes",
    usage="/notes N",
    arguments=r"(?P<number>\S+)",
    role=Role.ORDER_REP,
    help=_("Everything that was written about an order: notes, questions and answers"),
)
def notes(ctx: Context, number: str) -> None:
    """Show every note, question and answer of an order as it was written; the asker alone gets them."""
    order = order_for_rep(ctx, number)
    written = ctx.uow.notes.of_order(order.number)
    if not written:
        ctx.reply_privately(notice(ctx.t, _("Nothing was written about order {order} yet."), order=order.number))
        return
    zone = order.tz(ctx.policy.zone)
    parts = [
        f"{say(ctx.t, BY, person=each.author, moment=ctx.t.moment(each.at, zone))}\n{each.text}" for each in written
    ]
    ctx.reply_privately(Message("\n\n".join([ctx.t(WRITTEN, order=said(order.number)), *parts])), order=order.number)
