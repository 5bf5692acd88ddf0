"""The card that asks before an act that concerns more than one person or cannot be undone."""

from bot.dispatch.confirmations import NO, YES, Confirmation, Question
from bot.domain.actions import Pack
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render

CANCEL = _("Cancel")
HAS_CHANGED = _("This has changed since I asked you. Here is how it is now.")


def confirm_card(
    confirmation: Confirmation, question: Question, t: Texts, pack: Pack, *, has_changed: bool = False
) -> Message:
    """Return the question as things stand now; `has_changed` says that it was asked before, when they stood otherwise.

    Parts that may be long follow the buttons. Where the question stands in place of a step, the main button leads back.
    """
    leads_back = question.step_of is not None
    on = e.Submit(t(confirmation.yes), pack(YES), main=not leads_back)
    back = e.Submit(t(confirmation.no), pack(NO), main=leads_back)
    return render(
        [
            e.Heading(t(confirmation.title, **question.values)),
            *([e.Complaint(t(HAS_CHANGED))] if has_changed else []),
            *question.shows,
            *((back, on) if leads_back else (on, back)),
            *question.details,
        ],
        t,
    )
