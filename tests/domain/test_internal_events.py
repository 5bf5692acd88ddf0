"""Internal events: what is packed is unpacked the same, after a restart and after an update."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.events import Envelope
from bot.domain.internal_events import (
    KINDS,
    DeliveryContradicted,
    GuestSeen,
    InternalEvent,
    JobRequested,
    MailRefused,
    OutageEnded,
    PasswordCreated,
    ProbeSent,
    ProvisioningSeen,
    Reached,
    ReminderDue,
    RemindersDue,
    RoomDoubted,
    SetupUndelivered,
    SpaceSeen,
    StormSwept,
    SystemAnswered,
    SystemUnclear,
    Undelivered,
    titles,
    unpacked,
)
from bot.domain.people import Person
from bot.domain.provisioning import Evidence

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANN = Person(id="P1", email="ann@northwind.example.com")
INVITE = ReminderDue("90417263", "invite", "1", NOON)
NUDGE = ReminderDue("90417264", "nudge", "2", NOON + timedelta(hours=1))
MANY = RemindersDue(ANN.email, (INVITE, NUDGE))
STORM = StormSwept(240, 120, 3, (ANN.email,))
CREATED = PasswordCreated("90417263", ANN.email)
LOST = Undelivered(7, ANN.email, "90417263", "gone")
REFUSED = MailRefused("90417263", ANN.email, "no such person")
SEEN = SpaceSeen("R1", is_lost=True)
ENDED = OutageEnded(ANN, NOON)
GUEST = GuestSeen("R1", "gus@elsewhere.example.org")
FORGED = DeliveryContradicted("messages:created:M1", "another personId than Webex says")
DOUBTED = RoomDoubted(ANN.id, "R1", NOON)
ASKED = JobRequested("report", ANN.id, "7")
SENT_BACK = SystemAnswered("90417263", "msg_1", "refused", "other", "organization", (("fr", "Non"),), "")
UNTOLD = SetupUndelivered("90417263", 7, "503: Service Unavailable")
PROBE = ProbeSent("a1b2c3")
REACHED = Reached(ANN.email)
SHOWN = ProvisioningSeen("90417263", Evidence.IN_LICENSES, "Contoso")
UNCLEAR = SystemUnclear("90417263", "msg_1", "#/status")
BACK = Reached("ann@northwind.example.com")
PACKED: list[tuple[InternalEvent, Envelope]] = [
    (INVITE, INVITE.pack(NOON)),
    (MANY, MANY.pack(NOON)),
    (STORM, STORM.pack(NOON)),
    (CREATED, CREATED.pack(NOON, "a1b2")),
    (LOST, LOST.pack(NOON)),
    (REFUSED, REFUSED.pack(NOON, 3)),
    (SEEN, SEEN.pack(NOON, "entry 7")),
    (ENDED, ENDED.pack(NOON, NOON - timedelta(hours=2))),
    (GUEST, GUEST.pack(NOON)),
    (FORGED, FORGED.pack(NOON)),
    (DOUBTED, DOUBTED.pack(NOON)),
    (ASKED, ASKED.pack(NOON, "M1")),
    (SENT_BACK, SENT_BACK.pack(NOON)),
    (UNTOLD, UNTOLD.pack(NOON)),
    (BACK, BACK.pack(NOON)),
    (UNCLEAR, UNCLEAR.pack(NOON)),
    (SHOWN, SHOWN.pack(NOON)),
    (PROBE, PROBE.pack(NOON)),
    (REACHED, REACHED.pack(NOON)),
]


def stored(envelope: Envelope) -> Envelope:
    """Return an envelope as the inbox gives it back."""
    return replace(envelope, data=json.loads(json.dumps(envelope.data)))


@pytest.mark.parametrize(("event", "envelope"), PACKED, ids=lambda each: type(each).__name__)
def test_an_event_comes_out_of_the_inbox_as_it_went_in(event: InternalEvent, envelope: Envelope) -> None:
    assert unpacked(stored(envelope)) == event


def test_no_event_is_left_out_here() -> None:
    assert {type(event) for event, _envelope in PACKED} == set(KINDS.values())


@pytest.mark.parametrize(
    ("envelope", "event"),
    [
        (
            Envelope(
                "reminders",
                "bundle",
                "90417263:invite:1",
                "reminders:ann@northwind.example.com",
                {
                    "email": "ann@northwind.example.com",
                    "reminders": [
                        {
                            "order": "90417263",
                            "rule": "invite",
                            "occurrence": "1",
                            "due_at": "2026-03-02T12:00:00+00:00",
                        }
                    ],
                },
                NOON,
            ),
            RemindersDue("ann@northwind.example.com", (INVITE,)),
        ),
        (
            Envelope(
                "enquiries",
                "report",
                "M1",
                "enquiries:ann@northwind.example.com",
                {"personId": "P1", "words": "7"},
                NOON,
            ),
            JobRequested("report", "P1", "7"),
        ),
        (
            Envelope(
                "absences",
                "ended",
                "ann@northwind.example.com:2026-03-02T10:00:00+00:00",
                "P1",
                {"person": "P1", "email": "ann@northwind.example.com", "until": "2026-03-02T12:00:00+00:00"},
                NOON,
            ),
            OutageEnded(ANN, NOON),
        ),
    ],
)
def test_what_an_earlier_version_left_in_the_inbox_still_opens(envelope: Envelope, event: InternalEvent) -> None:
    assert unpacked(envelope) == event


def test_what_webex_tells_is_not_ours_to_unpack() -> None:
    assert unpacked(Envelope("messages", "created", "M1", "P1", {"personId": "P1"}, NOON)) is None


def test_an_admin_can_read_what_each_of_them_is() -> None:
    assert all(titles().values())
