"""The card of an escalation: one in each place where its reps are, and what is said under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.delivery import editing
from bot.dispatch.context import Context
from bot.domain.escalations import REASONS, Escalation, Reason, next_step
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address, Lane, Message
from bot.language.texts import Texts, _
from bot.reminders.rule import Rule
from bot.reminders.rules import RULES
from bot.reminders.why import why_called, why_told
from bot.scheduling.planner import standing_of
from bot.wizard.matching import facts_of, not_recognized
from bot.wizard.step import Fact, Stop
from cards.escalation import Case, escalation_card
from cards.notice import notice
from cards.words import LONGEST_QUOTED, in_quotes
from handlers.chat import live_card, steps
from handlers.escalations import files
from handlers.escalations.places import places_of, texts_at, zone_at
from handlers.escalations.whether_to_nudge import again_at, why_not
from handlers.escalations.who_may_act import is_rep_of

# What a card says besides how things stand, in its reader's language.
Note = Callable[[Texts], str]
# The places where the representatives of an order are, each with the outbox entry that tells it something.
Entries = list[tuple[Address, int]]


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


def show(
    ctx: Context,
    order: Order,
    escalation: Escalation,
    lane: Lane = Lane.REPLY,
    occasion: Occasion = AS_IT_STANDS,
) -> Entries:
    """Show the escalation wherever its reps are: in each place its one live card, as things stand now.

    In a space the card changes where it stands, and what happened is said in its thread, which stays one. Return the
    entries that tell each place of it.
    """
    entries = []
    for place in places_of(ctx, order):
        key, message = key_of(order, place), card_of(ctx, order, escalation, place, occasion)
        if place.room_id and live_card.change_in_place(ctx, key, place, message, lane):
            entries.append((place, tell_thread(ctx, order, place, news(ctx, escalation, place, occasion), lane)))
        else:
            entries.append((place, live_card.put(ctx, key, place, message, order, lane=lane)))
            follow_up(ctx, order, place, occasion.words)
    return entries


def redraw(ctx: Context, order: Order, escalation: Escalation) -> None:
    """Bring the card in each place up to date where it stands, such as what happens next by itself."""
    for place in places_of(ctx, order):
        key, message = key_of(order, place), card_of(ctx, order, escalation, place)
        live_card.change_in_place(ctx, key, place, message, Lane.REMINDER)


def news(ctx: Context, escalation: Escalation, place: Address, occasion: Occasion) -> list[str]:
    """Return what has changed in a card, line by line, with the words of the contact and the files that follow."""
    t = texts_at(ctx, place)
    changed = occasion.note(t) or t(REASONS[escalation.reason])
    words = [in_quotes(occasion.words, t)] if occasion.words else []
    return [changed, *words, *files.announced(ctx, place, t)]


def tell_thread(ctx: Context, order: Order, place: Address, lines: Sequence[str], lane: Lane) -> int:
    """Say under a card what has changed in it, since nobody is told of an edit; return the entry that says it."""
    thread, message = thread_of(ctx, order, place), Message("\n".join(lines))
    return ctx.send_to(place, message, lane=lane, order=order.number, parent_id=thread, awaited=False)


def follow_up(ctx: Context, order: Order, place: Address, words: str) -> None:
    """Say after a new card what it has no room for: the whole words of the contact, and that files come with them."""
    t = texts_at(ctx, place)
    more = [in_quotes(words, t)] if len(words) > LONGEST_QUOTED else []
    more += files.announced(ctx, place, t)
    if more:
        ctx.send_to(place, Message("\n".join(more)), order=order.number, awaited=False)


def pass_files_on(ctx: Context, order: Order, entries: Entries) -> None:
    """Let the files of this message follow what was said of it in several places."""
    threads = {place: thread_of(ctx, order, place) for place, _entry in entries}
    files.to_reps(ctx, order, threads)


def card_of(
    ctx: Context, order: Order, escalation: Escalation, place: Address, occasion: Occasion = AS_IT_STANDS
) -> Message:
    """Return the card of an escalation as it stands, in the language of the place where it is shown."""
    t, zone, rule = texts_at(ctx, place), zone_at(ctx, place, order), occasion.rule
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    # A card that cannot be changed in an hour keeps its button, beside the words from when on it works again.
    may_nudge, again = why_not(standing) is None, again_at(standing)
    case = Case(
        order=order,
        escalation=escalation,
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        step_title=step_title(ctx, order, t),
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
    return escalation_card(case, t, ctx.packer(order, person=place.email))


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


def step_title(ctx: Context, order: Order, t: Texts) -> str:
    """Return the title of the step at which the order's person is."""
    progress = ctx.uow.progress.get(order.number, order.holder)
    if progress is None:
        return t(_("not begun"))
    stop = steps.stop_of(ctx, order, progress)
    return t(stop.step.title) if stop else t(_("finished"))


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


def key_of(order: Order, place: Address) -> str:
    """Name the live card of an escalation: one in the space, one for each person who has it directly."""
    return f"escalation:{order.number}:{place.email}" if place.email else f"escalation:{order.number}"


def take_away(ctx: Context, order: Order, escalation: Escalation, key: str) -> None:
    """End a card of an escalation: it shows what became of it."""
    number = ctx.uow.live_cards.forget(key)
    entry = ctx.uow.outbox.get(number) if number is not None else None
    if entry is not None:
        live_card.retire(ctx, entry.id, entry.address, partial(card_of, ctx, order, escalation, entry.address))


def say(ctx: Context, order: Order, sentence: str, **values: object) -> None:
    """Tell the reps of an order what happened, under its card, and the rep who did it, if elsewhere."""
    places = places_of(ctx, order)
    for place in places:
        message = notice(texts_at(ctx, place), sentence, person=ctx.person.called, order=order.number, **values)
        ctx.send_to(place, message, order=order.number, parent_id=thread_of(ctx, order, place))
    if ctx.chat not in places and is_rep_of(ctx, order):
        message = notice(ctx.t, sentence, person=ctx.person.called, order=order.number, **values)
        ctx.reply_among_reps(message, order=order.number)


def thread_of(ctx: Context, order: Order, place: Address) -> str:
    """Return the message of an order's card in a space, under which follow-ups are said; "" where there is none."""
    entry = ctx.uow.live_cards.get(key_of(order, place)) if place.room_id else None
    posted = ctx.uow.posted.message_of(entry) if entry is not None else None
    return posted.message_id if posted and posted.room_id == place.room_id else ""


def change(
    ctx: Context, order: Order, escalation: Escalation, verb: str, sentence: str, **values: str | Callable[[Texts], str]
) -> None:
    """Save an escalation, and show it with what was done; somebody who did it elsewhere is answered there."""
    ctx.uow.escalations.save(escalation)
    ctx.audit(verb, order.number)

    def told(t: Texts) -> str:
        return t(sentence, person=ctx.person.called, order=order.number, **values)

    show(ctx, order, escalation, occasion=Occasion(note=told))
    if ctx.chat not in places_of(ctx, order):
        ctx.reply_here(Message(told(ctx.t)), order=order.number)
