"""What comes in at the door: only what Webex signed, and of that only the ids."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Envelope
from bot.errors import BadWebhook
from bot.http.deliveries import LARGEST_DELIVERY, read_delivery, signed

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "topsecret"
JSON = "application/json;charset=UTF-8"
MESSAGE = {
    "id": "webhook-1",
    "resource": "messages",
    "event": "created",
    "actorId": "ann",
    "data": {
        "id": "m1",
        "roomId": "room1",
        "roomType": "direct",
        "personId": "ann",
        "personEmail": "Ann@Example.net",
        "created": "2026-11-22T10:15:02.417Z",
    },
}
BODY = json.dumps(MESSAGE).encode()


def deliver(
    body: bytes, *, signature: str | None = None, content_type: str = JSON, key: str = SECRET
) -> Envelope | None:
    headers = {"X-Spark-Signature": signed(body, key).decode() if signature is None else signature}
    return read_delivery(headers, body, content_type, (SECRET, "the next secret"), NOON)


def refused(body: bytes, **more: Any) -> int:
    with pytest.raises(BadWebhook) as caught:
        deliver(body, **more)
    return caught.value.status


def altered(resource: str, event: str, **data: object) -> bytes:
    return json.dumps({**MESSAGE, "resource": resource, "event": event, "data": data}).encode()


def test_the_signature_is_the_one_webex_computes() -> None:
    body = b'{"id":"abc","resource":"messages","event":"created","data":{"id":"m1"}}'
    assert signed(body, "topsecret") == b"aefe9b1d33aaa8863fa0b6c3bfe3ca9d0e8a392d"


def test_a_message_becomes_an_envelope_with_its_ids_and_who_it_says_it_is_from() -> None:
    envelope = deliver(BODY)
    assert envelope == Envelope(
        resource="messages",
        event="created",
        id="m1",
        line="ann",
        data={"id": "m1", "roomId": "room1", "personId": "ann", "personEmail": "Ann@Example.net"},
        arrived_at=NOON,
    )
    assert envelope.key == "messages:created:m1"


def test_a_press_waits_in_the_line_of_whoever_pressed() -> None:
    envelope = deliver(altered("attachmentActions", "created", id="a1", messageId="m1", roomId="r", personId="ann"))
    assert envelope is not None
    assert envelope.line == "ann"


@pytest.mark.parametrize("event", ["created", "deleted"])
def test_a_membership_waits_in_the_line_of_its_room_and_is_not_taken_at_its_word(event: str) -> None:
    who = {"personId": "ann", "personEmail": "Ann@Example.NET", "personDisplayName": "Ann\n\u202eExample"}
    since = "2026-03-02T09:00:00.000Z"
    envelope = deliver(altered("memberships", event, id="ann:r", roomId="r", roomType="group", created=since, **who))
    assert envelope is not None
    assert envelope.line == "r"
    assert envelope.data == {
        "id": "ann:r", "roomId": "r", "personId": "ann", "roomType": "group", "memberSince": since,
    }  # fmt: skip
    odd = deliver(altered("memberships", event, id="ann:r", roomId="r", roomType="group", created=[since], **who))
    assert odd is not None
    assert odd.key == f"memberships:{event}:ann:r"


@pytest.mark.parametrize(
    ("resource", "event"),
    [("messages", "read"), ("memberships", "updated"), ("rooms", "created"), ("x", "y")],
)
def test_what_we_have_no_use_for_is_not_kept(resource: str, event: str) -> None:
    assert deliver(altered(resource, event)) is None


def test_both_secrets_count_while_they_are_rotated() -> None:
    assert deliver(BODY, key="the next secret")


@pytest.mark.parametrize("signature", ["", "0" * 40, "é", signed(BODY, SECRET).decode().upper(), "sha1=" + "0" * 40])
def test_another_signature_is_refused(signature: str) -> None:
    assert refused(BODY, signature=signature) == 401


def test_no_signature_is_refused_and_no_secret_accepts_nothing() -> None:
    for headers, secrets in (({}, (SECRET,)), ({"X-Spark-Signature": signed(BODY, SECRET).decode()}, ())):
        with pytest.raises(BadWebhook, match="signature"):
            read_delivery(headers, BODY, JSON, secrets, NOON)


@pytest.mark.parametrize("name", ["x-spark-signature", "X-SPARK-SIGNATURE"])
def test_the_header_may_come_in_any_case(name: str) -> None:
    assert read_delivery({name: signed(BODY, SECRET).decode()}, BODY, JSON, (SECRET,), NOON)


@given(st.integers(min_value=0, max_value=len(BODY) - 1), st.integers(min_value=1, max_value=255))
def test_any_altered_byte_is_refused(place: int, change: int) -> None:
    body = bytearray(BODY)
    body[place] ^= change
    assert refused(bytes(body), signature=signed(BODY, SECRET).decode()) == 401


@given(st.binary(max_size=200))
def test_signed_noise_is_refused_and_breaks_nothing(body: bytes) -> None:
    assert refused(body) == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'"messages"',
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"9" * 5_000,
        json.dumps({**MESSAGE, "more": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}).encode(),
        json.dumps({**MESSAGE, "resource": 1}).encode(),
        json.dumps({"event": "created"}).encode(),
        json.dumps({**MESSAGE, "data": []}).encode(),
        json.dumps({**MESSAGE, "data": None}).encode(),
        altered("messages", "created", id="m1", roomId="r"),
        altered("messages", "created", id="", roomId="r", personId="ann"),
        altered("messages", "created", id="../people/me", roomId="r", personId="ann"),
        altered("messages", "created", id="m1?x=1", roomId="r", personId="ann"),
        altered("messages", "created", id="\ud800", roomId="r", personId="ann"),
        altered("messages", "created", id="m" * 600, roomId="r", personId="ann"),
        altered("attachmentActions", "created", id="a1", roomId="r", personId="ann"),
        altered("memberships", "created", id="ann:r", personId="ann"),
    ],
    ids=lambda body: body[:40].decode(errors="replace"),
)
def test_what_is_signed_but_malformed_is_refused(body: bytes) -> None:
    assert refused(body) == 400


def test_size_comes_first_then_type_then_signature() -> None:
    large = b" " * (LARGEST_DELIVERY + 1)
    assert refused(large, content_type="text/plain", signature="") == 413
    assert refused(BODY, content_type="text/plain", signature="") == 415
    assert refused(b"{", signature="0") == 401


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON ; charset=utf-8"])
def test_json_by_any_spelling_is_taken(content_type: str) -> None:
    assert deliver(BODY, content_type=content_type)


@pytest.mark.parametrize("event", ["created", "deleted"])
@pytest.mark.parametrize(
    ("room_type", "person", "is_kept"), [("direct", "bot", False), ("direct", "ann", True), ("group", "bot", True)]
)
def test_what_webex_tells_of_our_own_messages_is_kept_in_spaces_alone(
    event: str, room_type: str, person: str, *, is_kept: bool
) -> None:
    body = json.dumps(
        MESSAGE | {"event": event, "data": {"id": "m1", "roomId": "r1", "roomType": room_type, "personId": person}}
    ).encode()
    headers = {"X-Spark-Signature": signed(body, SECRET).decode()}
    assert (read_delivery(headers, body, JSON, (SECRET,), NOON, me="bot") is not None) == is_kept
    assert read_delivery(headers, body, JSON, (SECRET,), NOON) is not None
