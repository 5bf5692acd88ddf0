"""Plain words, neither a command nor an answer to a step, go to the representative who wrote within a day."""

from bot.dispatch.context import Context
from bot.domain.correspondence import ANSWERED_WITHIN
from bot.domain.events import MessagePosted
from bot.language.answers import answer_meant
from bot.language.texts import _
from cards.notice import notice
from handlers.escalations import passing_on
from handlers.escalations.who_may_act import is_rep_of

# So few words may be a command, mistyped.
FEW = 2
GOES_BACK = _(
    "{person} wrote to you about order {order}, so your message goes to the Cisco representatives. It changes "
    "nothing in your setup."
)


def is_newer_than(ctx: Context, entry: int) -> bool:
    """Return whether a representative wrote to this person within a day, by a message no older than an entry."""
    wrote = ctx.uow.correspondence.last_to_person(ctx.person.email, ctx.now - ANSWERED_WITHIN)
    return wrote is not None and wrote.entry >= entry


def goes_back(ctx: Context) -> bool:
    """Pass plain words back to who wrote to this person within a day, and say so; returns whether somebody had."""
    words = ctx.whole_words.strip()
    if not (words or ctx.files) or words.startswith("/") or may_be_mistyped(ctx, words):
        return False
    if not ctx.is_direct:
        return answers_in_thread(ctx, words)
    since, email = ctx.now - ANSWERED_WITHIN, ctx.person.email
    to_me = ctx.uow.correspondence.last_to_person(email, since)
    asked_of_me = ctx.uow.correspondence.last_to_rep(email, since)
    if asked_of_me and (to_me is None or to_me.entry < asked_of_me.entry):
        return answers(ctx, asked_of_me.order, asked_of_me.person, words)
    answered = passing_on.answer_reps(ctx, words) if to_me else None
    if answered is not None:
        wrote = ctx.uow.people.by_email(answered.rep)
        ctx.reply_here(notice(ctx.t, GOES_BACK, person=wrote.called if wrote else answered.rep, order=answered.order))
    return answered is not None


def answers_in_thread(ctx: Context, words: str) -> bool:
    """Take what a representative says in the thread of an order, to who asked about it within a day."""
    thread = ctx.event.parent_id if isinstance(ctx.event, MessagePosted) else ""
    number = ctx.uow.posted.order_of(thread) if thread else ""
    asked = ctx.uow.correspondence.last_question(number, ctx.now - ANSWERED_WITHIN) if number else None
    return asked is not None and answers(ctx, asked.order, asked.person, words)


def answers(ctx: Context, number: str, person: str, words: str) -> bool:
    """Write to who asked, if this person is still a representative of the order."""
    order = ctx.uow.orders.get(number)
    if order is None or not is_rep_of(ctx, order):
        return False
    passing_on.write_to_contact(ctx, order, words, person)
    return True


def may_be_mistyped(ctx: Context, words: str) -> bool:
    """Return whether words are few, and like those of a command; a yes or a no is none."""
    return len(words.split()) <= FEW and not answer_meant(words) and bool(ctx.grammar.nearest(words, ctx.roles))
