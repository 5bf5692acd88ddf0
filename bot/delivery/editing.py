"""Editing: whether Webex lets us change a card where it stands.

Cisco's reference of "Edit a Message" rules out attachments, yet its samples edit cards. So the bot tries, learns from
the answer, and tries again a day after a no. One refusal may be about that message alone, such as one that had its ten
edits. That no card can be edited is believed when the refusal says so, or when first edits in two different chats were
refused.
"""

from datetime import datetime, timedelta

from bot.clock import is_within
from bot.domain.outgoing import MOST_EDITS, OutboxEntry
from bot.errors import Rejected
from store import UnitOfWork

# "yes", or "no" with the moment when that was learnt.
CARDS_CAN_BE_EDITED = "cards_can_be_edited"
# The line of the chat in which the first edit of a message was refused, where no edit was taken since.
REFUSED_IN = "card_edit_refused_in"
ASK_AGAIN = timedelta(days=1)

THINGS, NOES = {"attachment", "attachments", "card", "cards"}, {"cannot", "can't", "not", "unsupported"}
# Refusals that speak of images say nothing about our cards, which have none.
OTHERS = {"image", "images"}


def is_known_to_work(uow: UnitOfWork) -> bool:
    """Return whether the last thing learnt is that Webex takes edits of cards."""
    return uow.bot_state.get(CARDS_CAN_BE_EDITED) == "yes"


def may_be_tried(uow: UnitOfWork, entry: OutboxEntry, now: datetime) -> bool:
    """Return whether an edit is worth a call: the message has one left, and Webex has not said no within a day."""
    if entry.about is not None and uow.posted.edits_made(entry.about) >= MOST_EDITS:
        return False
    return not is_ruled_out(uow, now)


def is_ruled_out(uow: UnitOfWork, now: datetime) -> bool:
    """Return whether Webex has said within a day that no card can be edited."""
    answer, _, moment = (uow.bot_state.get(CARDS_CAN_BE_EDITED) or "").partition(" ")
    return answer == "no" and bool(moment) and is_within(ASK_AGAIN, datetime.fromisoformat(moment), now)


def learn_yes(uow: UnitOfWork) -> None:
    """Note that Webex took an edit."""
    uow.bot_state.set(CARDS_CAN_BE_EDITED, "yes")
    uow.bot_state.set(REFUSED_IN, "")


def learn_from(uow: UnitOfWork, entry: OutboxEntry, error: Rejected, now: datetime) -> None:
    """Note what a refused edit says about other cards, if it says anything."""
    if says_no(error.reason) or note_refusal(uow, entry):
        uow.bot_state.set(CARDS_CAN_BE_EDITED, f"no {now.isoformat()}")


def says_no(reason: str) -> bool:
    """Return whether the words of a refusal say that no card can be edited."""
    words = {word.strip(".,:;!\"'") for word in reason.lower().split()}
    return bool(words & THINGS and words & NOES and not words & OTHERS)


def note_refusal(uow: UnitOfWork, entry: OutboxEntry) -> bool:
    """Note where the first edit of a message was refused; return whether one of another chat was just before it."""
    if entry.about is None or uow.posted.edits_made(entry.about):
        return False
    other = uow.bot_state.get(REFUSED_IN)
    uow.bot_state.set(REFUSED_IN, entry.address.line)
    return bool(other) and other != entry.address.line
