"""The language: somebody chooses another one, in which the bot writes to them from here on."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order
from bot.errors import Refusal
from bot.language.recognizing import language_asked_for, language_named
from bot.language.texts import Texts, _, texts
from cards.notice import notice
from handlers.chat import live_card, own_orders, steps
from handlers.wizard import way_in

router = Router()

UNSPOKEN = _("I don't speak that language. Please type language, and then {languages}.")


@router.command(
    "language",
    usage=_("language {languages}"),
    arguments=r"(?P<name>\S+( \S+){0,2})",
    help=_("Change the language"),
    is_open=True,
)
def language(ctx: Context, name: str) -> None:
    """Write to somebody in another language from here on; their step stays the same, and is shown again in it."""
    chosen = language_named(name)
    if not chosen:
        raise Refusal(UNSPOKEN, languages=Texts.languages)
    speak(ctx, chosen)


def asked_for(ctx: Context) -> bool:
    """Go on in the language that somebody asks for in their own words; return whether they asked for one of ours."""
    chosen = language_asked_for(ctx.words) if ctx.is_direct else ""
    if chosen:
        speak(ctx, chosen)
    return bool(chosen)


def speak(ctx: Context, chosen: str) -> None:
    """Write to somebody in a language from here on."""
    ctx.uow.people.set_language(ctx.person.email, chosen)
    ctx.reply_here(notice(texts(chosen), _("From now on I write to you in English.")))
    for order in own_orders.open_orders(ctx):
        show_again(ctx, order)


def show_again(ctx: Context, order: Order) -> None:
    """Show the live card of an order once more, as it would be made now."""
    if ctx.uow.live_cards.get(live_card.wizard_key(order, ctx.person.email)) is None:
        return
    if steps.is_being_answered(ctx, order):
        way_in.go_on(ctx, order)
    else:
        way_in.show_start(ctx, order)
