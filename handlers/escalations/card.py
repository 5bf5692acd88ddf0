"""The card of an escalation: one in each place where its reps are, and what is said under it."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.dispatch.context import Context
from bot.domain.escalations import REASONS, Escalation
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Lane, Message
from bot.language.texts import Texts
from cards.escalation import escalation_card
from cards.notice import notice
from cards.words import LONGEST_QUOTED, in_quotes
from handlers.chat import live_card
from handlers.escalations import files
from handlers.escalations.case import AS_IT_STANDS, Occasion, case_of
from handlers.escalations.places import places_of, texts_at
from handlers.escalations.who_may_act import is_rep_of

# The places where the representatives of an order are, each with the outbox entry that tells it something.
Entries = list[tuple[Address, int]]


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
    """Return the card of an escalation as it stands, for a place where it is shown."""
    case = case_of(ctx, order, escalation, place, occasion)
    return escalation_card(case, texts_at(ctx, place), ctx.packer(order, person=place.email))


def key_of(order: Order, place: Address) -> str:
    """Name the live card of an escalation: one in the space, one for each person who has it directly."""
    return f"escalation:{order.number}:{place.email}" if place.email else f"escalation:{order.number}"


def end_all(ctx: Context, order: Order, escalation: Escalation) -> None:
    """End the cards of an escalation: each shows what became of it."""
    for key in ctx.uow.live_cards.keys_of(key_of(order, Address())):
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
