"""Internal events: what the clock, the workers and our own pages put into the inbox, to be handled in its turn.

Each class packs itself into an envelope and unpacks itself again. To add one: its class here, and its handler.
"""

from bot.domain.internal_events.jobs import JobDone, JobRequested
from bot.domain.internal_events.kinds import KINDS, InternalEvent, kept_as, titles, unpacked
from bot.domain.internal_events.provisioning import (
    PasswordCreated,
    ProvisioningSeen,
    SetupUndelivered,
    SystemAnswered,
    SystemUnclear,
)
from bot.domain.internal_events.reaching import MailRefused, Reached, Undelivered
from bot.domain.internal_events.reminders import ReminderDue, RemindersDue, StormSwept
from bot.domain.internal_events.spaces import GuestSeen, SpaceSeen
from bot.domain.internal_events.webex import (
    EACH_LOOK,
    LISTED,
    PROBES,
    DeliveryContradicted,
    OutageEnded,
    ProbeSent,
    RoomDoubted,
)

__all__ = [
    "EACH_LOOK",
    "KINDS",
    "LISTED",
    "PROBES",
    "DeliveryContradicted",
    "GuestSeen",
    "InternalEvent",
    "JobDone",
    "JobRequested",
    "MailRefused",
    "OutageEnded",
    "PasswordCreated",
    "ProbeSent",
    "ProvisioningSeen",
    "Reached",
    "ReminderDue",
    "RemindersDue",
    "RoomDoubted",
    "SetupUndelivered",
    "SpaceSeen",
    "StormSwept",
    "SystemAnswered",
    "SystemUnclear",
    "Undelivered",
    "kept_as",
    "titles",
    "unpacked",
]
