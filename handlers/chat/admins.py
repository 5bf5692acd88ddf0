"""Telling the admins: what nobody asked for, but whoever runs the bot has to know."""

from bot.dispatch.context import Context
from cards.notice import notice


def tell_admins(ctx: Context, sentence: str, *, but: str = "", **values: object) -> None:
    """Say something to each admin in their own language and chat, save the one at the address `but`, who knows it."""
    for chat in ctx.admin_chats:
        if chat.email == but:
            continue
        ctx.send_to(chat, notice(ctx.texts_of(chat.email), sentence, **values), awaited=False)
