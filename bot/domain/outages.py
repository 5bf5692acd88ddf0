"""Outages: times in which Webex could not reach us, so that it told us of nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# Webhooks are looked at twice a minute, so what seems a shorter outage may be none; and a card after each restart would
# be a nuisance.
SHORTEST = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Outage:
    """From when until when Webex could not reach us. Before everything was fetched, another one may be added to it.

    `latest` is when the last of them began: a chat that was read before needs to be read only from there on.
    """

    since: datetime
    latest: datetime
    until: datetime

    @property
    def is_noticed(self) -> bool:
        """Whether it lasted so long that somebody may have pressed a button in vain."""
        return self.until - self.since >= SHORTEST


@dataclass(frozen=True, slots=True)
class DirectRoom:
    """Somebody's direct chat with the bot, and when anything last happened in it."""

    id: str
    last_activity: datetime
