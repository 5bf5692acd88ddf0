"""The language of a rep space: its cards are drawn in it, and what is said under them."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.recognizing import language_named
from bot.language.texts import Texts, _, texts
from cards.notice import notice
from handlers.escalations import moving
from handlers.spaces.asked_in import rep_space_asked_in

router = Router()


@router.command(
    "/space language",
    usage=_("/space language {languages}"),
    arguments=r"(?P<name>\S+( \S+){0,2})",
    role=Role.REP,
    help=_("Change the language of this space: its cards, and what is said under them"),
)
def space_language(ctx: Context, name: str) -> None:
    """Speak to this rep space in another language from here on; the cards that stand in it change where they stand."""
    room, chosen = rep_space_asked_in(ctx), language_named(name)
    if not chosen:
        raise Refusal(_("Unknown language. Choose {languages}."), languages=Texts.languages)
    ctx.uow.spaces.speak(room, chosen)
    ctx.audit("space_language")
    ctx.reply_here(notice(texts(chosen), _("From now on I write to this space in English.")))
    moving.redraw_in(ctx, room)
