"""Questions: before a deed that touches many or cannot be taken back, an admin is asked, one question at a time."""

from bot.context import Context
from bot.outgoing import Message
from handlers import pressing


def ask(ctx: Context, question: Message) -> None:
    """Show the asker alone a card whose buttons can be typed, too."""
    ctx.uow.live_cards.replace(pressing.question_key(ctx.person.email), ctx.tell(question))


def close(ctx: Context) -> None:
    """Let the words of its buttons mean nothing any more."""
    ctx.uow.live_cards.forget(pressing.question_key(ctx.person.email))
