"""The grammar of typed words: declared where they are handled, matched exactly, never guessed.

A near miss suggests the nearest words and runs nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.domain.people import Role
from bot.language.folders import SOURCE_LANGUAGE, words_for, words_in_all
from bot.language.texts import Texts
from bot.language.typed import folded, latin_digits, one_line

# The section of the languages' words that has those of commands, by their names.
COMMANDS = "commands"
# Several of the nearest words may be of one command.
LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be typed. `name` is its word in the source language; its other words, in every language,
    stand in the languages' folders. `usage` is how it is typed with what follows, marked where each language says it
    in its own words; `{languages}` in it stands for the languages there are. `arguments` is a pattern with named
    groups for what follows ("" when nothing may follow). `role` is who may use it, `help` a marked sentence.
    `takes_file` is whether a file comes with it."""

    name: str
    help: str
    usage: str = ""
    arguments: str = ""
    role: Role = Role.MEMBER
    shown: bool = True
    takes_file: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in all languages, its name first."""
        return self.name, *words_in_all(COMMANDS, self.name)

    def how(self, t: Texts) -> str:
        """Say how to type it, in the words of a language, for help."""
        return t(self.usage, languages=Texts.languages) if self.usage else usual_word(self.name, t)


def usual_word(command: str, t: Texts) -> str:
    """Return the word that readers of a language are shown for a command, given by its name."""
    others = words_for(COMMANDS, command, t.language) if t.language != SOURCE_LANGUAGE else ()
    return next(iter(others), command)


@dataclass(frozen=True, slots=True)
class Match:
    """A command that was typed, with what followed it."""

    command: Command
    arguments: Mapping[str, str] = field(default_factory=dict)


class Grammar:
    """All commands, found by what was typed."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands = tuple(commands)
        self._by_word = {folded(word): command for command in self.commands for word in command.words}
        self._spelt = {folded(word): word for command in self.commands for word in reversed(command.words)}

    def match(self, typed: str) -> Match | None:
        """Return the command that the text is: its words alone, or its words and fitting arguments.

        The longest words decide: who mistypes what follows "/order set" did not mean an order named "set".
        """
        line = latin_digits(one_line(typed))
        for word in sorted(self._by_word, key=len, reverse=True):
            rest = _after(word, line)
            if rest is None:
                continue
            command = self._by_word[word]
            found = re.fullmatch(command.arguments, rest, re.IGNORECASE)
            return Match(command, arguments_of(found, one_line(typed))) if found else None
        return None

    def named(self, typed: str) -> Command | None:
        """Return the command whose words begin the text, though its arguments may not fit."""
        line = latin_digits(one_line(typed))
        names = sorted(self._by_word, key=len, reverse=True)
        return next((self._by_word[word] for word in names if _after(word, line) is not None), None)

    def nearest(self, typed: str, roles: Iterable[Role], count: int = 3, likeness: float = 0.6) -> list[str]:
        """Return the words most like what was typed, one a command, among those that these roles may use."""
        allowed = [word for word, command in self._by_word.items() if command.shown and command.role in set(roles)]
        first = folded(typed)[:40].split(" ")[0]
        nearest: dict[Command, str] = {}
        for part in (folded(typed)[:40], first):
            for word in get_close_matches(part, allowed, LOOKED_AT, likeness):
                nearest.setdefault(self._by_word[word], self._spelt[word])
        return list(nearest.values())[:count]


def arguments_of(found: re.Match[str], written: str) -> dict[str, str]:
    """Return what followed a command, in ASCII digits; what somebody has to say (`words`) stays as they wrote it."""
    values = {name: value or "" for name, value in found.groupdict().items()}
    if values.get("words"):
        # Every letter has one equal, so what follows is as long as it was written.
        follows = written[len(written) - len(found.string) :]
        values["words"] = follows[slice(*found.span("words"))]
    return values


def _after(word: str, line: str) -> str | None:
    """Return what follows the word at the start of a line; None when the line does not begin with it as a whole."""
    pieces = line.split(" ")
    length = len(word.split(" "))
    if folded(" ".join(pieces[:length])) != word:
        return None
    return " ".join(pieces[length:])
