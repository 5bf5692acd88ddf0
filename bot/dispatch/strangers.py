"""Strangers: anyone on Webex can write to the bot, and all those it does not know share a small part of its calls."""

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.rate_limit import RateLimit

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
# For all strangers together: how many messages at once, one each so often after that, and the longest wait. A message
# costs three calls to Webex, so strangers use at most a seventh of what a token is granted.
AT_ONCE = 10
EACH = timedelta(seconds=4)
LONGEST_LINE = timedelta(minutes=10)
# For each stranger: how many messages may wait.
MOST_OF_ONE = 5


@dataclass(frozen=True, slots=True)
class PlaceInLine:
    """How long an event of a stranger waits. `others` are those that wait so long now; None for one that is let go."""

    wait: timedelta
    others: Mapping[str, timedelta | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InLine:
    """An event of somebody at a domain that waits until a moment. Without a `key` nobody takes its place.

    Nor does anybody where it has given way once, or a crowd of newcomers could keep it waiting for ever.
    """

    until: datetime
    domain: str
    key: str
    has_given_way: bool = False


class Strangers:
    """Says how long strangers wait for each other, by a clock that nobody sets (`spans`).

    One after the other, except that a crowd does not fill the line for others: whoever comes from a domain of which
    fewer wait takes a place of the domain of which most do.
    """

    def __init__(self, spans: Clock) -> None:
        self._spans = spans
        self._of_one = RateLimit(MOST_OF_ONE, MINUTE)
        self._of_log = RateLimit(1, MINUTE)
        self._next = datetime.min.replace(tzinfo=UTC)
        self._line: list[InLine] = []
        self._lock = threading.Lock()

    def wait_of(self, who: str) -> timedelta | None:
        """Return how long one of them has to wait, whose place nobody takes; None for one event too many."""
        place = self.place_of(who)
        return place.wait if place else None

    def place_of(self, who: str, domain: str = "", key: str = "") -> PlaceInLine | None:
        """Return the place of an event of somebody at a domain; None for one event too many."""
        now = self._spans.now()
        place = self._found(now, domain, key) if self._of_one.allows(who, now) else None
        if place is None and self._of_log.allows("", now):
            log.warning("strangers are let go", extra={"action": "strangers_let_go"})
        return place

    def _found(self, now: datetime, domain: str, key: str) -> PlaceInLine | None:
        with self._lock:
            self._line = [each for each in self._line if each.until > now]
            last = max(self._next, now - AT_ONCE * EACH)
            is_full = last - now > LONGEST_LINE
            giving_way = self._giving_way(domain, is_full=is_full)
            if is_full:
                return self._taken(giving_way[0], giving_way[-1], domain, key, now) if giving_way else None
            self._next = last + EACH
            if last <= now:
                return PlaceInLine(timedelta())
            end = InLine(last, domain, key)
            self._line.append(end)
            return self._taken(giving_way[0], end, domain, key, now) if giving_way else PlaceInLine(last - now)

    def _giving_way(self, domain: str, *, is_full: bool) -> list[InLine]:
        """Return whose place may be taken, the next one first: of the domain of which most wait."""
        counts = Counter(each.domain for each in self._line if each.key)
        crowd, most = counts.most_common(1)[0] if counts else ("", 0)
        if counts[domain] + 1 >= most:
            return []
        crowded = [each for each in self._line if each.key and each.domain == crowd]
        return [each for each in crowded if not each.has_given_way] or crowded[-1:] * is_full

    def _taken(self, taken: InLine, last: InLine, domain: str, key: str, now: datetime) -> PlaceInLine:
        """Give a newcomer a place that is taken; whoever had it gets the last one, and who had that one none."""
        self._line.remove(taken)
        others: dict[str, timedelta | None] = {last.key: None} if last.key != key else {}
        if last is not taken:
            self._line.remove(last)
            self._line.append(replace(taken, until=last.until, has_given_way=True))
            others[taken.key] = last.until - now
        self._line.append(InLine(taken.until, domain, key))
        self._line.sort(key=lambda each: each.until)
        return PlaceInLine(taken.until - now, others)
