"""Passing on: words go from the people of an order to its representatives, and back; senders hear if they got lost."""

from collections.abc import Iterable
from datetime import timedelta

from bot.dispatch.context import Context
from bot.domain.correspondence import ANSWERED_WITHIN, PassedKind, PassedOn
from bot.domain.escalations import Reason
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Message
from bot.domain.people import is_erased
from bot.errors import Refusal
from bot.language.texts import _
from bot.scheduling.planner import standing_of
from cards.notice import notice
from cards.words import as_written, in_quotes, say
from handlers.chat.lookup import nobody_has
from handlers.escalations import card, files, opening
from handlers.escalations.case import Occasion
from handlers.escalations.places import places_of, texts_at
from handlers.escalations.who_may_act import is_rep

NOBODY_TO_TELL = _(
    "I do not know any representative of order {order} whom I could tell, nor any admin. Please ask whoever placed the "
    "order, or a Cisco representative whom you know."
)
# How often somebody may write to representatives, and within which time.
MOST_ASKED, A_WHILE = 20, timedelta(minutes=10)
TOO_MUCH = _(
    "You have written to the representatives very often within a few minutes, so these words have not gone to them. "
    "Please wait a few minutes, and say in one message what you need."
)
ASKS = _("{person}, the contact of order {order}, asks:")
ANSWERS = _("{person} answers about order {order}:")
ASKS_AGAIN = _("{person}, the contact of order {order}, asks again for a representative.")
HOW_TO_ANSWER = _("To answer, type /reply {order} and your words.")
ANSWER_HERE = _("To answer, type it here within a day, or type /reply {order} and your words.")
FROM_REP = _("{person}, Cisco representative, writes about order {order}:")
HOW_TO_ANSWER_REP = _("To answer, type it here within a day, or type rep and your words.")
HOW_TO_ANSWER_OR_GO_ON = _("To answer, type it here within a day, or type rep and your words. Type setup to go on.")
ON_ITS_WAY = _("{person} writes to {contact} about order {order}. If it does not arrive, I will say so here.")
# Reasons of escalations under whose card a question is said: these wait for a representative anyway.
KEPT_OPEN_FOR = frozenset({Reason.ASKED_FOR_REP, Reason.UNKNOWN_ORGANIZATION})


def ask_reps(ctx: Context, order: Order, words: str) -> None:
    """Call the representatives with somebody's question; asked again, it goes under the same card."""
    refuse_where_nobody_is(ctx, order)
    refuse_too_much(ctx)
    keep(ctx, order, words)
    if opening.is_called_for(ctx, order, *KEPT_OPEN_FOR):
        entries = tell_reps(ctx, order, ASKS if words else ASKS_AGAIN, words)
    else:
        entries = opening.call_reps(ctx, order, Reason.ASKED_FOR_REP, occasion=Occasion(words=as_written(words)))
    record(ctx, order, entries)
    ctx.audit("asked_rep", order.number)


def answer_reps(ctx: Context, words: str) -> PassedOn | None:
    """Pass plain words on to the representative who wrote within a day; return what they answer, None if nothing."""
    wrote = ctx.uow.correspondence.last_to_person(ctx.person.email, ctx.now - ANSWERED_WITHIN)
    order = ctx.uow.orders.get(wrote.order) if wrote else None
    if wrote is None or order is None:
        return None
    directly = [wrote.told] if wrote.told.email and is_rep(ctx, wrote.told.email, order) else []
    if not directly and not places_of(ctx, order):
        return None
    refuse_too_much(ctx)
    keep(ctx, order, words)
    record(ctx, order, tell_reps(ctx, order, ANSWERS, words, also=directly))
    ctx.audit("answered_rep", order.number)
    return wrote


def write_to_contact(ctx: Context, order: Order, words: str, person: str = "") -> None:
    """Pass a representative's words on, under their name, to whoever asked last, else to the order's person."""
    person = person or addressee(ctx, order)
    if is_erased(person):
        raise nobody_has(order)
    to, t = Address(email=person), ctx.texts_of(person, order)
    first = say(t, FROM_REP, person=ctx.person.called, order=order.number)
    how = HOW_TO_ANSWER_REP if order.state.is_over else HOW_TO_ANSWER_OR_GO_ON
    parts = [first, *([as_written(words)] if words else []), *files.announced(ctx, to, t), t(how)]
    entry = ctx.send_to(to, Message("\n\n".join(parts)), order=order.number)
    files.to_person(ctx, order, person)
    keep(ctx, order, words)
    ctx.audit("reply", order.number)
    promise(ctx, order, PassedKind.REPLY, person, entry)
    card.say(ctx, order, ON_ITS_WAY, contact=person)


def addressee(ctx: Context, order: Order) -> str:
    """Return to whom a representative's words go: who asked within a day, else the person whose turn it is."""
    asked = ctx.uow.correspondence.last_question(order.number, ctx.now - ANSWERED_WITHIN)
    return asked.person if asked else standing_of(ctx.uow, order, ctx.now, ctx.policy.timing).person


def promise(ctx: Context, order: Order, kind: PassedKind, person: str, entry: int) -> None:
    """Keep what a representative sent, so that they hear of it if it does not arrive."""
    ctx.uow.correspondence.add(
        PassedOn(entry, kind, order.number, person, ctx.person.email, ctx.chat_among_reps, ctx.now)
    )


def refuse_where_nobody_is(ctx: Context, order: Order) -> None:
    """Refuse a question where nobody but its asker would hear it."""
    if not [place for place in places_of(ctx, order) if place.email != ctx.person.email]:
        raise Refusal(NOBODY_TO_TELL, order=order.number)


def refuse_too_much(ctx: Context) -> None:
    """Refuse to pass on the words of somebody who writes more than a representative can read."""
    if ctx.uow.correspondence.times_asked(ctx.person.email, ctx.now - A_WHILE) >= MOST_ASKED:
        raise Refusal(TOO_MUCH)


def tell_reps(ctx: Context, order: Order, sentence: str, words: str, also: Iterable[Address] = ()) -> card.Entries:
    """Say somebody's words wherever the reps of an order are, under its card; return the entry for each place."""
    places = list(dict.fromkeys([*places_of(ctx, order), *also]))
    entries: card.Entries = []
    for place in places:
        t = texts_at(ctx, place)
        how = ANSWER_HERE if place.email else HOW_TO_ANSWER
        parts = [say(t, sentence, person=ctx.person.called, order=order.number)]
        parts += [in_quotes(words, t)] if words else []
        parts += [*files.announced(ctx, place, t), say(t, how, order=order.number)]
        thread = card.thread_of(ctx, order, place)
        message = Message("\n".join(parts))
        entries.append((place, ctx.send_to(place, message, order=order.number, parent_id=thread)))
    card.pass_files_on(ctx, order, entries)
    return entries


def keep(ctx: Context, order: Order, words: str) -> None:
    """Keep what was written, in full, where /notes shows it."""
    if words:
        ctx.uow.notes.add(order.number, ctx.person.email, as_written(words), ctx.now)


def record(ctx: Context, order: Order, entries: card.Entries) -> None:
    """Keep where the writer's words went, so that answers find their way and losses are told."""
    email = ctx.person.email
    for place, entry in entries:
        words = PassedOn(entry, PassedKind.QUESTION, order.number, email, place.email, Address(email=email), ctx.now)
        ctx.uow.correspondence.add(words)


def passed_on(ctx: Context, order: Order) -> Message:
    """Say to whoever asked that their words are on their way, and where the answer will stand."""
    if not ctx.is_direct:
        elsewhere = _(
            "Your message goes to the Cisco representatives of order {order}. They will answer you in our direct chat."
        )
        return notice(ctx.t, elsewhere, order=order.number)
    sentence = _("Your message goes to the Cisco representatives of order {order}. They will answer you here.")
    going_on = _(
        "Your message goes to the Cisco representatives of order {order}. They will answer you here; you can go on "
        "meanwhile."
    )
    return notice(ctx.t, sentence if order.state.is_over else going_on, order=order.number)
