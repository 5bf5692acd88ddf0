"""A partner's own system that does what it is told next, and keeps what arrived."""

from bot.domain.provisioning import PartnerEvent, SystemAnswer
from bot.errors import RateLimited, Rejected, Unreachable


class FickleSystem:
    """Takes events; `outcomes` say what becomes of the next ones: "fine", "503", "gone", or "dies after"."""

    def __init__(self, *outcomes: str) -> None:
        self.outcomes = list(outcomes)
        self.arrived: list[PartnerEvent] = []

    def deliver(self, event: PartnerEvent) -> SystemAnswer | None:
        outcome = self.outcomes.pop(0) if self.outcomes else "fine"
        if outcome == "503":
            raise Unreachable("503: Service Unavailable")
        if outcome == "429":
            raise RateLimited("429: Too Many Requests")
        if outcome == "gone":
            raise Rejected(410, "the system wants no events any more")
        self.arrived.append(event)
        if outcome == "dies after":
            raise KeyboardInterrupt
        return None
