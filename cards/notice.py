"""Messages of a sentence or two, without inputs."""

from collections.abc import Sequence

from bot.domain.outgoing import Message
from bot.language.texts import Texts
from cards import elements as e
from cards.kit import render
from cards.words import say


def notice(t: Texts, sentence: str, /, **values: object) -> Message:
    """Return a message of one sentence, as text alone."""
    return Message(say(t, sentence, **values))


def notice_card(t: Texts, title: str, sentences: Sequence[str] = (), /, **values: object) -> Message:
    """Return a title with `values` in it, and a few sentences below it, which may be translated already."""
    return render([e.Heading(t(title, **values)), *(e.Paragraph(t(sentence)) for sentence in sentences)], t)
