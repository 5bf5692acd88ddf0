"""A sentence or two, when there is nothing to fill in."""

from collections.abc import Sequence

from bot.domain.outgoing import Message
from bot.language.texts import Texts
from cards import elements as e
from cards.kit import render
from cards.twin import cut_at_line
from cards.words import say


def notice(t: Texts, sentence: str, /, **values: object) -> Message:
    """Say one marked sentence, as text alone."""
    return Message(cut_at_line(say(t, sentence, **values)))


def notice_card(t: Texts, title: str, sentences: Sequence[str], buttons: Sequence[e.Button] = ()) -> Message:
    """Say a few sentences under a title, with buttons if something can be done about them; all said already."""
    return render([e.Heading(t(title)), *(e.Paragraph(t(sentence)) for sentence in sentences), *buttons], t)
