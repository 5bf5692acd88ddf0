"""Help as a card: what can be typed, and what it does."""

from collections.abc import Sequence

from bot.outgoing import Message
from bot.texts import Texts, _
from cards import elements as e
from cards.kit import render


def help_card(entries: Sequence[tuple[str, str]], t: Texts, title: str = _("What you can type")) -> Message:
    """List commands: how each is typed, and a marked sentence (or one said already) about what it does."""
    rows = tuple((usage, t(explanation)) for usage, explanation in entries)
    return render([e.Heading(t(title)), e.Facts(rows)], t)
