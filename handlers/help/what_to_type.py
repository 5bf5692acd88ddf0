"""What you can type: the words of everybody, and the slash commands of representatives and admins."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from bot.dispatch.commands import Command
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import Texts, _
from cards.help import grouped_help_card, help_card
from handlers.chat import not_understood

router = Router()

ORDER_NUMBER = _("N is the number of an order. What is in [ ] can be left out.")
OPTIONAL = _("What is in [ ] can be left out.")
MORE = _("Representatives and admins type more: /help")
THE_BOT = _("The bot")
# The heading under which a command stands, by its name or first word; all others stand under the last one.
GROUPS: dict[str, tuple[str, ...]] = {
    _("Your setup"): ("setup", "resume", "back", "exit", "start over", "it is done", "packet"),
    _("Your orders"): ("orders", "order", "status", "claim"),
    _("Escalations"): ("/board", "/claim", "/release", "/nudge", "/snooze", "/resolve", "/return", "/escalate"),
    _("Messages and notes"): ("rep", "/reply", "/note", "/notes"),
    _("Orders"): ("/orders", "/order", "/done", "/import", "/export"),
    _("Reminders"): ("later", "stop", "reminders", "time zone", "/remind", "/forecast", "/pause", "/resume"),
    THE_BOT: (),
}


def group_of(command: Command) -> str:
    """Return the heading under which a command stands."""
    names = {command.name, command.name.split()[0]}
    return next((title for title, inside in GROUPS.items() if names & set(inside)), THE_BOT)


@router.command("help", help=_("What you can type"))
def help_asked(ctx: Context) -> None:
    """Show the words that this person may use here; where they are in the wizard does not change."""
    show_help(ctx, slash=False)


@router.command(
    "/help",
    usage=_("/help [command]"),
    arguments=r"(?P<name>.*)",
    role=Role.ORDER_REP,
    help=_("The slash commands, or one of them"),
)
def slash_help(ctx: Context, name: str = "") -> None:
    """Show the slash commands, or how one of them is typed and those that begin with it."""
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
    about = [each for each in slash_commands(ctx) if f"{each.name} ".startswith(f"{command.name} ")]
    ctx.reply_here(help_card(explained(about, ctx.t), ctx.t, title=ctx.t.isolate(command.name)))


def show_help(ctx: Context, *, slash: bool) -> None:
    """List what this person may type, in groups by what it is about."""
    shown = slash_commands(ctx) if slash else commands_of(ctx, {Role.MEMBER})
    groups = [(title, explained([each for each in shown if group_of(each) == title], ctx.t)) for title in GROUPS]
    notes = [ORDER_NUMBER if slash else OPTIONAL, *([MORE] if not slash and ctx.roles - {Role.MEMBER} else [])]
    ctx.reply_here(grouped_help_card([group for group in groups if group[1]], ctx.t, notes=notes))


def slash_commands(ctx: Context) -> list[Command]:
    return commands_of(ctx, ctx.roles - {Role.MEMBER})


def commands_of(ctx: Context, roles: AbstractSet[Role]) -> list[Command]:
    return [each for each in ctx.grammar.commands if each.shown and each.role in roles]


def explained(commands: Iterable[Command], t: Texts) -> list[tuple[str, str]]:
    """Return how each command is typed, and what it does."""
    return [(each.how(t), t(each.help)) for each in commands]
