"""Stopped: what a person sees of an order whose setup stopped because they don't recognize an organization."""

from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.wizard.engine import Progress
from bot.wizard.matching import not_recognized
from cards.outcome import stopped_card
from handlers.escalations.places import places_of


def stopped_message(ctx: Context, order: Order) -> Message:
    """Return the card that stands in place of the step at which the setup was stopped."""
    escalation = ctx.uow.escalations.get(order.number)
    return stopped_card(
        order,
        ctx.texts_of(order.holder, order),
        names=names_not_recognized(ctx, ctx.uow.progress.get(order.number, order.holder)),
        is_called=bool(places_of(ctx, order)),
        claimed_by=escalation.owner_name if escalation else "",
        pack=ctx.packer(order, person=order.holder),
    )


def names_not_recognized(ctx: Context, progress: Progress | None) -> list[str]:
    """Return the names of the organizations that a person last said they don't recognize."""
    found = (ctx.uow.directory.get(each) for each in not_recognized(progress.answers if progress else {}))
    return [org.name for org in found if org]
