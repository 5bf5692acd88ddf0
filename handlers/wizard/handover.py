"""Handing over: to a colleague, who is asked, or to the customer, who gets the order at once."""

from dataclasses import replace
from datetime import timedelta

from bot.dispatch.context import Context
from bot.domain.correspondence import PassedKind, PassedOn
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address
from bot.errors import Refusal
from bot.language.texts import _
from bot.wizard.engine import Progress
from bot.wizard.step import Answers
from cards.notice import notice
from cards.outcome import waiting_for_colleague_card, with_customer_card
from handlers.chat import live_card, steps
from handlers.wizard import way_in

# The number of people to whom an order may be offered within a day.
MOST_OFFERED, A_DAY = 5, timedelta(days=1)
TOO_MANY = _(
    "Order {order} has been offered to many people within a day. Before it goes to yet another one, please ask a Cisco "
    "representative: type rep and your question."
)
ACCEPTED = _("{person} has accepted order {order} and will set it up.")
# The answers by which an order was handed on; the next person is asked anew, and so is the one who gets it back.
HANDING_ON = ("owner", "delegate", "customer_owner")


def ask_colleague(ctx: Context, order: Order, progress: Progress) -> None:
    """Ask the colleague; until they accept, the order stays where it is."""
    nominee = progress.answers["delegate"]["email"]
    refuse_many(ctx, order, nominee)
    order = replace(order, nominee=nominee)
    ctx.uow.orders.save(order)
    ctx.audit("asked_colleague", order.number)
    promise(ctx, order, nominee, way_in.put_start(ctx, order, nominee, None, first_contact=True))
    show_waiting(ctx, order)


def refuse_many(ctx: Context, order: Order, to: str) -> None:
    """Refuse to offer an order to more and more people, whom we would write to without their asking."""
    if len(ctx.uow.correspondence.offered_to(order.number, ctx.now - A_DAY) | {to}) > MOST_OFFERED:
        raise Refusal(TOO_MANY, order=order.number)


def promise(ctx: Context, order: Order, to: str, entry: int) -> None:
    """Keep who hears it if the one to whom an order is handed cannot be reached."""
    told = Address(email=ctx.person.email)
    ctx.uow.correspondence.add(PassedOn(entry, PassedKind.ORDER, order.number, to, "", told, ctx.now))


def show_waiting(ctx: Context, order: Order) -> None:
    """Show the one who handed over that the colleague was asked."""
    pack = ctx.packer(order, person=order.holder)
    message = waiting_for_colleague_card(order, ctx.texts_of(order.holder, order), pack=pack)
    live_card.show_to(ctx, order, order.holder, message)


def hand_to_customer(ctx: Context, order: Order, progress: Progress) -> None:
    """Make the customer's contact the order's person; the partner sees from now on only that it is with them."""
    before, customer = order.holder, progress.answers["customer_owner"]["email"]
    refuse_many(ctx, order, customer)
    order = replace(
        order,
        state=OrderState.HANDED_TO_CUSTOMER,
        holder=customer,
        with_customer=True,
        handed_by=before,
        nominee="",
    )
    ctx.uow.orders.save(order)
    ctx.uow.progress.drop(order.number, before)
    ctx.audit("handed_to_customer", order.number)
    promise(ctx, order, customer, way_in.put_start(ctx, order, customer, None, first_contact=True))
    message = with_customer_card(order, ctx.texts_of(before, order))
    live_card.show_to(ctx, order, before, message)


def carry_answers(ctx: Context, order: Order, before: str) -> None:
    """Give the colleague the answers so far, with themselves as the one who sets up."""
    old = steps.progress_of(ctx, order, before)
    answers: Answers = {name: answer for name, answer in old.answers.items() if name not in HANDING_ON}
    mine = steps.progress_of(ctx, order, order.holder)
    steps.save(
        ctx,
        replace(mine, answers={**answers, "owner": {"owner": "self"}}, sealed=old.sealed, revision=mine.revision + 1),
    )
    ctx.uow.progress.drop(order.number, before)
    live_card.drop(ctx, order, before)


def tell_former(ctx: Context, order: Order, former: str) -> None:
    """Tell whoever had an order before that this person has it now."""
    message = notice(ctx.texts_of(former, order), ACCEPTED, person=ctx.person.called, order=order.number)
    ctx.send_to(Address(email=former), message, order=order.number, awaited=False)
