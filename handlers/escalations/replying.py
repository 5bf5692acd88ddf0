"""Replying: a representative writes to the contact of an order, under the representative's name."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.language.texts import _
from handlers.escalations import passing_on
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
    """Pass a representative's words on, under their name."""
    passing_on.write_to_contact(ctx, order_for_rep(ctx, number), words)
