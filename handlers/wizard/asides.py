"""Asides: a question in the middle of the setup is answered, and the step stays as it is."""

from collections.abc import Callable, Mapping

from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.language.asides import aside_in, is_only_aside
from bot.language.texts import _, all_texts
from bot.language.typed import folded, word_by_word
from bot.wizard.choosing import wishes_to_change
from bot.wizard.mapping import REVIEW
from bot.wizard.step import Stop
from bot.wizard.who_sets_up import OWNER
from cards.notice import notice
from handlers.chat import own_orders
from handlers.chat.steps import AtStep
from handlers.reminders import another_day

# Shorter words of a label, such as *or*, do not say which it is.
FEWEST_LETTERS = 4
COST = _(
    "I do not know any prices: please ask whoever placed the order, or type rep and your question. Nothing is billed "
    "before the services are provisioned, at the very end, and you are told before that."
)
REP = _("{person} is the Cisco representative of order {order}. Type rep and your words to ask.")
REPS = _("The Cisco representatives look after order {order}. Type rep and your words to ask them.")
LATER = _(
    "Yes, everything is saved. Type setup whenever you want to go on, or later to be reminded tomorrow. There is time "
    "until {day}."
)
REMIND = _(
    "Everything is saved. Please ask again with one day, such as Thursday, or type later to be reminded tomorrow. "
    "There is time until {day}."
)
SCAM = _(
    "I am the Set Up Now bot, and write to you because order {order} for {customer} names {person} as its contact. I "
    "never ask for a password or a payment here in the chat. To be sure, ask whoever placed the order, or your Cisco "
    "representative."
)
NOT_ME = _(
    "If somebody else should set up order {order}, type setup, and name that person when I ask who sets up. If it is "
    "not your order, type rep and your words, and I will tell the Cisco representatives."
)
NOT_ME_HERE = _(
    "If somebody else should set up order {order}, name that person at “{owner}”, which comes right after your role; "
    "type back if you are past it. If it is not your order, type rep and your words, and I will tell the Cisco "
    "representatives."
)
NOT_ME_ANY_MORE = _(
    "What is confirmed stays, but a Cisco representative can name somebody else for order {order}: type rep and the "
    "address."
)
SKIP = _(
    "This cannot be skipped, since the setup needs it; only what is marked as optional can stay empty. Type exit to go "
    "on another time, everything is saved, or rep and your question."
)
SKIP_PASSWORD = _(
    "The password cannot be skipped: without it nobody can sign in to the new partner organization. Press Create "
    "password, or type exit and create it another time: everything is saved."
)
CHANGE = _(
    "Type back to go to the question before; your answers are kept. At “{title}” you can change each answer, before "
    "anything is for good. If the order itself is wrong, type rep and your words."
)
CHANGE_ANY_MORE = _(
    "What you confirmed for good can no longer be changed here: type rep and your words to ask a Cisco representative."
)
CHANGE_SECTION = _(
    "Type back, and choose the section that you want to change. The customer and the partner can no longer be changed "
    "here: type rep and your words to ask a Cisco representative."
)
BOT = _("Yes, I am a bot: I ask the questions of the setup. To write to a person, type rep and your words.")
HOW_LONG = _("The line at the top of the card says how many steps there are. You can stop at any time: type exit.")


def answered(ctx: Context, at: AtStep | None = None) -> bool:
    """Answer what somebody asks or says aside, at a step or at none; return whether they did."""
    order = at.order if at else order_spoken_of(ctx)
    aside = aside_in(ctx.words) or ("change" if at and wishes_to_change_another(at.stop, ctx.words) else "")
    if order is None or not (ctx.is_direct and aside) or (at is None and aside in AT_A_STEP):
        return False
    if at and aside in {button.verb for button in at.stop.buttons}:
        return False
    if aside == "remind" and another_day.put_off_until_named(ctx, order):
        return True
    sentence = ANSWERS[aside](order, at)
    ctx.reply_privately(
        notice(
            ctx.t,
            sentence,
            order=order.number,
            customer=order.customer_name,
            person=order.rep if sentence == REP else ctx.person.email,
            day=ctx.t.day(order.closes_on(ctx.policy.zone)),
            title=ctx.t(REVIEW.title),
            owner=ctx.t(OWNER.title),
        )
    )
    return True


def wishes_to_change_another(stop: Stop, words: str) -> bool:
    """Return whether somebody wishes to change an answer, and names no input of the form that is before them."""
    labels = [folded(t(each.label)) for each in stop.fields for t in all_texts()] if len(stop.fields) > 1 else []
    named = {word for label in labels for word in label.split() if len(word) >= FEWEST_LETTERS}
    return wishes_to_change(words) and named.isdisjoint(word_by_word(folded(words)).split())


def said_by_itself(ctx: Context, at: AtStep | None) -> bool:
    """Answer words that are nothing but an aside before any input takes them for a name."""
    return is_only_aside(ctx.words) and answered(ctx, at)


def order_spoken_of(ctx: Context) -> Order | None:
    """Return the order that somebody most probably speaks of; None where none is with them."""
    return own_orders.current_order(ctx) if own_orders.open_orders(ctx) else None


def who_is_asked(order: Order, _at: AtStep | None) -> str:
    return REP if order.rep else REPS


def who_else(_order: Order, at: AtStep | None) -> str:
    if at is None:
        return NOT_ME
    return NOT_ME_ANY_MORE if at.progress.sealed or at.order.with_customer else NOT_ME_HERE


def whether_to_skip(_order: Order, at: AtStep | None) -> str:
    return SKIP_PASSWORD if at and at.stop.is_answered_on_a_page else SKIP


def how_to_change(_order: Order, at: AtStep | None) -> str:
    if at is None or not at.progress.sealed:
        return CHANGE
    return CHANGE_SECTION if at.stop.step.hub else CHANGE_ANY_MORE


ANSWERS: Mapping[str, Callable[[Order, AtStep | None], str]] = {
    "cost": lambda _order, _at: COST,
    "rep": who_is_asked,
    "later": lambda _order, _at: LATER,
    "remind": lambda _order, _at: REMIND,
    "scam": lambda _order, _at: SCAM,
    "not_me": who_else,
    "skip": whether_to_skip,
    "change": how_to_change,
    "bot": lambda _order, _at: BOT,
    "how_long": lambda _order, _at: HOW_LONG,
}
# What is only said to a step.
AT_A_STEP = frozenset({"skip", "change", "how_long"})
