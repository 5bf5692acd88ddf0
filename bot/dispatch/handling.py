"""Handling: finds the one handler of an event, and calls it."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.actions import Action, ForgedAction
from bot.domain.events import CardSubmitted, MessagePosted
from bot.domain.internal_events import ReminderDue
from bot.domain.orders import normal_number
from bot.errors import NotAllowed, Refusal
from bot.language.own_words import own_words
from bot.language.texts import _
from bot.language.typed import tidy

ONLY_QUOTED = _("I see only what you quoted. Please write your answer below it, or by itself.")
OLDER = _("That button is from an older version. Type setup to go on.")


def handle_event(ctx: Context) -> None:
    """Call the handler of an event; do nothing where there is none."""
    if isinstance(ctx.event, CardSubmitted):
        press(ctx, ctx.event)
    elif isinstance(ctx.event, MessagePosted):
        read_words(ctx, ctx.event)
    elif isinstance(ctx.event, ReminderDue):
        ctx.router.handler_of(ctx.event)(ctx, ctx.event)
    elif type(ctx.event) in ctx.router.events:
        ctx.router.events[type(ctx.event)](ctx, ctx.event)


def in_own_words(event: MessagePosted) -> MessagePosted:
    """Return a message with its writer's own words alone. Raises Refusal where everything is quoted."""
    own = own_words(event.text)
    if event.text.strip() and not own:
        raise Refusal(ONLY_QUOTED)
    return event if own == tidy(event.text) else replace(event, text=own, whole=event.text)


def press(ctx: Context, event: CardSubmitted) -> None:
    """Handle a button of a card. Raises NotAllowed for one that is forged, another's, or of an older version."""
    action = genuine(ctx, event)
    handler = ctx.router.actions.get(action.verb)
    if handler is None:
        raise NotAllowed(OLDER)
    handler(ctx, action)


def genuine(ctx: Context, event: CardSubmitted) -> Action:
    """Return the action of a submission. Raises NotAllowed for one that we did not sign or that is somebody else's."""
    try:
        action = ctx.signer.unpack(event.inputs)
    except ForgedAction:
        raise NotAllowed(_("That card is not one of mine. Type setup to see your order.")) from None
    if action.person and ctx.uow.moves.current_address(action.person) != ctx.person.email:
        raise NotAllowed(_("That card was made for somebody else."))
    # A card may be older than the one form of order ids.
    return replace(action, order=normal_number(action.order))


def read_words(ctx: Context, event: MessagePosted) -> None:
    """Handle typed words: a command by its handler, anything else by the handler of messages.

    A letter as a whole is no command, but a line in the middle of it may be one, or an answer.
    """
    found = ctx.grammar.match(event.text)
    if found is None:
        event = in_own_words(event)
        ctx = replace(ctx, event=event)
        found = ctx.grammar.match(event.text)
    if found is None:
        ctx.router.events[MessagePosted](ctx, event)
        return
    if any(found.arguments.values()) and any(takes(ctx) for takes in ctx.router.answers.values()):
        return
    if not found.command.is_open:
        ctx.require(found.command.role)
    ctx.router.commands[found.command](ctx, **found.arguments)
