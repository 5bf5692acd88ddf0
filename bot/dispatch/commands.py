"""The grammar of commands: declared beside their handlers, and matched exactly.

A near miss suggests the nearest words and runs nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.domain.orders import normal_number
from bot.domain.people import Role
from bot.language.answers import without_please
from bot.language.folders import SOURCE_LANGUAGE, words_for, words_in_all
from bot.language.texts import Texts
from bot.language.typed import AROUND, folded, latin_digits, one_line, said_plainly, tidy

# The section of each language's words.toml that holds the words of commands, by the commands' names.
COMMANDS = "commands"
# How many of the nearest words are looked at for a suggestion; several may belong to one command.
LOOKED_AT = 12
MOST_NAMED = 3
# How like a word of ours something must be before we take it for one mistyped: two of four letters that changed places
# are, and words that only share some letters ("partner", «arrêter») are not.
NEARLY = 0.75
# So many words behind the first make a sentence.
SENTENCE = 3
# Characters that the words of a command may have as typed, with marks and joiners.
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be typed.

    `name` is its word in the source language; its other words, in every language, stand in the languages' folders.
    `usage` is how it is typed with what follows, marked where each language says it in its own words; `{languages}` in
    it stands for the languages there are. `arguments` is a pattern with named groups for what follows ("" when nothing
    may follow). `role` is who may use it, `help` a marked sentence. `takes_file` is whether a file comes with it,
    `takes_colon` whether a colon may stand behind its word. `is_open` is whether strangers may use it as well.
    """

    name: str
    help: str
    usage: str = ""
    arguments: str = ""
    role: Role = Role.MEMBER
    shown: bool = True
    takes_file: bool = False
    takes_colon: bool = False
    is_open: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words for it in all languages, its name first."""
        return self.name, *words_in_all(COMMANDS, self.name)

    def in_language(self, language: str) -> tuple[str, ...]:
        """Return the words for it in one language."""
        named = (self.name,) if language == SOURCE_LANGUAGE else ()
        return *named, *words_for(COMMANDS, self.name, language)

    def how(self, t: Texts) -> str:
        """Return how it is typed in a language, for help."""
        return t(self.usage, languages=Texts.languages) if self.usage else usual_word(self.name, t)


def usual_word(command: str, t: Texts) -> str:
    """Return the word for a command that help shows in a language."""
    others = words_for(COMMANDS, command, t.language) if t.language != SOURCE_LANGUAGE else ()
    return next(iter(others), command)


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command that was typed, with what followed it."""

    command: Command
    arguments: Mapping[str, str] = field(default_factory=dict)


class Grammar:
    """All commands, to be found by what was typed."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands = tuple(commands)
        self._by_word = {folded(word): command for command in self.commands for word in command.words}
        self._by_word |= {f"{word}:": command for word, command in self._by_word.items() if command.takes_colon}
        self._spelt = {folded(word): word for command in self.commands for word in reversed(command.words)}
        self._most_pieces = max((len(word.split(" ")) for word in self._by_word), default=0)

    def match(self, typed: str) -> TypedCommand | None:
        """Return the command that was typed, with its arguments; None where the text is no command.

        Only the longest words that fit are tried: a mistyped "/order set …" is not the order "set".
        """
        line = one_line(typed)
        command, rest = self._begun(latin_digits(line))
        if command is None:
            # Its words alone, perhaps with punctuation: "Help?".
            command, rest = self._by_word.get(said_plainly(line).rstrip("? ")), ""
        if rest or command is None:
            politely = self._asked_politely(line)
            command, rest = (politely, "") if politely else (command, rest)
        found = re.fullmatch(command.arguments, rest, re.IGNORECASE) if command else None
        return TypedCommand(command, arguments_of(found, typed)) if command and found else None

    def _asked_politely(self, line: str) -> Command | None:
        """Return the command whose words are followed by no more than a please.

        One with a slash is typed exactly, and what follows one that takes free text is for its reader.
        """
        said = said_plainly(line[:LONGEST_WORDS])
        asked = without_please(said)
        command = self._by_word.get(asked) if asked != said else None
        if command is None or command.name.startswith("/") or "(?P<words>" in command.arguments:
            return None
        return command

    def named(self, typed: str) -> Command | None:
        """Return the command whose words begin the text, whether or not its arguments fit."""
        return self._begun(latin_digits(one_line(typed)))[0]

    def _begun(self, line: str) -> tuple[Command | None, str]:
        """Return the command whose words begin a line, and what follows them."""
        pieces = line.split(" ", self._most_pieces)
        for count in range(min(self._most_pieces, len(pieces)), 0, -1):
            words = " ".join(pieces[:count])
            # A longer text is not folded, which would take time for each letter; no command has so many.
            command = self._by_word.get(folded(words)) if len(words) <= LONGEST_WORDS else None
            if command is not None:
                return command, " ".join(pieces[count:])
        return None, line

    def nearest(self, typed: str, roles: Iterable[Role], language: str = SOURCE_LANGUAGE) -> list[str]:
        """Return the words of which what was typed is nearly one: at most one of each command, only for these roles.

        Those of the reader's language alone, where one is among them.
        """
        allowed = [
            word
            for word, command in self._by_word.items()
            if word in self._spelt and command.shown and command.role in set(roles)
        ]
        begin = folded(typed[:LONGEST_WORDS])[:40]
        first, *more = begin.split(" ")
        # A sentence that only begins like a command, as in "are my answers saved", is none with words behind it.
        may_be = len(more) < SENTENCE or first.startswith("/")
        with_more = [word for word in allowed if may_be or self._by_word[word].arguments]

        def nearest_in(words: Sequence[str]) -> list[str]:
            nearest: dict[Command, str] = {}
            for part, among in ((begin, words), (first, [word for word in words if word in with_more])):
                for word in get_close_matches(part, among, LOOKED_AT, NEARLY):
                    nearest.setdefault(self._by_word[word], self._spelt[word])
            return list(nearest.values())[:MOST_NAMED]

        return nearest_in(self._in_language(language, allowed)) or nearest_in(allowed)

    def _in_language(self, language: str, words: Iterable[str]) -> list[str]:
        return [word for word in words if word in map(folded, self._by_word[word].in_language(language))]


def arguments_of(found: re.Match[str], typed: str) -> dict[str, str]:
    """Return the arguments of a command, with digits in ASCII and the `number` of an order in its normal form.

    The argument `words`, which is free text, stays as it was written, with its line breaks.
    """
    values = {name: value or "" for name, value in found.groupdict().items()}
    if "number" in values:
        values["number"] = normal_number(values["number"].strip(AROUND))
    if values.get("words"):
        values["words"] = as_written(found, "words", typed)
    return values


def as_written(found: re.Match[str], group: str, typed: str) -> str:
    """Return what a group matched on the one line of a text as it stands in the text itself.

    Both have the same letters, one for one, and differ by their digits and by the blanks between words.
    """
    text = tidy(typed)
    letters = [place for place, letter in enumerate(text) if not letter.isspace()]
    start, end = (count_letters(found.string[:place]) for place in found.span(group))
    skipped = len(letters) - count_letters(found.string)
    return text[letters[skipped + start] : letters[skipped + end - 1] + 1]


def count_letters(words: str) -> int:
    return sum(not letter.isspace() for letter in words)
