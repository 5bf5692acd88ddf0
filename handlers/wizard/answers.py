"""Answering: somebody presses a button of a step: to answer, to go back, to change an answer, or to leave."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order
from bot.errors import InvalidAnswer
from bot.language.answers import answer_meant
from bot.language.texts import _
from bot.language.typed import said_plainly
from bot.wizard.choosing import is_question
from bot.wizard.engine import Progress
from bot.wizard.mapping import NOTHING
from bot.wizard.step import Answer, Stop
from cards.notice import notice
from cards.outcome import replaced_card
from cards.step import Feedback
from handlers.chat import live_card, not_understood, own_orders, steps
from handlers.chat.steps import AtStep
from handlers.escalations import plain_words, questions
from handlers.help import language
from handlers.wizard import accepting, asides, explaining, flags, services, unrecognized, way_in

router = Router()

OUT_OF_DATE = _("That card is out of date. This is where you are.")
UNFILLED = _(
    "I can't tell which answers these are. Reply with one line for each, or write a name, a colon and the value."
)
NO_BUTTON = _("That is not one of the buttons. Press one of them, or type what it says.")
ON_ITS_PAGE = _(
    "The password is created on a page of its own: press “Create password”. If you have just written one here, please "
    "delete your message, and create another one."
)
NOTHING_YET = _("Nothing has happened yet: it waits for your yes.")
WHICH = _(
    "Which answer do you want to change? Reply with its number or its words. If everything is right, type “Confirm and "
    "map for good”."
)
LEFT = _("Everything is saved at “{title}”. Type setup to go on with order {order} at any time.")
LEFT_ONE_OF_SEVERAL = _("Everything is saved at “{title}”. Type order {order} to go on with it at any time.")
# So many words to a single input say more than an answer, and are perhaps for a person.
SENTENCE = 3
ONE_SCOLDING = timedelta(minutes=1)


def press(ctx: Context, action: Action) -> None:
    """Do what a button of a step's card asks for, unless the card is out of date."""
    order = own_orders.owned(ctx, action.order)
    if way_in.show_instead(ctx, order):
        return
    progress = steps.progress_of(ctx, order, ctx.person.email)
    stop = steps.stop_of(ctx, order, progress)
    if stop is None or action.revision != progress.revision or action.step != stop.step.name:
        refuse_stale(ctx, order, progress, action)
        return
    do(ctx, action.verb, AtStep(order, progress, stop, {**ctx.inputs, **action.given}))


def refuse_stale(ctx: Context, order: Order, progress: Progress, action: Action) -> None:
    """Say that a card is out of date and show the live one; a double click, or fifty, gets that once."""
    since = ctx.now - ONE_SCOLDING
    told = any(
        line.verb == "stale_card" and line.at > since and line.detail.get("revision") == action.revision
        for line in ctx.uow.audit.of_order(order.number)
    )
    ctx.audit("stale_card", order.number, outcome="refused", step=action.step, revision=action.revision)
    if not told:
        steps.show(ctx, order, progress, Feedback(note=ctx.t(OUT_OF_DATE)))


def do(ctx: Context, verb: str, at: AtStep) -> None:
    """Do what a verb asks for at a step; what cannot be taken is said on the same card, with what was entered kept."""
    try:
        with ctx.uow.savepoint():
            VERBS[allowed(at.stop, verb)](ctx, at)
    except InvalidAnswer as complaint:
        if not taken_otherwise(ctx, verb, at, complaint):
            note = ctx.t(beside(complaint, ctx.words, at.stop))
            steps.show(ctx, at.order, at.progress, Feedback(entered=at.inputs, complaint=complaint, note=note))


def taken_otherwise(ctx: Context, verb: str, at: AtStep, complaint: InvalidAnswer) -> bool:
    """Take words that the step cannot take as what else they may be; return whether they were anything else.

    They may be for the representatives, name an order or a language, ask a question, or be a mistyped word of ours.
    """
    if is_talk(ctx.words, at.stop, verb) and plain_words.goes_back(ctx):
        return True
    if way_in.open_named(ctx) or questions.called_plainly(ctx):
        return True
    if language.asked_for(ctx) or asides.answered(ctx, at) or explaining.explained(ctx, at):
        return True
    is_mistyped = answer_meant(ctx.words) != "next" and not may_be_a_name(ctx.words, complaint)
    return is_mistyped and not_understood.asked_back(ctx)


def beside(complaint: InvalidAnswer, words: str, stop: Stop) -> str:
    """Return what to say besides a complaint: whom to ask, or that nothing has been done that is for good."""
    is_for_good = stop.step.seals and stop.warning
    if is_for_good and words and not is_question(words):
        return NOTHING_YET
    says_more = len(stop.fields) == 1 and len(words.split()) >= SENTENCE
    is_to_ask = complaint.text in (UNFILLED, NO_BUTTON) or is_question(words) or says_more
    return explaining.HOW_TO_ASK if is_to_ask else ""


def may_be_a_name(words: str, complaint: InvalidAnswer) -> bool:
    """Return whether words may be a name for one of several inputs of a form, such as "Help Desk Ltd"."""
    return complaint.text == UNFILLED and len(words.split()) > 1 and not any(map(str.isdecimal, words))


def is_talk(words: str, stop: Stop, verb: str) -> bool:
    """Return whether words are probably meant for a person, not for the step: no number, address or form."""
    if not words.strip() or "@" in words or said_plainly(words).isdecimal() or answer_meant(words) == "next":
        return False
    is_form = len(stop.fields) > 1
    return not (is_form and verb)


def allowed(stop: Stop, verb: str) -> str:
    """Return the verb if the step has such a button now, or it is one that works everywhere."""
    if verb not in {"back", "exit", *(button.verb for button in stop.buttons)} or verb not in VERBS:
        raise InvalidAnswer(what_to_do_instead(stop))
    return verb


def what_to_do_instead(stop: Stop) -> str:
    """Say what to do to somebody who wrote what a step cannot take."""
    if stop.is_answered_on_a_page:
        return ON_ITS_PAGE
    return UNFILLED if len(stop.fields) > 1 else NO_BUTTON


def take_answer(ctx: Context, at: AtStep) -> None:
    """Take the answer to the current step, and do what follows it."""
    refuse_unpressed_change(at.stop, at.inputs)
    accepting.accept(ctx, at.order, at.stop, ctx.wizard.answered_at(at.stop, at.progress, at.inputs))


def refuse_unpressed_change(stop: Stop, inputs: Answer) -> None:
    """Refuse to confirm while an answer is chosen to be changed: such a slip could not be undone."""
    if "change" in {button.verb for button in stop.buttons}:
        chosen = stop.parse(inputs).get("change", "")
        if chosen not in ("", NOTHING):
            raise InvalidAnswer(
                _(
                    "You chose an answer to change: press Change. To confirm, set the list back to “Nothing: "
                    "everything is right”."
                )
            )


def go_back(ctx: Context, at: AtStep) -> None:
    """Show the step before; say so where there is none to go back to."""
    moved = ctx.wizard.back_from(at.stop, at.progress)
    if moved is at.progress:
        steps.show(ctx, at.order, moved, Feedback(note=ctx.t(_("This is as far back as you can go."))))
    else:
        steps.show(ctx, at.order, steps.save(ctx, moved))


def leave(ctx: Context, at: AtStep) -> None:
    """Keep everything and take the card away; `setup` brings it back."""
    order, progress = at.order, at.progress
    steps.save(ctx, replace(progress, paused=True, revision=progress.revision + 1))
    ctx.audit("exit", order.number, step=at.stop.step.name)
    message = notice(
        ctx.t,
        LEFT_ONE_OF_SEVERAL if len(own_orders.open_orders(ctx)) > 1 else LEFT,
        title=ctx.t(at.stop.step.title),
        order=order.number,
    )
    before = ctx.uow.live_cards.forget(live_card.wizard_key(order, progress.person))
    ctx.reply_here(message, order=order.number)
    if before is not None:
        live_card.retire(ctx, before, ctx.chat, lambda: replaced_card(ctx.t))


def change_answer(ctx: Context, at: AtStep) -> None:
    """Go to one answer, to come back to review afterwards."""
    chosen = at.stop.parse(at.inputs).get("change", "")
    if chosen in ("", NOTHING):
        steps.show(ctx, at.order, at.progress, Feedback(note=ctx.t(WHICH)))
        return
    changed = ctx.wizard.change(at.progress, at.stop.situation, chosen)
    steps.show(ctx, at.order, steps.save(ctx, changed))


VERBS: Mapping[str, Callable[[Context, AtStep], None]] = {
    "answer": take_answer,
    "back": go_back,
    "exit": leave,
    "change": change_answer,
    "explain": explaining.explain,
    "check": services.check_availability,
    "unrecognized": unrecognized.ask_first,
    "wrong": flags.ask_what_is_wrong,
    "flag": flags.flag,
    "withdraw": flags.withdraw,
}
for each_verb in VERBS:
    router.action(each_verb)(press)
