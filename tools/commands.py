"""Everything that can be typed, as tables by who may."""

from bot.dispatch.commands import COMMANDS, Command
from bot.domain.people import Role
from bot.language.folders import LANGUAGES, OTHERS, words_for
from bot.language.texts import texts
from handlers import GRAMMAR

T = texts()
TABLES = {
    Role.MEMBER: "Everybody on an order",
    Role.ORDER_REP: "Representatives: who is in a rep space, on all orders; who is named on an order, on that one",
    Role.REP: "Representatives, in a rep space",
    Role.ADMIN: "Admins",
}
INTRODUCTION = """\
# What can be typed

Type it to the bot directly, or in a space with a mention: `@Set Up Now /board`. The words of all languages are
understood, whichever one the bot speaks to you. `N` is the number of an order, and what stands in `[ ]` can be left
out. `help` and `/help` show in the chat what you yourself may type. Plain words are understood as well: *the second
one*, *no, I meant customer*, *call me*.

<!-- made from the commands' declarations by make docs -->
"""


def commands_page() -> str:
    """Return the tables of everything that can be typed, by who may."""
    parts = [INTRODUCTION]
    for role, title in TABLES.items():
        rows = [command_row(command) for command in GRAMMAR.commands if command.role is role and command.shown]
        parts += [f"## {title}", "", *table_head(), *rows, ""]
    return "\n".join(parts)


def table_head() -> list[str]:
    heads = ["type", "also", *(texts(language).own_name for language in OTHERS), "does"]
    return [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]


def command_row(command: Command) -> str:
    """Return how a command is typed, its other words in every language, and what it does."""
    words = (" · ".join(words_for(COMMANDS, command.name, language)) for language in LANGUAGES)
    how = command.how(T).replace("|", "\\|")
    return f"| `{how}` | {' | '.join(words)} | {T(command.help)} |"
