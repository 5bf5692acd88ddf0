"""Switches for what can go wrong between a bot and Webex."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal

RetryAfter = int | str | datetime | None


@dataclass(frozen=True)
class CallFault:
    """What happens to a REST call instead of, or after, its usual course."""

    method: str = ""
    path: str = ""
    status: int | None = None
    retry_after: str | None = None
    seconds: float = 0
    is_cut_off: bool = False
    is_done_first: bool = False

    def meets(self, method: str, path: str) -> bool:
        """Return whether a call is one of those this fault is meant for."""
        return self.method in ("", method) and path.startswith(self.path)


@dataclass(frozen=True)
class Dispatch:
    """How one webhook delivery is to travel."""

    copies: int
    is_forged: bool


@dataclass
class Faults:
    """All switches. They are off at first, and may be set at any time."""

    # Webhooks on their way to the bot.
    duplicate: int = 0
    """How many extra copies of a delivery arrive."""
    duplicate_share: float = 1.0
    """Which share of the deliveries is duplicated."""
    drop: int = 0
    """How many of the next deliveries get lost."""
    drop_share: float = 0.0
    """Which share of all deliveries gets lost."""
    bad_signature: int = 0
    """How many of the next deliveries are signed with a wrong key."""
    reorder: bool = False
    """Deliveries that wait at the same time leave in any order."""
    delay: float = 0.0
    """Seconds before a delivery leaves."""
    caller_timeout: float = 10.0
    """Seconds that Webex waits for the bot's answer."""
    retries: int = 0
    """How often Webex tries a failed delivery again; nothing is promised, so it does not."""
    shuffle_first_contact: bool = True
    """What one act causes (a new room, its members, a message) is told in any order."""
    own_group_posts: bool = True
    """A bot is told of its own messages in group rooms."""
    mentions_in_envelope: bool = True
    """A messages envelope names the mentioned people."""
    all_reaches_bots: bool = False
    """A mention of everybody counts as a mention of a bot."""
    message_updates: bool = True
    """Edits are told to webhooks that ask for them."""

    # What the API allows and answers.
    unknown_email: Literal[404, 400, 502, 200] = 404
    """Writing to an address that is nobody's: refused, or a pending account is made."""
    card_edits_refused: bool = False
    """Editing a message with a card answers 400."""
    card_bytes: int = 22 * 1024
    """The largest card, as JSON; the newer figure is 80 KB."""
    action_status: Literal[200, 202] = 200
    """What POST /attachment/actions answers; the specification says 202, the SDK takes 200."""
    actions_die_with_cards: bool = False
    """The actions of a deleted card cannot be read any more."""
    reads_too_early: int = 0
    """How many first reads of every new message or action answer 404."""
    kms_failures: int = 0
    """How many of the next reads of a message or room carry cipher text."""
    next_link_drops_mentions: bool = True
    """The link to the next page forgets mentionedPeople."""
    empty_first_page: bool = False
    """Lists begin with an empty page that has a next link."""
    people_of_other_orgs: bool = False
    """People can be looked up outside the caller's organization."""
    quota_per_minute: int = 0
    """How many calls a token may make in a minute; 0 is no limit."""
    twin_webhooks_refused: bool = False
    """A second webhook with the same resource, event and URL answers 409."""

    # What clients make of a card.
    numbers: bool = False
    """Input.Number arrives as a number, not as a string."""
    data_wins: bool = True
    """Where an input and the button's data share a key, the data arrives."""
    blanks: Literal["empty", "missing"] = "empty"
    """An untouched input arrives as an empty string, or not at all."""

    _calls: list[CallFault] = field(default_factory=list, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)
    _calm: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)

    def rate_limited(self, times: int = 1, *, retry_after: RetryAfter = 17, method: str = "", path: str = "") -> None:
        """Answer the next calls with 429 and this Retry-After: seconds, a date, garbage, or none."""
        self._plan(times, CallFault(method, path, 429, _header(retry_after)))

    def failing(
        self,
        status: int = 503,
        times: int = 1,
        *,
        method: str = "",
        path: str = "",
        retry_after: RetryAfter = None,
        stored: bool = False,
    ) -> None:
        """Answer the next calls with a status, by default without obeying them."""
        self._plan(times, CallFault(method, path, status, _header(retry_after), is_done_first=stored))

    def too_early(self, times: int = 1, *, path: str = "/attachment/actions") -> None:
        """Let the next reads find nothing yet."""
        self._plan(times, CallFault("GET", path, 404))

    def cut_off(self, times: int = 1, *, stored: bool = True, method: str = "", path: str = "") -> None:
        """Break the connection without an answer, by default after the call was obeyed."""
        self._plan(times, CallFault(method, path, is_cut_off=True, is_done_first=stored))

    def slow(
        self,
        seconds: float,
        times: int = 1,
        *,
        stored: bool = True,
        method: str = "",
        path: str = "",
    ) -> None:
        """Answer the next calls late, by default after the call was obeyed."""
        self._plan(times, CallFault(method, path, seconds=seconds, is_done_first=stored))

    def clear(self) -> None:
        """Switch everything off; what is slow is answered."""
        with self._lock:
            self._calm.set()
            self._calm = threading.Event()
            calm = Faults()
            for each in fields(self):
                if not each.name.startswith("_"):
                    setattr(self, each.name, getattr(calm, each.name))
            self._calls.clear()

    @property
    def planned(self) -> int:
        """How many faults still wait for the call they are meant for."""
        with self._lock:
            return len(self._calls)

    def take_call(self, method: str, path: str) -> CallFault | None:
        """Return the fault planned for this call, which is thereby used up."""
        with self._lock:
            for index, planned in enumerate(self._calls):
                if planned.meets(method, path):
                    return self._calls.pop(index)
            return None

    def linger(self, seconds: float) -> None:
        """Let a slow call wait, at most until everything is switched off."""
        self._calm.wait(seconds)

    def take_kms_failure(self) -> bool:
        """Return whether this read fails to decrypt."""
        with self._lock:
            failing = self.kms_failures > 0
            self.kms_failures -= failing
            return failing

    def take_dispatch(self, dice: random.Random) -> Dispatch:
        """Return how the next delivery travels."""
        with self._lock:
            if self.drop or dice.random() < self.drop_share:
                self.drop = max(0, self.drop - 1)
                return Dispatch(copies=0, is_forged=False)
            doubled = dice.random() < self.duplicate_share
            is_forged = self.bad_signature > 0
            self.bad_signature -= is_forged
            return Dispatch(1 + (self.duplicate if doubled else 0), is_forged)

    def _plan(self, times: int, fault: CallFault) -> None:
        with self._lock:
            self._calls.extend([fault] * times)


def _header(value: RetryAfter) -> str | None:
    if isinstance(value, datetime):
        return format_datetime(value.astimezone(UTC), usegmt=True)
    return None if value is None else str(value)
