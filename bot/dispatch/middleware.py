"""The middleware around every handler: who is it, in which language, in which role, and how a refusal is answered."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

from bot.dispatch.address_changes import met
from bot.dispatch.context import Context
from bot.dispatch.following import let_reminders_follow
from bot.dispatch.refused_tries import tried
from bot.dispatch.roles import roles_of
from bot.domain.claim_codes import is_code_alone
from bot.domain.events import CardSubmitted, MessagePosted, RoomJoined, RoomLeft
from bot.domain.outgoing import Lane, Message
from bot.domain.people import Role
from bot.errors import NotAllowed, Refusal
from bot.language.recognizing import language_of
from bot.language.texts import _, texts
from bot.logs import short_name

log = logging.getLogger(__name__)

Next = Callable[[Context], None]
Middleware = Callable[[Context, Next], None]


def compose(middleware: Sequence[Middleware], handler: Next) -> Next:
    """Return a handler with the middleware around it, the first one outermost."""
    for layer in reversed(middleware):
        handler = partial(_call, layer, handler)
    return handler


def _call(layer: Middleware, rest: Next, ctx: Context) -> None:
    layer(ctx, rest)


def log_event(ctx: Context, rest: Next) -> None:
    """Log one line about each event: its kind and how long it took, never its words."""
    started = perf_counter()
    rest(ctx)
    facts = {"action": "event_handled", "kind": type(ctx.event).__name__, "person": short_name(ctx.person.id)}
    log.info("event handled", extra=facts | {"ms": round((perf_counter() - started) * 1000, 1)})


def ignore_bots(ctx: Context, rest: Next) -> None:
    """Let no event of a bot or of ourselves pass: two bots that answer each other never stop.

    An event that the bot itself came into a room or left it passes, since it concerns the people there. Another bot is
    remembered as one, so that nobody hands an order to it.
    """
    is_about_us = isinstance(ctx.event, RoomJoined | RoomLeft) and ctx.event.is_bot_itself
    if not ctx.person.is_bot or is_about_us:
        rest(ctx)
    elif ctx.person.id:
        ctx.uow.people.meet(ctx.person)


def known_person(ctx: Context, rest: Next) -> None:
    """Bring the person of the event up to date in the store, and set their roles."""
    if ctx.person.id:
        ctx = replace(ctx, person=met(ctx))
        remember_direct_room(ctx)
    rest(replace(ctx, roles=roles_of(ctx)))


def remember_direct_room(ctx: Context) -> None:
    """Note the room of the person's direct chat."""
    if isinstance(ctx.event, MessagePosted) and ctx.event.is_direct and ctx.person.room_id != ctx.event.room_id:
        ctx.uow.people.set_room(ctx.person.email, ctx.event.room_id)


def speak_their_language(ctx: Context, rest: Next) -> None:
    """Set the language to answer in: the one the person chose, else that of the space in which they ask.

    Failing both, it is that of the first order they have to do with; for a stranger, the letters and words that they
    write tell it.
    """
    spoken_there = ctx.uow.spaces.language(ctx.chat.room_id) if ctx.chat.room_id else ""
    written_in = "" if ctx.roles else language_of(ctx.words)
    if not ctx.person.language and (spoken_there or written_in):
        rest(replace(ctx, t=texts(spoken_there or written_in)))
        return
    rest(replace(ctx, t=ctx.texts_of(ctx.person.email)))


def say_refusals(ctx: Context, rest: Next) -> None:
    """Answer a Refusal with its sentence, and undo what the handler did."""
    try:
        with ctx.uow.savepoint():
            rest(ctx)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            what, order = tried(ctx)
            ctx.audit("refused", order, outcome="refused", tried=what)
        log.info("refused", extra={"action": "refused", "person": short_name(ctx.person.id), "why": refusal.text})
        ctx.reply_here(Message(ctx.t(refusal.text, **refusal.values)), lane=lane_of(ctx))


def lane_of(ctx: Context) -> Lane:
    """Return the lane for an answer that refuses: strangers get theirs after everybody else."""
    return Lane.REPLY if ctx.roles else Lane.STRANGERS


ELSEWHERE = _("I have answered you in our direct chat.")


def point_to_the_direct_chat(ctx: Context, rest: Next) -> None:
    """Say in a room where the answer is, if it went to the person's direct chat alone."""
    rest(ctx)
    if (
        isinstance(ctx.event, MessagePosted)
        and not ctx.is_direct
        and ctx.answered
        and ctx.chat.line not in ctx.answered
    ):
        ctx.reply_here(Message(ctx.t(ELSEWHERE)))


STRANGER = _(
    "Hello! I am the Set Up Now bot for Cisco orders. I don't know an order with your address. If you were sent a "
    "claim code, type claim and the code; otherwise please ask whoever placed the order, or your Cisco "
    "representative. I say this once a day."
)


# How many lines of the audit log strangers may fill in a day, and the key in `bot_state` that counts them.
MOST_ON_RECORD, STRANGERS_ON_RECORD = 100, "strangers_on_record"


def keep_strangers_out(ctx: Context, rest: Next) -> None:
    """Give strangers one polite answer, and nothing of any order: anyone on Webex can write to the bot."""
    if not isinstance(ctx.event, MessagePosted | CardSubmitted) or ctx.roles:
        rest(ctx)
        return
    put_on_record(ctx)
    if isinstance(ctx.event, MessagePosted) and _asks_something_open(ctx):
        rest(ctx)
        return
    if ctx.uow.encounters.note_answer(ctx.person.id, ctx.now):
        ctx.reply_here(Message(ctx.t(STRANGER)), lane=lane_of(ctx))


def put_on_record(ctx: Context) -> None:
    """Note what a stranger tried, up to a number a day: otherwise what others do would be hard to find among it."""
    today = f"{ctx.now:%Y-%m-%d}"
    day, _blank, count = (ctx.uow.bot_state.get(STRANGERS_ON_RECORD) or "").partition(" ")
    so_far = int(count) if day == today else 0
    if so_far < MOST_ON_RECORD:
        ctx.uow.bot_state.set(STRANGERS_ON_RECORD, f"{today} {so_far + 1}")
        ctx.audit("stranger", outcome="refused", tried=tried(ctx)[0])


def _asks_something_open(ctx: Context) -> bool:
    """Return whether it is a command that strangers may use, or a claim code, by which they become known."""
    found = ctx.grammar.match(ctx.words)
    return is_code_alone(ctx.words) or (found is not None and found.command.is_open)


GUEST = _(
    "Cisco representatives work in this space. You are a guest here: you can read, but not act on orders. To be able "
    "to, please ask an admin of this bot."
)


def keep_guests_out(ctx: Context, rest: Next) -> None:
    """Tell guests of a rep space that they can do nothing there."""
    is_said_there = isinstance(ctx.event, MessagePosted | CardSubmitted) and ctx.event.room_id in ctx.rep_spaces.rooms
    if is_said_there and Role.REP not in ctx.roles:
        raise NotAllowed(GUEST)
    rest(ctx)


CREDENTIAL = _(
    "That looks like a password or a token, so I have neither used nor kept it. Please delete your message, and change "
    "the password or token if it is a real one. I never need either here in the chat."
)


def refuse_credentials(ctx: Context, rest: Next) -> None:
    """Let nothing pass that looks like a password or a token, and warn its sender.

    A bot cannot delete messages of others, so the sender is asked to.
    """
    if not isinstance(ctx.event, MessagePosted | CardSubmitted) or not ctx.event.gives_a_secret:
        rest(ctx)
        return
    ctx.audit("credential", outcome="refused", kind=type(ctx.event).__name__)
    ctx.reply_here(Message(ctx.t(CREDENTIAL)))


FILE_UNREAD = _(
    "I read only text, so I have neither opened your file nor passed it on. To pass a file on to the Cisco "
    "representatives, send it with the word rep."
)
FILE_UNREAD_OF_REP = _(
    "I read only text, so I have neither opened your file nor passed it on. To pass a file on to the contact of an "
    "order, send it with /reply and the order's number."
)
FILES_UNREAD = _("I read one file at a time: the others were not opened.")


def say_what_became_of_files(ctx: Context, rest: Next) -> None:
    """Tell the sender of files which of them go on to others, and which were not read."""
    rest(ctx)
    if not isinstance(ctx.event, MessagePosted) or not ctx.event.files:
        return
    if ctx.passed_on:
        along = ctx.t.count(
            _("I am passing the file on as well. If it does not arrive, I will tell you here."),
            _("I am passing the {n} files on as well. If one does not arrive, I will tell you here."),
            len(ctx.event.files),
        )
        ctx.reply_here(Message(along))
    elif ctx.event.attached is None and (ctx.words.strip() or ctx.chat.line not in ctx.answered):
        is_rep = ctx.roles & {Role.REP, Role.ORDER_REP, Role.ADMIN}
        ctx.reply_here(Message(ctx.t(FILE_UNREAD_OF_REP if is_rep else FILE_UNREAD)))
    elif len(ctx.event.files) > 1:
        ctx.reply_here(Message(ctx.t(FILES_UNREAD)))


CHAIN: tuple[Middleware, ...] = (
    log_event,
    ignore_bots,
    known_person,
    speak_their_language,
    point_to_the_direct_chat,
    say_refusals,
    keep_guests_out,
    keep_strangers_out,
    refuse_credentials,
    say_what_became_of_files,
    let_reminders_follow,
)
