"""Another colleague: who waits for an answer types another address, and that person is asked instead."""

from dataclasses import replace

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.addresses import written_address
from bot.domain.orders import Order
from bot.language.texts import _
from bot.wizard.checks import refuse_taking_over
from bot.wizard.choosing import address_said
from cards import elements as e
from cards.words import say
from handlers.chat import confirmations, own_orders, steps
from handlers.wizard import colleague, handover, way_in

router = Router()

NO_LONGER_ASKED = _("{person} is no longer asked then. The order stays with you until {colleague} accepts.")


def named(ctx: Context, order: Order) -> bool:
    """Ask whether another colleague is meant, where words give one's address; return whether they do."""
    said = address_said(ctx.words.strip())
    if "@" not in said or " " in said:
        return False
    address = written_address(said)
    refuse_taking_over(address, steps.situation_of(ctx, order, ctx.person.email))
    if address == order.nominee:
        return False
    confirmations.ask(ctx, "ask_another", order=order.number, address=address)
    return True


def who_is_asked_instead(ctx: Context, order: str, address: str) -> Question | None:
    """Say who is no longer asked; where nobody waits for an answer any more, show where the order stands."""
    mine = own_orders.owned(ctx, order)
    if not mine.nominee:
        way_in.go_on(ctx, mine)
        return None
    shown = e.Paragraph(say(ctx.t, NO_LONGER_ASKED, person=mine.nominee, colleague=address))
    mark = str(steps.progress_of(ctx, mine, mine.holder).revision)
    return Question([shown], (mine, address), mark=mark, values={"colleague": address}, step_of=mine)


def leave_it(ctx: Context, order: str, address: str) -> None:
    """Leave the order with who was asked first."""
    way_in.go_on_with(ctx, order)


@router.confirmation(
    "ask_another",
    title=_("Ask {colleague} instead?"),
    yes=_("Ask this person"),
    no=_("Leave it as it is"),
    asks=who_is_asked_instead,
    left=leave_it,
)
def ask_another(ctx: Context, meant: tuple[Order, str]) -> None:
    """Offer the order to another colleague than the one who was asked before."""
    order, address = meant
    colleague.withdraw_offer(ctx, order)
    progress = steps.progress_of(ctx, order, order.holder)
    answers = {**progress.answers, "delegate": {"email": address}}
    progress = steps.save(ctx, replace(progress, answers=answers, revision=progress.revision + 1))
    handover.ask_colleague(ctx, order, progress)
