"""Handing over: to a colleague, who accepts or declines, or to the customer, who gets the order at once."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address, Message
from bot.errors import Refusal
from bot.language.texts import _
from bot.wizard.engine import Answers, Progress
from cards.notice import notice
from cards.outcome import replaced_card, waiting_for_colleague_card, with_customer_card
from handlers.chat import live_card
from handlers.wizard import start

router = Router()

# The answers by which an order was handed on; whoever it comes to, or back to, is asked anew.
HANDING_ON = ("owner", "delegate", "customer_owner")


def ask_colleague(ctx: Context, order: Order, progress: Progress) -> None:
    """Ask the colleague; until they accept, the order stays where it is."""
    nominee = progress.answers["delegate"]["email"]
    order = replace(order, nominee=nominee)
    ctx.uow.orders.save(order)
    ctx.audit("asked_colleague", order.number)
    start.put_start(ctx, order, nominee, None, first_contact=True)
    show_waiting(ctx, order)


def show_waiting(ctx: Context, order: Order) -> None:
    """Show the one who handed over that the colleague was asked."""
    pack = ctx.packer(order, person=order.holder)
    message = waiting_for_colleague_card(order, ctx.texts_of(order.holder, order), pack=pack)
    live_card.put_live(ctx, live_card.wizard_key(order, order.holder), Address(email=order.holder), message, order)


@router.action("accept")
def accepted(ctx: Context, action: Action) -> None:
    """The colleague takes the order: answers come along, and the one before is told."""
    order = order_offered(ctx, action)
    before = order.holder
    order = replace(order, holder=order.nominee, handed_by=before, nominee="")
    ctx.uow.orders.save(order)
    carry_answers(ctx, order, before)
    ctx.audit("accepted", order.number)
    tell_former(ctx, order, before, _("{person} has accepted order {order} and will set it up."))
    live_card.show_step(ctx, order, live_card.progress_of(ctx, order, order.holder))


@router.action("decline")
def declined(ctx: Context, action: Action) -> None:
    """The colleague does not take the order: it goes on with the one who asked."""
    order = order_offered(ctx, action)
    drop_live(ctx, order, ctx.person.email)
    ctx.reply_here(
        notice(ctx.t, _("You declined order {order}. It stays with {person}."), order=order.number, person=order.holder)
    )
    ctx.audit("declined", order.number)
    come_back(ctx, order, _("{person} declined order {order}. It is with you again."))


@router.action("take_back")
def taken_back(ctx: Context, action: Action) -> None:
    """The one who asked a colleague does not want to wait any longer."""
    order = live_card.owned_order(ctx, action.order)
    if not order.nominee:
        start.go_on(ctx, order)
        return
    drop_live(ctx, order, order.nominee)
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
    come_back(ctx, order, "")


def hand_to_customer(ctx: Context, order: Order, progress: Progress) -> None:
    """Make the customer's contact the order's person; the partner sees from now on only that it is with them."""
    before, customer = order.holder, progress.answers["customer_owner"]["email"]
    order = live_card.with_state(
        ctx, order, OrderState.HANDED_TO_CUSTOMER, holder=customer, with_customer=True, handed_by=before, nominee=""
    )
    ctx.uow.progress.drop(order.number, before)
    ctx.audit("handed_to_customer", order.number)
    start.put_start(ctx, order, customer, None, first_contact=True)
    message = with_customer_card(order, ctx.texts_of(before, order))
    live_card.put_live(ctx, live_card.wizard_key(order, before), Address(email=before), message, order)


def order_offered(ctx: Context, action: Action) -> Order:
    """Return the order that this person was asked to take and still may."""
    order = ctx.uow.orders.get(action.order)
    if order is None or order.nominee != ctx.person.email or order.state.is_over:
        raise Refusal(_("This order is no longer offered to you."))
    return order


def carry_answers(ctx: Context, order: Order, before: str) -> None:
    """Give the colleague the answers so far, with themselves as the one who sets up."""
    old = live_card.progress_of(ctx, order, before)
    answers: Answers = {name: answer for name, answer in old.answers.items() if name not in HANDING_ON}
    mine = live_card.progress_of(ctx, order, order.holder)
    live_card.save(
        ctx,
        replace(mine, answers={**answers, "owner": {"owner": "self"}}, sealed=old.sealed, revision=mine.revision + 1),
    )
    ctx.uow.progress.drop(order.number, before)
    drop_live(ctx, order, before)


def come_back(ctx: Context, order: Order, sentence: str) -> None:
    """Give an order back to its person: they are asked again who will set up."""
    order = replace(order, nominee="")
    ctx.uow.orders.save(order)
    progress = live_card.progress_of(ctx, order, order.holder)
    answers = {name: answer for name, answer in progress.answers.items() if name not in HANDING_ON}
    progress = live_card.save(ctx, replace(progress, answers=answers, cursor="", revision=progress.revision + 1))
    note = ctx.texts_of(order.holder, order)(sentence, person=ctx.person.called, order=order.number) if sentence else ""
    live_card.show_step(ctx, order, progress, note=note)


def tell_former(ctx: Context, order: Order, former: str, sentence: str) -> None:
    message = notice(ctx.texts_of(former, order), sentence, person=ctx.person.called, order=order.number)
    ctx.send_to(Address(email=former), message, order=order.number, awaited=False)


def drop_live(ctx: Context, order: Order, email: str, shown_as: Message | None = None) -> None:
    """Take a person's card of an order away: it is not theirs any more."""
    entry = ctx.uow.live_cards.forget(live_card.wizard_key(order, email))
    if entry is not None:
        live_card.retire(ctx, entry, Address(email=email), shown_as or replaced_card(ctx.texts_of(email, order)))
