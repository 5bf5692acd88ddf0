"""What you can type: the words of everybody, and the slash commands of representatives and admins."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards.help import grouped_help_card, help_card
from handlers.chat import not_understood

router = Router()

EVERYBODY: dict[str, tuple[Role, ...]] = {"": (Role.MEMBER,)}


GROUPS: dict[str, tuple[Role, ...]] = {
    _("For representatives"): (Role.ORDER_REP, Role.REP),
    _("For admins"): (Role.ADMIN,),
}


@router.command("help", help=_("What you can type"))
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
            choice = not_understood.as_choice(near)
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
