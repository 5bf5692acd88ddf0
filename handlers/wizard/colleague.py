"""A colleague: whoever was asked to take an order over accepts or declines, and who asked can take it back."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import LEAVES_IT, TAKES_IT, Router
from bot.domain.actions import Action
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.errors import Refusal
from bot.language.texts import _
from cards.notice import notice
from cards.step import Feedback
from handlers.chat import live_card, own_orders, steps
from handlers.wizard import handover, way_in
from handlers.wizard.answers import OUT_OF_DATE

router = Router()


@router.action("accept", by=TAKES_IT)
def accepted(ctx: Context, action: Action) -> None:
    """Give the order, with the answers so far, to the colleague who accepts it, and tell the one before."""
    order = order_offered(ctx, action)
    if order is None:
        return
    before = order.holder
    order = replace(order, holder=order.nominee, handed_by=before, nominee="")
    ctx.uow.orders.save(order)
    handover.carry_answers(ctx, order, before)
    ctx.audit("accepted", order.number)
    handover.tell_former(ctx, order, before)
    steps.show(ctx, order, steps.progress_of(ctx, order, order.holder))


@router.action("decline", by=LEAVES_IT)
def declined(ctx: Context, action: Action) -> None:
    """Leave an order with the one who asked, since the colleague declines it."""
    order = order_offered(ctx, action)
    if order is None:
        return
    live_card.drop(ctx, order, ctx.person.email)
    ctx.reply_here(
        notice(ctx.t, _("You declined order {order}. It stays with {person}."), order=order.number, person=order.holder)
    )
    ctx.audit("declined", order.number)
    come_back(ctx, order, _("{person} declined order {order}. It is with you again."))


@router.action("take_back")
def taken_back(ctx: Context, action: Action) -> None:
    """Take an order back from a colleague who has not answered yet."""
    order = own_orders.owned(ctx, action.order)
    if not order.nominee:
        way_in.go_on(ctx, order)
        return
    withdraw_offer(ctx, order)
    come_back(ctx, order, "")


def withdraw_offer(ctx: Context, order: Order) -> None:
    """Tell the colleague who was asked that there is nothing left to do."""
    live_card.drop(ctx, order, order.nominee)
    ctx.send_to(
        Address(email=order.nominee),
        notice(
            ctx.texts_of(order.nominee, order),
            _("{person} has taken order {order} back. There is nothing left for you to do."),
            person=ctx.person.called,
            order=order.number,
        ),
        awaited=False,
    )
    ctx.audit("taken_back", order.number)


def order_offered(ctx: Context, action: Action) -> Order | None:
    """Return the order that this person was asked to take and still may; show where it is to who has taken it."""
    order, email = ctx.uow.orders.get(action.order), ctx.person.email
    if order is not None and order.nominee == email and not order.state.is_over:
        return order
    if order is None or order.holder != email:
        raise Refusal(_("This order is no longer offered to you."))
    if not way_in.show_instead(ctx, order):
        note = ctx.t(OUT_OF_DATE)
        steps.show(ctx, order, steps.progress_of(ctx, order, email), Feedback(note=note))
    return None


def come_back(ctx: Context, order: Order, sentence: str) -> None:
    """Give an order back to its person: they are asked again who will set up."""
    order = replace(order, nominee="")
    ctx.uow.orders.save(order)
    progress = steps.progress_of(ctx, order, order.holder)
    answers = {name: answer for name, answer in progress.answers.items() if name not in handover.HANDING_ON}
    progress = steps.save(ctx, replace(progress, answers=answers, cursor="", revision=progress.revision + 1))
    note = ctx.texts_of(order.holder, order)(sentence, person=ctx.person.called, order=order.number) if sentence else ""
    steps.show(ctx, order, progress, Feedback(note=note))
