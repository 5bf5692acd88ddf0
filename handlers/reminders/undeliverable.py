"""Undeliverable: somebody cannot be reached on Webex, so the reps are told, and a mail with a claim code goes out."""

import secrets
from functools import partial

from bot.dispatch.context import BOT_EMAIL, Context
from bot.dispatch.routing import Router
from bot.domain.claim_codes import CODE_LIVES, PLACE
from bot.domain.correspondence import PassedKind
from bot.domain.escalations import Reason
from bot.domain.internal_events import Reached, Undelivered
from bot.domain.letters import Letter
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.language.texts import Texts, _
from bot.reminders.rules import ESCALATE
from bot.scheduling.planner import standing_of
from cards.notice import notice
from handlers.chat import live_card
from handlers.escalations import card, files, not_arrived, opening
from handlers.escalations.case import Occasion
from handlers.escalations.places import note_unreachable, room_of, texts_at

router = Router()

SUBJECT = _("Set up your Webex order {order}")
REP_UNREACHABLE = _(
    "{person}, the representative named on order {order}, cannot be reached on Webex. Please see to the order, or name "
    "another one: /order set {order} rep=…"
)
REACHED = _("{contact}, the contact of order {order}, can be reached on Webex after all: a message has arrived there.")
CAN_BE_REACHED = _("The contact can be reached on Webex after all.")
HOW_TO_CLAIM = _(
    "This comes by mail because I could not reach you on Webex at this address.\n\nTo go on, write to {bot} in Webex: "
    "claim {code}\nThe code works once, until {day}. Please do not pass it on.\n\nThis is the message that could not "
    "be delivered there:"
)


@router.event(Undelivered)
def undelivered(ctx: Context, event: Undelivered) -> None:
    """Make a message that did not reach its person a task for the representatives."""
    passed = ctx.uow.correspondence.carried_by(event.outbox_id)
    if passed is not None and passed.kind is PassedKind.FILE:
        files.tell_of_lost(ctx, event, passed)
        return
    mailed = bool(event.email) and call_for(ctx, event, event.email)
    if passed is not None:
        not_arrived.tell_who_was_told(ctx, passed, mailed=mailed)


@router.event(Reached)
def reached(ctx: Context, event: Reached) -> None:
    """Forget that somebody could not be reached, now that a message has arrived."""
    ctx.uow.encounters.note_reached(event.email)
    for order in ctx.uow.orders.of_person(event.email):
        if event.email not in order.people or not opening.is_called_for(ctx, order, Reason.UNDELIVERABLE):
            continue
        card.say(ctx, order, REACHED, contact=event.email)
        opening.close(ctx, order, CAN_BE_REACHED)
        if was_called_for(ctx, order):
            opening.call_reps(ctx, order, Reason.NOT_BEGUN)


def was_called_for(ctx: Context, order: Order) -> bool:
    """Return whether nobody has begun, and the day has come on which the reps are called for that."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    fired = (each for each in ctx.uow.reminders.of_order(order.number) if each.rule == ESCALATE.name)
    return ESCALATE.while_(standing) and any(each.fired_at is not None for each in fired)


def call_for(ctx: Context, event: Undelivered, email: str) -> bool:
    """Call the representatives for somebody who cannot be reached; returns whether a mail goes to them instead."""
    if is_for_reps(ctx, event, email):
        tell_others(ctx, event, email)
        return False
    orders = [order for order in orders_concerned(ctx, event, email) if not order.state.is_over]
    if not orders:
        return False
    note_unreachable(ctx, email)
    order = min(orders, key=lambda each: (each.closes_on(ctx.policy.zone), each.number))
    mailed = mail(ctx, order, email, event.outbox_id)
    if not opening.is_called_for(ctx, order, Reason.UNDELIVERABLE):
        note = partial(note_of, email=email, orders=len(orders), mailed=mailed)
        opening.call_reps(ctx, order, Reason.UNDELIVERABLE, occasion=Occasion(note))
    return mailed


def is_for_reps(ctx: Context, event: Undelivered, email: str) -> bool:
    """Return whether the message was for the representative named on its order, not for its person."""
    order = ctx.uow.orders.get(event.order)
    return order is not None and email == order.rep and email not in order.people


def tell_others(ctx: Context, event: Undelivered, email: str) -> None:
    """Tell the others who look after an order that its representative cannot be reached, and show them the call."""
    order = ctx.uow.orders.get(event.order)
    entry = ctx.uow.outbox.get(event.outbox_id)
    if order is None or entry is None or not note_unreachable(ctx, email):
        return
    room = room_of(ctx, order)
    others = [Address(room_id=room)] if room else ctx.admin_chats
    escalation = ctx.uow.escalations.get(order.number)
    for place in others:
        t = texts_at(ctx, place)
        ctx.send_to(place, notice(t, REP_UNREACHABLE, person=email, order=order.number), awaited=False)
        if escalation is not None and not room:
            message = card.card_of(ctx, order, escalation, place)
            live_card.put(ctx, card.key_of(order, place), place, message, order)


def orders_concerned(ctx: Context, event: Undelivered, email: str) -> list[Order]:
    """Return the order that a message was about, if its reader has it; for a list, all those orders."""
    if event.order:
        order = ctx.uow.orders.get(event.order)
        return [order] if order and email in order.people else []
    return [order for order in ctx.uow.orders.held_by(email) if order.invited_at]


def note_of(t: Texts, email: str, orders: int, *, mailed: bool) -> str:
    """Return what was tried, in words."""
    said = [t(_("Webex does not deliver messages to {person}."), person=email)]
    if mailed:
        said.append(t(_("A mail with a claim code is on its way to that address.")))
    if orders > 1:
        said.append(t.count(_("{n} open order is with them."), _("{n} open orders are with them."), orders))
    return " ".join(said)


def mail(ctx: Context, order: Order, email: str, outbox_id: int) -> bool:
    """Owe the same words by mail, with a place for the code by which whoever reads it takes the order on Webex."""
    entry = ctx.uow.outbox.get(outbox_id)
    if not ctx.policy.mails or entry is None or email not in order.people:
        return False
    until = ctx.now + CODE_LIVES
    t = ctx.texts_of(email, order)
    day = t.day(until.astimezone(order.tz(ctx.policy.zone)).date())
    how = t(HOW_TO_CLAIM, bot=ctx.uow.bot_state.get(BOT_EMAIL) or t(_("the Set Up Now bot")), code=PLACE, day=day)
    letter = Letter(
        message_id=secrets.token_hex(16),
        email=email,
        subject=t(SUBJECT, order=order.number),
        text=f"{how}\n\n{entry.message.text}",
        language=t.language,
        order=order.number,
    )
    ctx.uow.mails.add(letter, ctx.now)
    ctx.uow.audit.add(ctx.now, "", "mailed", order=order.number)
    return True
