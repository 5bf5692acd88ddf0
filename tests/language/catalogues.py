"""Looking through the catalogues: what each language says, and whether a word can be typed."""

from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Message

from bot.language.folders import meanings
from bot.language.typed import folded
from handlers import GRAMMAR
from tools.texts import BOT, Speaker, read


def fail_with(breaches: list[str]) -> None:
    """Fail with one line for each breach; do nothing when there is none."""
    if breaches:
        raise AssertionError("\n".join(breaches))


def said_in(language: str, speaker: Speaker = BOT) -> Iterator[tuple[Message, str]]:
    """Yield every translation: each plural form on its own."""
    for message in read(language, speaker):
        if message.id:
            yield from ((message, each) for each in forms(message) if each)


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def source_of(message: Message) -> tuple[str, ...]:
    """Return a sentence, or the two of a plural."""
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def placeholders(sentence: str) -> set[str]:
    return {name for _words, name, _format, _conversion in Formatter().parse(sentence) if name is not None}


def is_known(word: str) -> bool:
    """Return whether a word can be typed: as a command, or as an answer at any step."""
    return GRAMMAR.named(word) is not None or folded(word) in meanings("answers")
