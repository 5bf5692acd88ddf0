"""Parts that unfold in a card where it stands: why somebody got it, and what its words mean."""

from collections.abc import Iterable

from bot.language.texts import Texts
from bot.reminders.why import Why
from bot.wizard.glossary import Term
from cards import elements as e


def why_unfolded(why: Why | None, *more: str) -> list[e.Unfold]:
    """Return the button that tells why somebody got a card, with `more` sentences below; nothing without an answer."""
    if why is None:
        return []
    inside = tuple(e.Paragraph(words, e.Look.SMALL) for words in (*why.sentences, *more))
    return [e.Unfold(why.question, inside, brief=why.brief)]


def explained(title: str, terms: Iterable[Term], t: Texts) -> e.Unfold:
    """Return the button that tells what the words of a card mean; typing its words brings the same."""
    inside = [
        part
        for term in terms
        for part in (e.Section(t(term.name), divided=False), e.Paragraph(t(term.meaning), e.Look.SMALL))
    ]
    return e.Unfold(title, tuple(inside), typed=title)
