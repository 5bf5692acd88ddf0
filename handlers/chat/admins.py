"""Telling the admins: what nobody asked for, but whoever runs the bot has to know."""

from bot.dispatch.context import Context
from cards.notice import notice


def tell_admins(ctx: Context, sentence: str, **values: object) -> None:
    """Say something to each admin, in their own language and chat."""
    for chat in ctx.admin_chats:
        ctx.send_to(chat, notice(ctx.texts_of(chat.email), sentence, **values), awaited=False)
