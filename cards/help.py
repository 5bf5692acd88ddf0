"""Help as a card: what can be typed, and what it does."""

from collections.abc import Iterator, Sequence

from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render

Entries = Sequence[tuple[str, str]]
TITLE = _("What you can type")


def help_card(entries: Entries, t: Texts, title: str = TITLE) -> Message:
    """Return a list of commands: how each is typed, and what it does."""
    return grouped_help_card([("", entries)], t, title)


def grouped_help_card(
    groups: Sequence[tuple[str, Entries]], t: Texts, title: str = TITLE, notes: Sequence[str] = ()
) -> Message:
    """Return lists of commands, each under a title ("" for none), and below them notes, marked sentences."""
    footnotes = (e.Paragraph(t(note), e.Look.FOOTNOTE) for note in notes)
    return render([e.Heading(t(title)), *(part for group in groups for part in group_of(*group, t)), *footnotes], t)


def group_of(title: str, entries: Entries, t: Texts) -> Iterator[e.Element]:
    if title:
        yield e.Section(t(title))
    yield e.Facts(tuple((usage, t(explanation)) for usage, explanation in entries), layout=e.Layout.BELOW)
