"""Provisioning by the partner's own system: the events that it gets, its answers, and what they mean."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.orders import Order, OrderState
from bot.errors import BotError
from bot.language.folders import SOURCE_LANGUAGE


class EventType(StrEnum):
    """What the partner's own system is told about."""

    SETUP_FINISHED = "order.setup_finished"
    CANCELLED = "order.cancelled"


class Verdict(StrEnum):
    """What the partner's own system says about a finished setup."""

    ACCEPTED = "accepted"
    PROVISIONED = "provisioned"
    REFUSED = "refused"


class RefusalCode(StrEnum):
    """Why a setup was refused, for programs; people read a sentence in their language."""

    NOT_AVAILABLE = "not-available"
    NOT_VALID = "not-valid"
    NOT_FOUND = "not-found"
    NOT_ALLOWED = "not-allowed"
    OTHER = "other"


class Evidence(StrEnum):
    """By what an order is known to be provisioned at Cisco, in the words of the audit log.

    TOLD and SYSTEM_SAID are the word of a person and of the partner's own system; the others Cisco shows itself.
    """

    TOLD = "told_done"
    SYSTEM_SAID = "system_provisioned"
    IN_LICENSES = "seen_in_licenses"
    IN_ORDER_STATUS = "seen_in_order_status"

    @property
    def is_seen(self) -> bool:
        """Whether it was seen at Cisco, and nobody's word has to be taken for it."""
        return self in {Evidence.IN_LICENSES, Evidence.IN_ORDER_STATUS}


@dataclass(frozen=True, slots=True)
class PartnerEvent:
    """An event owed to the partner's own system.

    `event_id` stays the same in every attempt; `body` is what is signed, byte for byte.
    """

    event_id: str
    type: EventType
    order: str
    body: str
    id: int = 0
    attempts: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SystemAnswer:
    """What the partner's own system says. `event_id` is the event that it answers, "" for the latest of the order.

    `step` names what a refusal is about, "" for the setup as a whole; `reasons` are its own words by language, under ""
    where it names none.
    """

    verdict: Verdict
    event_id: str = ""
    code: RefusalCode = RefusalCode.OTHER
    step: str = ""
    reasons: tuple[tuple[str, str], ...] = ()

    def reason_in(self, language: str) -> str:
        """Return its words in a language, else in English, else in any that it has."""
        said = dict(self.reasons)
        return said.get(language) or said.get("") or said.get(SOURCE_LANGUAGE) or next(iter(said.values()), "")


@dataclass(frozen=True, slots=True)
class HandOver:
    """The latest finished setup of an order that went to the partner's own system, and the answer to it.

    `status` is how far the event is: due, leased, sent, dead or withdrawn.
    """

    event_id: str
    order: str
    status: str
    created_at: datetime
    answer: Verdict | None = None
    answered_at: datetime | None = None

    @property
    def has_arrived(self) -> bool:
        """Whether the partner's own system has taken it."""
        return self.status == "sent"

    @property
    def is_given_up(self) -> bool:
        """Whether it was tried in vain for so long that it is a dead letter now."""
        return self.status == "dead"


class Effect(StrEnum):
    """What an answer does: it counts, says nothing new, or has been overtaken by a newer one."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"


class AnswerConflict(BotError):
    """An answer that cannot be true together with what is known. `kind` names it for programs."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


def effect_of(answer: SystemAnswer, latest: HandOver | None, order: Order) -> Effect:
    """Return what an answer does; raises AnswerConflict where it contradicts what is known, and nothing is changed."""
    if latest is None:
        raise AnswerConflict("not-handed-over", "No finished setup of this order was ever sent.")
    if answer.event_id not in ("", latest.event_id):
        raise AnswerConflict("superseded", f"The latest event of this order is {latest.event_id}: answer that one.")
    if answer.verdict is latest.answer:
        return Effect.UNCHANGED
    if order.state is OrderState.CANCELLED:
        raise AnswerConflict("cancelled", "The order was cancelled meanwhile.")
    if answer.verdict is Verdict.ACCEPTED and (latest.answer or order.state is OrderState.PROVISIONED):
        return Effect.IGNORED
    contradicted = said_otherwise(answer.verdict, latest, order)
    if contradicted:
        raise AnswerConflict("contradiction", contradicted)
    return Effect.TAKEN


def said_otherwise(verdict: Verdict, latest: HandOver, order: Order) -> str:
    """Return what was said before that a verdict contradicts; "" where it contradicts nothing."""
    if latest.answer is Verdict.PROVISIONED:
        return "This event was answered before: the order is provisioned."
    if latest.answer is Verdict.REFUSED:
        return "This event was answered before: the setup was refused, and its person corrects it. A new event follows."
    if verdict is Verdict.REFUSED and order.state is OrderState.PROVISIONED:
        return "Somebody has said meanwhile that the order is provisioned."
    return ""
