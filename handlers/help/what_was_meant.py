"""What was meant: a yes to words that were suggested runs them, as does their button."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.handling import read_words
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.events import CardSubmitted, MessagePosted
from bot.errors import Refusal
from bot.language.answers import answer_meant
from bot.language.texts import _
from cards.notice import notice
from handlers.chat import not_understood, suggestions

router = Router()

# By what somebody takes up what was suggested, and by what they say that they meant something else.
TAKEN, LEFT = frozenset({"yes", "fine", "accept"}), frozenset({"no", "decline"})
WHICH_OF_THEM = _("Which of them do you mean? Please type it.")
NONE_OF_THEM = _("All right, nothing has happened. Please say it in other words, or type help for what you can type.")


@router.action(suggestions.TYPES_IT)
def suggestion_pressed(ctx: Context, action: Action) -> None:
    """Do what the words of the button do."""
    type_instead(ctx, action.given[suggestions.NEAREST])


def answered(ctx: Context) -> bool:
    """Take a yes or a no to what was suggested last, and to nothing else; return whether it was one."""
    answer = answer_meant(ctx.words) if ctx.is_direct else ""
    words = suggestions.words_on(ctx, not_understood.last_offer(ctx)) if answer in TAKEN | LEFT else []
    if not words:
        return False
    if answer in LEFT:
        ctx.reply_here(notice(ctx.t, NONE_OF_THEM))
    elif len(words) > 1:
        raise Refusal(WHICH_OF_THEM)
    else:
        type_instead(ctx, words[0])
    return True


def type_instead(ctx: Context, words: str) -> None:
    """Read words as if they had been typed in place of what somebody said or pressed."""
    # Its button has the very words, and would be pressed by them again.
    ctx.uow.live_cards.forget(suggestions.key_of_offer(ctx.person.email))
    event = ctx.event
    if isinstance(event, CardSubmitted):
        event = MessagePosted(event.message_id, event.room_id, True, event.person, words, happened_at=event.happened_at)
    if isinstance(event, MessagePosted):
        event = replace(event, text=words, whole="")
        read_words(replace(ctx, event=event), event)
