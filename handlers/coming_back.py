"""Coming back: after a time in which Webex could not reach us, whoever is mid-way gets their card again."""

from bot.context import Context
from bot.events import AbsenceEnded
from bot.routing import Router
from bot.texts import _
from cards.notice import notice
from handlers import answering, live, own_orders

router = Router()


@router.event(AbsenceEnded)
def show_again(ctx: Context, event: AbsenceEnded) -> None:
    """Say that a press may be lost, and show each card that stood open meanwhile once more."""
    for order in own_orders.open_orders(ctx):
        shown = ctx.uow.live_cards.get(live.wizard_key(order, ctx.person.email))
        entry = ctx.uow.outbox.get(shown) if shown is not None else None
        if entry is None or entry.created_at >= event.until or not answering.is_being_answered(ctx, order):
            continue
        ctx.reply(notice(ctx.t, AWAY, order=order.number), order=order.number)
        live.show_step(ctx, order, live.progress_of(ctx, order, ctx.person.email))


AWAY = _(
    "Sorry, I could not be reached for a while. If you pressed a button on the card of order {order} meanwhile, I may "
    "have missed it: please press it again here."
)
