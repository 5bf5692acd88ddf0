"""Contradictions between what a webhook said and what Webex says when it is asked.

A valid signature only proves that the sender knows our secret. What happened, and who did it, only Webex can say.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.events import Envelope
from bot.errors import NotReadableYet, WebexError
from bot.webex.content import is_same_thing

IDS = ("id", "roomId", "personId", "messageId")


class Contradicted(WebexError):
    """A webhook contradicts Webex, so somebody else sent it and knows our secret.

    `truth` is the envelope that Webex would have sent; None where nothing of the kind happened.
    """

    def __init__(self, reason: str, truth: Envelope | None = None) -> None:
        super().__init__(reason)
        self.truth = truth


class StillThere(NotReadableYet):
    """Somebody who is said to have left a room is still among its members. The list may only be late."""


def refuse_contradiction(envelope: Envelope, content: Mapping[str, Any]) -> None:
    """Raise Contradicted where an envelope names another person, room or message than Webex does for its id."""
    wrong = [name for name in IDS if name in envelope.data and not agree(name, envelope.data[name], content.get(name))]
    if wrong:
        raise Contradicted(f"another {', '.join(wrong)} than Webex says", told_rightly(envelope, content))


def agree(name: str, told: str, said: object) -> bool:
    """Return whether two ids under a name agree. The event's own must match to the letter, lest it be handled twice."""
    if name == "id" or not isinstance(said, str):
        return told == said
    return is_same_thing(told, said)


def told_rightly(envelope: Envelope, content: Mapping[str, Any]) -> Envelope:
    """Return the envelope that Webex would have sent about this content."""
    data = {name: str(content[name]) for name in (*IDS, *envelope.data) if name in content}
    line = data["roomId"] if envelope.resource == "memberships" else data["personId"]
    return replace(envelope, id=data["id"], line=line, data=data, attempts=0, postponed=0, too_early=0)
