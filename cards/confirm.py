"""The question before something that touches more than one person, or cannot be taken back."""

from collections.abc import Callable, Sequence

from bot.dispatch.confirmations import NO, YES
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render

Pack = Callable[..., dict[str, str]]

CANCEL = _("Cancel")
HAS_CHANGED = _("This has changed since I asked you. Here is how it is now.")


def confirm_card(
    t: Texts,
    *,
    title: str,
    shows: Sequence[e.Element],
    pack: Pack,
    yes: str,
    no: str = CANCEL,
    leads_back: bool = False,
    has_changed: bool = False,
) -> Message:
    """Ask before an act. `title` is said already, and `shows` says what the act touches.

    `yes` and `no` are the buttons' words, marked. `leads_back` is whether no is the usual answer, since it leads on.
    """
    return render(
        [
            e.Heading(title),
            *([e.Complaint(t(HAS_CHANGED))] if has_changed else []),
            *shows,
            e.Submit(t(yes), pack(YES), main=not leads_back),
            e.Submit(t(no), pack(NO), main=leads_back),
        ],
        t,
    )
