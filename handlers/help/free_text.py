"""Free text, which is no command: it answers what was asked, or gets one short answer with the nearest words."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.events import MessagePosted
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.answers import answer_meant, asked_for, courtesy_meant, in_plain_form
from bot.language.texts import _, all_texts
from cards.notice import notice
from handlers.chat import not_understood, own_orders, typed_buttons
from handlers.escalations import plain_words, questions
from handlers.help import language, what_to_type, what_was_meant
from handlers.orders import claim_codes, importing, listing
from handlers.wizard import asides, first_words, start, typed_answers, way_in

router = Router()

FILE_ALONE = _("I do not open files. Should I send this to the Cisco representatives of your order?")
ALL_RIGHT = _("All right. Type setup whenever you want to go on, or help for everything you can type.")
NOT_NOW = _(
    "All right, nothing has happened. Type setup whenever you want to go on, later to be reminded tomorrow, or stop "
    "for no more reminders."
)
NOT_ME = _(
    "All right, nothing has happened. If somebody else should set up your order, type setup, and I will ask who it is. "
    "If it is not your order, type rep and your words, and I will tell the Cisco representatives."
)
HELLO = _("Hello. I help to set up Webex orders. Type setup to go on, or help for everything you can type.")
THANKS = _("You are welcome. Type setup whenever you want to go on.")
WAIT = _("Take your time: everything is saved. Type setup whenever you want to go on.")
ABOUT = _(
    "I am the Set Up Now bot. I take the contact of a Cisco order through its setup here in the chat, question by "
    "question. Type setup to begin or go on, rep and your words to ask a Cisco representative, or help for everything "
    "you can type."
)
# The same to somebody who has no order to go on with.
AT_THE_END = {
    HELLO: _("Hello. I help to set up Webex orders. Type help for everything you can type."),
    THANKS: _("You are welcome."),
    WAIT: _("Take your time."),
    ALL_RIGHT: _("All right. Type help for everything you can type."),
}
COURTESY = {"hello": HELLO, "thanks": THANKS, "wait": WAIT}
# What is said to an answer where nothing was asked.
TO_NOTHING = {"accept": ALL_RIGHT, "decline": NOT_ME, "fine": ALL_RIGHT, "no": NOT_NOW, "yes": ALL_RIGHT}
SET_UP_NOW = {in_plain_form(t(_("Set Up Now"))) for t in all_texts()}


@router.event(MessagePosted)
def words(ctx: Context, event: MessagePosted) -> None:
    """Take words that are no command as the answer to what was asked; else answer with the nearest that we know."""
    if not event.text.strip():
        without_words(ctx, event)
        return
    is_command = event.text.lstrip().startswith("/")
    if ctx.is_direct and not is_command:
        typed_buttons.refuse_what_was_written_before(ctx)
    if not is_command and answers_what_was_asked(ctx, event):
        return
    if claim_codes.claim_typed(ctx, event.text):
        return
    if in_plain_form(event.text) in SET_UP_NOW or (ctx.is_direct and first_words.wants_to_set_up(event.text)):
        start.setup(ctx)
    elif not is_command and (
        plain_words.goes_back(ctx) or way_in.open_named(ctx) or language.asked_for(ctx) or asides.answered(ctx)
    ):
        return
    elif event.files and Role.ADMIN in ctx.roles:
        raise Refusal(importing.ATTACH)
    elif ctx.is_direct and answer_meant(event.text) == "next" and own_orders.open_orders(ctx):
        start.resume_typed(ctx)
    else:
        not_understood.dont_understand(ctx, event.text)


def answers_what_was_asked(ctx: Context, event: MessagePosted) -> bool:
    """Take words as the answer to what was asked or shown last, the nearest first; return whether they were one."""
    return (
        rep_answered(ctx)
        or what_was_meant.answered(ctx)
        or listing.open_typed(ctx, event.text)
        or typed_buttons.press_typed(ctx, event)
        or courtesy_returned(ctx)
        or plea_heard(ctx)
        or asides.said_by_itself(ctx, typed_answers.step_in_hand(ctx))
        or first_words.taken_on_the_way_in(ctx)
        or typed_answers.typed(ctx)
    )


def without_words(ctx: Context, event: MessagePosted) -> None:
    """Take a file alone; who only mentions the bot asks what it can do."""
    if event.files:
        file_alone(ctx)
    else:
        what_to_type.show_help(ctx, slash=bool(ctx.roles & {Role.REP, Role.ADMIN}))


def file_alone(ctx: Context) -> None:
    """Pass a file without words to whoever wrote within a day; else ask whom it is for, or say how to send it."""
    if plain_words.goes_back(ctx):
        return
    if Role.ADMIN in ctx.roles:
        raise Refusal(importing.ATTACH)
    if not_understood.may_be_offered_reps(ctx, ""):
        not_understood.offer_reps(ctx, "", ctx.t(FILE_ALONE), "send_files")


def rep_answered(ctx: Context) -> bool:
    """Pass a yes, a no or the like on to the representative who wrote after the newest card; returns whether one had.

    The step that waits is shown again, so that the next such word is about it.
    """
    if not ctx.is_direct or answer_meant(ctx.words) in {"", "next"}:
        return False
    is_for_them = plain_words.is_newer_than(ctx, typed_buttons.newest_card(ctx)) and plain_words.goes_back(ctx)
    if is_for_them:
        typed_answers.show_again(ctx)
    return is_for_them


def plea_heard(ctx: Context) -> bool:
    """Explain to somebody who does not understand, and call a representative for somebody who asks for one.

    Return whether either was asked for while no step asks. A representative who wrote within a day hears it instead.
    """
    plea = asked_for(ctx.words) if ctx.is_direct and not typed_buttons.is_asked(ctx) else ""
    if not plea or plain_words.goes_back(ctx):
        return bool(plea)
    if not questions.called_plainly(ctx):
        ctx.reply_here(notice(ctx.t, ABOUT))
    return True


def courtesy_returned(ctx: Context) -> bool:
    """Answer a greeting, thanks, or a yes or no to nothing, meant for nobody else; return whether it was one."""
    sentence = courtesy(ctx) if ctx.is_direct else ""
    if sentence and not plain_words.goes_back(ctx):
        ctx.reply_here(notice(ctx.t, sentence if own_orders.open_orders(ctx) else AT_THE_END[sentence]))
    return bool(sentence)


def courtesy(ctx: Context) -> str:
    """Return what answers a greeting or thanks, or a yes or no to nothing; "" for anything else."""
    polite = courtesy_meant(ctx.words)
    if polite:
        return "" if typed_answers.takes_any_word(ctx) else COURTESY[polite]
    answer = answer_meant(ctx.words) if not typed_buttons.is_asked(ctx) else ""
    sentence = TO_NOTHING.get(answer, "")
    return sentence if not sentence or own_orders.open_orders(ctx) else ALL_RIGHT
