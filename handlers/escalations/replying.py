"""Replying: a representative writes to the contact of an order, under the representative's name."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from handlers.escalations import passing_on
from handlers.escalations.who_may_act import order_for_rep

router = Router()


@router.action("reply")
def reply_pressed(ctx: Context, action: Action) -> None:
    """Pass on what a representative wrote on the card of an escalation."""
    words = ctx.inputs.get("words", "").strip()
    if not words:
        raise Refusal(_("Write your answer into the field of the card, then press Reply."))
    reply(ctx, action.order, words)


@router.command(
    "/reply",
    usage=_("/reply N words"),
    arguments=r"(?P<number>\S+)(?: (?P<words>.+))?",
    role=Role.ORDER_REP,
    help=_("Write to the contact of an order; they see who wrote"),
)
def reply(ctx: Context, number: str, words: str = "") -> None:
    """Pass a representative's words on, under their name; a file may come without any."""
    if not words and not ctx.files:
        raise Refusal(_("Please type it like this: {usage}"), usage=ctx.t(_("/reply N words")))
    passing_on.write_to_contact(ctx, order_for_rep(ctx, number), words)
