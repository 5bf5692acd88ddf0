"""The case: all that the card of an escalation tells, as things stand, and why it is shown now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery import editing
from bot.dispatch.context import Context
from bot.domain.escalations import Escalation, Reason, next_step
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address
from bot.language.texts import Texts
from bot.reminders.rule import Rule
from bot.reminders.rules import RULES
from bot.reminders.why import why_called, why_told
from bot.scheduling.planner import standing_of
from bot.wizard.matching import facts_of, not_recognized
from bot.wizard.step import Fact, Stop
from cards.escalation import Case
from handlers.chat import steps
from handlers.escalations.places import texts_at, zone_at
from handlers.escalations.whether_to_nudge import again_at, why_not

# What a card says besides how things stand, in its reader's language.
Note = Callable[[Texts], str]


def nothing_more(_t: Texts) -> str:
    """Say nothing besides how things stand."""
    return ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why an escalation is shown now: what was just done (`note`), what the contact wrote (`words`), or by which rule.

    `rule` is named only where it is not the one that opened the escalation.
    """

    note: Note = nothing_more
    words: str = ""
    rule: Rule | None = None


AS_IT_STANDS = Occasion()


def case_of(ctx: Context, order: Order, escalation: Escalation, place: Address, occasion: Occasion) -> Case:
    """Return what the card of an escalation tells, in the language of the place where it is shown."""
    t, zone, rule = texts_at(ctx, place), zone_at(ctx, place, order), occasion.rule
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    # A card that cannot be changed in an hour keeps its button, beside the words from when on it works again.
    may_nudge, again = why_not(standing) is None, again_at(standing)
    return Case(
        order=order,
        escalation=escalation,
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        step_title=steps.step_title(ctx, order, t),
        last_contact=last_contact(ctx, order),
        next_action=t(next_step(escalation, may_nudge=may_nudge)),
        missing=[t(stop.step.title) for stop in missing(ctx, order)],
        by_itself=by_itself(ctx, order, escalation, t, zone),
        note=occasion.note(t),
        words=occasion.words or question_of(ctx, escalation),
        flags=ctx.uow.flags.open_of(order.number),
        shown=what_was_shown(ctx, order, t),
        why=why_told(standing, rule, t) if rule else why_called(standing, escalation.reason, t),
        may_nudge=may_nudge or (again is not None and not editing.is_known_to_work(ctx.uow)),
        nudged_at=standing.last_nudge,
        nudge_again_at=again,
        zone=zone,
    )


def question_of(ctx: Context, escalation: Escalation) -> str:
    """Return the latest words of whoever asked, which stay in sight until the escalation is resolved."""
    asked = ctx.uow.correspondence.last_question(escalation.order, escalation.opened_at)
    if asked is None or escalation.reason is not Reason.ASKED_FOR_REP or escalation.resolved_at:
        return ""
    notes = ctx.uow.notes.of_order(escalation.order)
    return next((note.text for note in reversed(notes) if note.author == asked.person), "")


def last_contact(ctx: Context, order: Order) -> datetime | None:
    """Return when the order's person last did something, else when a message of ours last reached them."""
    did = [line.at for line in ctx.uow.audit.of_order(order.number) if line.actor == order.holder]
    return max(did) if did else ctx.uow.posted.last_reached(order.number, order.holder, order.invited_at)


def what_was_shown(ctx: Context, order: Order, t: Texts) -> tuple[Fact, ...]:
    """Return the organizations that the contact does not recognize; none where the order is not stopped."""
    progress = ctx.uow.progress.get(order.number, order.holder)
    if order.state is not OrderState.STOPPED or progress is None:
        return ()
    found = (ctx.uow.directory.get(each) for each in not_recognized(progress.answers))
    return tuple(fact for org in found if org for fact in facts_of(org, t))


def missing(ctx: Context, order: Order) -> list[Stop]:
    """Return the steps that the order's person has still to answer; none where nothing is begun."""
    progress = ctx.uow.progress.get(order.number, order.holder)
    if progress is None or not progress.answers:
        return []
    return ctx.wizard.missing(progress, steps.situation_of(ctx, order, order.holder))


def by_itself(ctx: Context, order: Order, escalation: Escalation, t: Texts, zone: ZoneInfo) -> str:
    """Say what happens next if nobody acts, and when."""
    for each in ctx.uow.reminders.pending(order.number):
        rule = RULES.get(each.rule) if each.due_at > ctx.now else None
        sentence = rule.words.ahead(each, escalation) if rule else ""
        if sentence:
            return t(sentence, moment=t.moment(each.due_at, zone))
    return ""
