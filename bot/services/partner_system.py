"""The partner's own system: the door through which it gets events, and answers them at once if it can."""

import json
import logging
from collections.abc import Sequence
from typing import Protocol

import requests

from bot.clock import Clock
from bot.domain.provisioning import PartnerEvent, SystemAnswer
from bot.errors import Rejected, Unreachable, what_failed
from bot.intake.documents import InvalidDocument
from bot.services.answers import NAMES, read_answer
from bot.services.signing import signed_headers
from bot.services.transport import ServiceSession
from bot.webex.retry_after import rate_limited

log = logging.getLogger(__name__)

GONE = 410
# What many systems put into an answer of 200 where something went wrong.
ERRORS = ("error", "errors")


class NotUnderstood(Unreachable):
    """The event arrived, but the answer to it is none that we know."""


class ProvisioningSystem(Protocol):
    """The port to whoever provisions in our place. `PartnerSystem` is the door to a real one."""

    def deliver(self, event: PartnerEvent) -> SystemAnswer | None:
        """Hand an event over; returns the answer, None where it only arrived.

        Raises Unreachable when it may work later, NotUnderstood when it arrived and the answer makes no sense, and
        Rejected when the system wants no events any more.
        """
        ...


class PartnerSystem:
    """Posts events to one address, signed with every secret in use."""

    def __init__(self, url: str, secrets: Sequence[str], steps: Sequence[str], clock: Clock) -> None:
        self._url = url
        self._secrets = secrets
        self._steps = steps
        self._clock = clock
        self._session = ServiceSession()

    def deliver(self, event: PartnerEvent) -> SystemAnswer | None:
        body = event.body.encode()
        signed = signed_headers(event.event_id, self._clock.now(), body, self._secrets)
        try:
            headers = {**signed, "Content-Type": "application/json", "User-Agent": "set-up-now"}
            response = self._session.post(self._url, body, headers=headers)
        except requests.RequestException as error:
            # The address stays out: it may hold what only the two of us should know.
            raise Unreachable(f"no usable answer: {what_failed(error)}") from error
        refuse_failure(response)
        return self._answer(event, response)

    def _answer(self, event: PartnerEvent, response: requests.Response) -> SystemAnswer | None:
        """Read an answer given at once. Without a status it only says that the event arrived, or tells of an error."""
        try:
            document = json.loads(response.content)
        except (ValueError, RecursionError):
            return None
        if not isinstance(document, dict):
            return None
        if "status" not in document:
            if any(map(document.get, ERRORS)):
                raise NotUnderstood(f"the answer is {response.status_code} and tells of an error")
            return None
        known = {name: value for name, value in document.items() if name in NAMES}
        try:
            return read_answer({"event": event.event_id, **known}, self._steps)
        except InvalidDocument as invalid:
            places = ", ".join(each.pointer for each in invalid.violations)
            raise NotUnderstood(f"the answer is not one of those that there are: {places}") from invalid


def refuse_failure(response: requests.Response) -> None:
    """Raise our own error for any status but 2xx; what a system says in its own words stays out of the logs."""
    status = response.status_code
    if 200 <= status < 300:
        return
    if status == GONE:
        raise Rejected(status, "the system wants no events any more")
    said = f"{status}: {response.reason or 'no reason given'}"
    if status in {429, 503} and response.headers.get("Retry-After"):
        raise rate_limited(response.headers["Retry-After"], said, None)
    raise Unreachable(said)
