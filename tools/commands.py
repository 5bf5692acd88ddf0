"""Everything that can be typed, as tables by who may."""

from collections.abc import Iterable, Sequence

from bot.dispatch.commands import COMMANDS, Command
from bot.domain.people import Role
from bot.language.folders import LANGUAGES, OTHERS, words_for
from bot.language.texts import texts
from handlers import GRAMMAR

T = texts()
MOST_WORDS = 7
# Each with a title, and who may type what stands there.
TABLES = {
    Role.MEMBER: ("Your order", "Everybody on an order."),
    Role.ORDER_REP: (
        "Representatives",
        "Whoever is in a rep space, about all orders; whoever is named on an order as its representative, about it.",
    ),
    Role.REP: ("A rep space", "Representatives, in the space that it is about."),
    Role.ADMIN: ("Admins", "Whoever `ADMIN_EMAILS` names."),
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
    for role, (title, who) in TABLES.items():
        commands = [each for each in GRAMMAR.commands if each.role is role and each.shown]
        parts += [f"## {title}", "", who, "", *table(commands), ""]
    return "\n".join(parts)


def table(commands: Sequence[Command]) -> list[str]:
    """Return how each is typed, what it does, and between them its other words, where any has some in any language."""
    others = ("also", *(texts(language).own_name for language in OTHERS)) if any(map(has_other_words, commands)) else ()
    heads = ("type", *others, "does")
    rows = [(f"`{each.how(T)}`", *other_words(each)[: len(others)], T(each.help)) for each in commands]
    return [row(heads), "|---" * len(heads) + "|", *map(row, rows)]


def row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def has_other_words(command: Command) -> bool:
    return any(other_words(command))


def other_words(command: Command) -> list[str]:
    """Return the other words for a command, language by language: of many the first."""
    return [" · ".join(first_of(words_for(COMMANDS, command.name, language))) for language in LANGUAGES]


def first_of(words: Sequence[str]) -> Sequence[str]:
    return words if len(words) <= MOST_WORDS else [*words[:MOST_WORDS], "…"]
