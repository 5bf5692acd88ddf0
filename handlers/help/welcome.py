"""Welcome: help, a greeting in a room, the language, and one short answer to words we don't know."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.events import MessagePosted, RoomJoined, RoomLeft
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import LANGUAGES, _, language_named, texts
from bot.language.typed import folded
from cards.help import grouped_help_card, help_card
from cards.notice import notice
from handlers.chat import live_card, own_orders, typed_buttons
from handlers.escalations import lost_spaces
from handlers.help import unknown
from handlers.orders import importing, listing
from handlers.wizard import answers, start

router = Router()

EVERYBODY: dict[str, tuple[Role, ...]] = {"": (Role.MEMBER,)}
GROUPS: dict[str, tuple[Role, ...]] = {
    _("For representatives"): (Role.ORDER_REP, Role.REP),
    _("For admins"): (Role.ADMIN,),
}
SET_UP_NOW = {folded(texts(language)(_("Set Up Now"))) for language in LANGUAGES}
GREETING = _(
    "Hello! I am the Set Up Now bot. An admin can type /space here, mentioning me, to have escalations come to this "
    "space."
)


@router.command("help", "مساعدة", "المساعدة", "?", help=_("What you can type"))
def help_asked(ctx: Context) -> None:
    """Show the words that this person may use here; where they are in the wizard does not change."""
    show_help(ctx, slash=False)


@router.command(
    "/help",
    usage="/help [command]",
    arguments=r"(?P<name>.*)",
    role=Role.ORDER_REP,
    help=_("The slash commands, or one of them"),
)
def slash_help(ctx: Context, name: str = "") -> None:
    """Show the slash commands, or how one of them is typed."""
    if not name:
        show_help(ctx, slash=True)
        return
    command = ctx.grammar.named(name if name.startswith("/") else f"/{name}")
    if command is None or command.role not in ctx.roles:
        near = ctx.grammar.nearest(name if name.startswith("/") else f"/{name}", ctx.roles)
        if near:
            choice = unknown.as_choice(near)
            raise Refusal(_("There is no command {name}. Did you mean: {words}?"), name=name[:40], words=choice)
        raise Refusal(_("There is no command {name}. Type /help to list them."), name=name[:40])
    ctx.reply_here(help_card([(command.how(ctx.t), ctx.t(command.help))], ctx.t, title=command.name))


def show_help(ctx: Context, *, slash: bool) -> None:
    """List what this person may type, in groups by whom it is for."""
    shown = [each for each in ctx.grammar.commands if each.shown and each.role in ctx.roles]
    groups = [
        (title, [(each.how(ctx.t), ctx.t(each.help)) for each in shown if each.role in roles])
        for title, roles in (GROUPS if slash else EVERYBODY).items()
    ]
    more = _("Representatives and admins type more: /help") if not slash and ctx.roles - {Role.MEMBER} else ""
    ctx.reply_here(grouped_help_card([group for group in groups if group[1]], ctx.t, more=more))


@router.command(
    "language", "اللغة", "لغة", usage=_("language en|ar"), arguments=r"(?P<name>\S+)", help=_("Speak English or Arabic")
)
def language(ctx: Context, name: str) -> None:
    """Speak another language from here on; the step stays the same and is shown again in it."""
    chosen = language_named(name)
    if not chosen:
        raise Refusal(_("I speak English and Arabic: type language en, or language ar."))
    ctx.uow.people.set_language(ctx.person.email, chosen)
    ctx.reply_here(notice(texts(chosen), _("From now on I write to you in English.")))
    for order in own_orders.open_orders(ctx):
        show_again(ctx, order)


def show_again(ctx: Context, order: Order) -> None:
    """Show the live card of an order once more, as it would be made now."""
    if ctx.uow.live_cards.get(live_card.wizard_key(order, ctx.person.email)) is None:
        return
    if answers.is_being_answered(ctx, order):
        start.go_on(ctx, order)
    else:
        start.show_start(ctx, order)


@router.event(MessagePosted)
def words(ctx: Context, event: MessagePosted) -> None:
    """Anything that is no command: the answer to the step in hand, else one short answer with the nearest words."""
    is_command = event.text.lstrip().startswith("/")
    if ctx.is_direct and not is_command:
        typed_buttons.refuse_what_was_written_before(ctx)
    if not is_command and (
        listing.open_typed(ctx, event.text) or typed_buttons.press_typed(ctx, event) or answers.typed(ctx)
    ):
        return
    if folded(event.text) in SET_UP_NOW:
        start.setup(ctx)
    elif event.files and Role.ADMIN in ctx.roles:
        raise Refusal(importing.ATTACH)
    else:
        unknown.dont_understand(ctx, event.text)


@router.event(RoomJoined)
def joined(ctx: Context, event: RoomJoined) -> None:
    """Greet a group that took the bot in, and note who comes into a rep space."""
    if not event.is_bot_itself:
        ctx.uow.spaces.add(event.room_id, ctx.person.email)
    elif not event.is_direct:
        t = texts("en")
        ctx.send_to(
            Address(room_id=event.room_id),
            notice(
                t,
                GREETING,
            ),
        )


@router.event(RoomLeft)
def left(ctx: Context, event: RoomLeft) -> None:
    """Who left a space is no longer one of its reps; without the bot it is no rep space."""
    if event.is_bot_itself:
        lost_spaces.lose(ctx, event.room_id)
    else:
        ctx.uow.spaces.remove(event.room_id, event.person.email)
