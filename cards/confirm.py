"""The card that asks before an act that concerns more than one person or cannot be undone."""

from collections.abc import Sequence

from bot.dispatch.confirmations import NO, YES
from bot.domain.actions import Pack
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render

CANCEL = _("Cancel")
HAS_CHANGED = _("This has changed since I asked you. Here is how it is now.")


def confirm_card(
    t: Texts,
    *,
    title: str,
    shows: Sequence[e.Element],
    details: Sequence[e.Element] = (),
    pack: Pack,
    yes: str,
    no: str = CANCEL,
    leads_back: bool = False,
    has_changed: bool = False,
) -> Message:
    """Return the question. `title` is translated already, and `shows` are elements that say what the act concerns.

    `details`, which may be long, follow the buttons.

    `yes` and `no` are the words of the buttons, to be translated. With `leads_back` the button for no is the main one.
    """
    on, back = e.Submit(t(yes), pack(YES), main=not leads_back), e.Submit(t(no), pack(NO), main=leads_back)
    return render(
        [
            e.Heading(title),
            *([e.Complaint(t(HAS_CHANGED))] if has_changed else []),
            *shows,
            *((back, on) if leads_back else (on, back)),
            *details,
        ],
        t,
    )
