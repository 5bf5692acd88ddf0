"""Time zones: somebody says by which clock reminders come."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.places import zone_named
from bot.language.texts import _
from cards.notice import notice
from handlers.chat import own_orders

router = Router()


@router.command(
    "time zone",
    usage=_("time zone Riyadh"),
    arguments=r"(?P<name>\S+(?: \S+){0,3})",
    help=_("Say where you are, so that reminders come during your day"),
)
def time_zone(ctx: Context, name: str) -> None:
    """Remind this person by the clock where they are."""
    zone = zone_named(name)
    ctx.uow.people.set_zone(ctx.person.email, zone)
    for order in own_orders.open_orders(ctx):
        ctx.audit("time_zone", order.number)
    ctx.reply_here(notice(ctx.t, _("From now on reminders come by the clock of {zone}."), zone=ctx.t.zone(zone)))
