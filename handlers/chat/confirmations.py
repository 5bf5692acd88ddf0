"""Questions: before a deed that touches many or cannot be taken back, an admin is asked, one question at a time."""

from bot.dispatch.context import Context
from bot.domain.outgoing import Message
from handlers.chat import typed_buttons


def ask(ctx: Context, question: Message) -> None:
    """Show the asker alone a card whose buttons can be typed, too."""
    ctx.uow.live_cards.replace(typed_buttons.question_key(ctx.person.email), ctx.reply_privately(question))


def close(ctx: Context) -> None:
    """Let the words of its buttons mean nothing any more."""
    ctx.uow.live_cards.forget(typed_buttons.question_key(ctx.person.email))
