"""The question before something that touches more than one person, or cannot be taken back."""

from collections.abc import Callable, Sequence

from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render

Pack = Callable[..., dict[str, str]]

YES, NO = _("Yes, go on"), _("Cancel")


def confirm_card(
    t: Texts,
    *,
    title: str,
    sentences: Sequence[str],
    pack: Pack,
    yes: str,
    no: str,
    go_on: str = YES,
    cancel: str = NO,
) -> Message:
    """Ask before a deed. `sentences` say what it touches, counted by t.count; `yes` and `no` are the verbs."""
    return render(
        [
            e.Heading(t(title)),
            *(e.Paragraph(t(sentence)) for sentence in sentences),
            e.Paragraph(t(_("Go on?")), e.Look.STRONG),
            e.Submit(t(go_on), pack(yes), main=True),
            e.Submit(t(cancel), pack(no)),
        ],
        t,
    )
