"""Every word on a button presses it, typed as people write: with any mark, case, apostrophe, direction or picture."""

from typing import Any

import pytest

from bot.language.folders import LANGUAGES
from bot.language.texts import texts
from cards.pressing import buttons, pressed
from handlers import GRAMMAR
from tests.cards.gallery import everything

WAYS = (
    "{}",
    "{}.",
    "{} !",
    "“{}”",
    "« {} »",
    "‘{}’…",
    "*{}*",
    "__{}__",
    "({})",
    "> {}",
    "- {}",
    "\u200f{}\u200f",
    "\u2067{}\u2069",
    "\u202b{}\u202c.",
    "{} 👍",
    "{}👍🏽",
    "✅ {}",
    "{} 🙏🏼🙏🏼!",
    "{} ❤\ufe0f",
    "{} ☑️",
    "  {}\n",
    "{}،",
    "{}؛",
    "\ufeff{}",
)
# Buttons whose words are a command's too: the command presses the button, or does what the button does.
COMMANDS = {"back", "exit", "start over", "resume", "it is done", "import", "rep"}


def typed_as(title: str) -> set[str]:
    """Return a title in the ways people type it."""
    cases = {title.upper(), title.lower(), title.replace("'", "’"), title.replace("’", "'"), title.replace("'", "`")}
    return cases | {way.format(title) for way in WAYS}


def every_button(language: str) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Return a card for each title of a button that there is, with the button."""
    cards = [message.card for message in everything(texts(language)).values() if message.card]
    return {each["title"]: (card, each) for card in cards for each in buttons(card)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_on_a_button_presses_it(language: str) -> None:
    missed = [
        typed
        for title, (card, button) in every_button(language).items()
        for typed in typed_as(title)
        if not (button["data"].items() <= (pressed(card, typed) or {}).items())
    ]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_command_takes_the_words_of_a_button_for_something_else(language: str) -> None:
    found = {title: GRAMMAR.match(title) for title in every_button(language)}
    taken = {
        title: match.command.name for title, match in found.items() if match and match.command.name not in COMMANDS
    }
    assert taken == {}
