"""The timeline of an order, in words: what was done and by whom, with notes and reminders."""

from datetime import datetime

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.domain.people import Role
from bot.language.texts import Texts, _
from bot.reminders.reminder import Reminder
from bot.reminders.rule import DUE
from bot.reminders.rules import RULES
from bot.scheduling.planner import standing_of
from cards.elements import Submit
from cards.escalation import escalation_acts
from cards.orders import Timeline, order_card
from cards.words import said
from handlers.chat import steps
from handlers.chat.audit_words import sentence
from handlers.escalations.places import zone_at
from handlers.escalations.whether_to_nudge import why_not
from handlers.escalations.who_may_act import order_for_rep
from handlers.orders.looking_up import ask_cisco, cisco_words
from store.orders.notes import Note

router = Router()

NOTED = _("Written by {person}: {words}")
NOTED_IN_PART = _("Written by {person}: {words} (all of it: /notes {order})")


@router.command(
    "/order",
    usage="/order N [page P|refresh]",
    arguments=r"(?P<number>\S+)(?: page (?P<page>[1-9]\d{0,3})| (?P<refresh>refresh))?",
    role=Role.ORDER_REP,
    help=_("Show an order with its timeline, or ask Cisco how it stands there"),
)
def show_order(ctx: Context, number: str, page: str = "", refresh: str = "") -> None:
    """Show one order: facts, and what has happened, with the notes of the representatives; or ask Cisco about it."""
    order = order_for_rep(ctx, number)
    if refresh:
        ask_cisco(ctx, order)
        return
    ctx.reply_privately(
        order_card(
            order,
            ctx.t,
            Timeline(entries_of(ctx, order), zone_at(ctx, Address(email=ctx.person.email), order), int(page or 1)),
            now=ctx.now,
            default_zone=ctx.policy.zone,
            step_title=steps.step_title(ctx, order, ctx.t),
            at_cisco=said_at_cisco(ctx, order),
            acts=acts_on(ctx, order),
        ),
    )


def acts_on(ctx: Context, order: Order) -> list[Submit]:
    """Return the buttons for what somebody may do about the open escalation of an order; none without one."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        return []
    pack = ctx.packer(order, person=ctx.person.email)
    may_nudge = why_not(standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)) is None
    return escalation_acts(escalation, order.number, ctx.t, pack, may_nudge=may_nudge)


def said_at_cisco(ctx: Context, order: Order) -> str:
    """Return what Cisco last said about an order, and when; "" where it was never asked."""
    found = ctx.uow.order_lookups.get(order.number)
    words = cisco_words(found, ctx.t) if found else []
    if found is None or not words:
        return ""
    moment = ctx.t.moment(found.looked_up_at, order.tz(ctx.policy.zone))
    return f"{' '.join(words)} ({moment})"


def entries_of(ctx: Context, order: Order) -> list[tuple[datetime, str]]:
    """Return everything that happened to an order, the oldest first, in words."""
    done = [
        (line.at, sentence(ctx, line.verb, line.actor, line.detail)) for line in ctx.uow.audit.of_order(order.number)
    ]
    notes = [(note.at, noted(note, ctx.t)) for note in ctx.uow.notes.of_order(order.number)]
    fired = [
        (each.fired_at, words)
        for each in ctx.uow.reminders.of_order(order.number)
        if each.fired_at is not None and (words := reminded(each, ctx.t))
    ]
    return sorted([*done, *notes, *fired], key=lambda entry: entry[0])


def noted(note: Note, t: Texts) -> str:
    """Say on one line what was written; if that is not all, also where the whole is."""
    words = said(note.text)
    is_whole = words == note.text
    return t(NOTED if is_whole else NOTED_IN_PART, person=note.author, words=words, order=note.order)


def reminded(reminder: Reminder, t: Texts) -> str:
    """Say that a reminder was due; "" for one that the timeline leaves out."""
    rule = RULES.get(reminder.rule)
    if rule is None:
        return t(DUE, rule=reminder.rule)
    return t(rule.words.was_due, rule=t(rule.words.title), **rule.words.details(reminder))
