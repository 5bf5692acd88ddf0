"""The people of the scenarios: they say, press and see what a person in Webex would."""

import re
from typing import Any, Self

from bot.language.texts import ISOLATE, POP_ISOLATE
from cards.pressing import buttons, parts_of
from playground.messages import Upload
from tests.staging.scenery import Scenery

# The third keeps words from right to left apart.
INVISIBLE = dict.fromkeys(map(ord, (ISOLATE, POP_ISOLATE, "\u2067")))


class Actor:
    """Somebody in Webex: acts through a client, and sees what the client shows."""

    def __init__(self, stage: Scenery, person: Any) -> None:
        self.person = person
        self.stage = stage

    @property
    def email(self) -> str:
        return str(self.person.email)

    @property
    def chat(self) -> list[Any]:
        """The messages in the direct chat with the bot, oldest first."""
        return self.stage.world.transcript(self.stage.world.direct(self.person, self.stage.me))

    @property
    def answers(self) -> list[Any]:
        """What the bot said in the direct chat."""
        return [message for message in self.chat if message.person_id == self.stage.me.id]

    @property
    def sees(self) -> str:
        """The newest thing the bot said."""
        assert self.answers, f"{self.email} has heard nothing"
        return str(self.answers[-1].text)

    @property
    def heard(self) -> str:
        """Everything that the bot said in the direct chat."""
        return "\n".join(message.words for message in self.answers)

    @property
    def card(self) -> Any:
        """The newest message of the bot that has a card with buttons."""
        cards = [message for message in self.answers if message.card and any(buttons(message.card))]
        assert cards, f"{self.email} sees no card to press"
        return cards[-1]

    @property
    def title(self) -> str:
        """The heading of the newest card."""
        return heading_of(self.card.card)

    def says(self, text: str) -> Self:
        """Type something into the direct chat."""
        self.person.says(self.stage.me, text)
        self.stage.settle()
        return self

    def attaches(self, name: str, content: str | bytes, text: str = "/import", *, in_space: bool = False) -> Self:
        """Send a file along with words, to the bot or into the rep space."""
        data = content if isinstance(content, bytes) else content.encode()
        where, mentions = (self.stage.space, (self.stage.me,)) if in_space else (self.stage.me, ())
        self.stage.world.says(self.person, where, text, mentions=mentions, file=Upload(name, data))
        self.stage.settle()
        return self

    def says_in_space(self, text: str) -> Self:
        """Type something into the rep space, mentioning the bot."""
        self.stage.world.says(self.person, self.stage.space, text, mentions=(self.stage.me,))
        self.stage.settle()
        return self

    def presses(self, title: str, card: Any = None, *, forged: bool = False, **inputs: str) -> Self:
        """Press a button of the newest card (or of another one), with inputs filled by id."""
        self.person.presses(card or self.card, title, inputs, forged=forged)
        self.stage.settle()
        return self

    def unfolds(self, title: str) -> str:
        """Return what a button of the newest card shows where it stands; nobody hears of it."""
        return "\n".join(unfolded(self.card.card, title))

    def replays(self, old: Any, title: str, **inputs: str) -> Self:
        """Send the action of a card as it once was, as the public API lets anybody in the room do."""
        data = next(button["data"] for button in buttons(old.card) if button["title"] == title)
        self.stage.world.actions.submit(self.person, old, {**data, **inputs})
        self.stage.settle()
        return self


def unfolded(card: dict[str, Any], title: str) -> list[str]:
    """Return the lines that a button of a card unfolds."""
    inside = next(part["card"] for part in parts_of(card) if part.get("card") and part.get("title") == title)
    return [str(block["text"]) for block in texts_in(inside)]


def order_named_in(words: str) -> str:
    """Return the number of the order that an answer names first; all its words where it names none."""
    found = re.search(r"\border (\d+)", words)
    return found[1] if found else words


def bare(words: str) -> str:
    """Return words without the invisible characters that keep directions apart."""
    return words.translate(INVISIBLE)


def heading_of(card: dict[str, Any]) -> str:
    """Return the largest text of a card: its title."""
    blocks = [block for block in texts_in(card) if str(block.get("size")).lower() == "large"]
    return str(blocks[0]["text"]) if blocks else ""


def texts_in(node: Any) -> list[dict[str, Any]]:
    """Return every part of a card that has a text to read, in order."""
    if isinstance(node, dict):
        inside = [block for value in node.values() for block in texts_in(value)]
        return [node, *inside] if node.get("type") in {"TextBlock", "TextRun"} else inside
    if isinstance(node, list):
        return [block for value in node for block in texts_in(value)]
    return []
