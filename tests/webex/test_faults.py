"""The switchboard: what a bot has to survive can be made to happen."""

import threading
from datetime import UTC, datetime
from time import monotonic
from typing import SupportsIndex

import pytest
import requests
from webexteamssdk import ApiError, RateLimitError, WebexTeamsAPI

from playground.deliveries import WRONG_KEY, sign
from playground.faults import Faults, RetryAfter
from playground.model import Person
from playground.patience import PATIENCE
from playground.world import World
from tests.fakes.callers import Caller, Hook, MakesCard, Receiver
from tests.fakes.clocks import StandingClock

# Webhooks on their way


def test_deliveries_arrive_several_times(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    hook("messages")
    world.faults.duplicate = 2
    ann.says(bot, "hello")
    world.settle()

    assert len({body for body, _ in receiver.requests}) == 1
    assert receiver.are_signed() == [True] * 3


def test_deliveries_get_lost(world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver) -> None:
    hook("messages")
    world.faults.drop = 1
    ann.says(bot, "lost")
    said = ann.says(bot, "found")
    world.settle()

    assert [each["id"] for each in receiver.data("messages", "created")] == [said.id]


def test_a_share_of_the_deliveries_is_touched(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    hook("messages")
    world.faults.duplicate, world.faults.duplicate_share = 1, 0.3
    for number in range(40):
        ann.says(bot, str(number))
    world.settle()

    assert 40 < len(receiver.requests) < 80


def test_deliveries_change_places(world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver) -> None:
    hook("messages")
    world.faults.reorder = True
    with world.deliveries.held():
        said = [ann.says(bot, str(number)).id for number in range(20)]
        assert not world.deliveries.idle()
    world.settle()

    arrived = [each["id"] for each in receiver.data("messages", "created")]
    assert arrived != said
    assert sorted(arrived) == sorted(said)


def test_a_delivery_is_signed_with_a_wrong_key(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    hook("messages")
    world.faults.bad_signature = 1
    ann.says(bot, "forged")
    ann.says(bot, "real")
    world.settle()

    assert receiver.are_signed() == [False, True]
    body, headers = receiver.requests[0]
    assert headers["X-Spark-Signature"] == sign(WRONG_KEY, body)


def test_a_delivery_is_replayed_byte_for_byte(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    hook("messages")
    ann.says(bot, "hello")
    world.settle()
    world.deliveries.replay()
    world.settle()

    assert receiver.requests[0] == receiver.requests[1]


def test_a_delivery_leaves_late(world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver) -> None:
    hook("messages")
    world.faults.delay, said_at = 0.2, monotonic()
    ann.says(bot, "hello")
    world.settle()

    assert monotonic() - said_at >= world.faults.delay
    assert len(receiver.requests) == 1


def test_waiting_for_deliveries_has_an_end(world: World, ann: Person, bot: Person, hook: Hook) -> None:
    hook("messages")
    with world.deliveries.held():
        ann.says(bot, "hello")
        with pytest.raises(TimeoutError, match="1 deliveries"):
            world.settle(timeout=0.01)


def test_a_bot_that_answers_too_late_is_given_up(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    answered = threading.Event()
    receiver.statuses = Slow(answered)
    hook("messages")
    world.faults.caller_timeout = 0.05
    ann.says(bot, "hello")
    world.settle()
    answered.set()

    assert world.deliveries.log[-1].outcome == "ReadTimeout"


def test_a_failed_delivery_may_be_tried_again(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    hook("messages")
    receiver.statuses = [503]
    world.faults.retries = 1
    ann.says(bot, "hello")
    world.settle()

    assert [each.outcome for each in world.deliveries.log] == [503, 204]


# Calls


@pytest.mark.parametrize("retry_after", [1, 0, 3600])
def test_a_call_is_limited(api: WebexTeamsAPI, world: World, retry_after: int) -> None:
    world.faults.rate_limited(2, retry_after=retry_after)

    for _ in range(2):
        with pytest.raises(RateLimitError) as limited:
            api.people.me()
        assert limited.value.retry_after == max(1, retry_after)
        assert limited.value.response.headers["Content-Type"].startswith("text/html")
    assert api.people.me()


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [
        (datetime(2026, 11, 22, 10, 16, tzinfo=UTC), "Sun, 22 Nov 2026 10:16:00 GMT"),
        ("soon", "soon"),
        (None, None),
    ],
)
def test_a_retry_after_has_many_forms(
    as_bot: Caller, world: World, retry_after: RetryAfter, header: str | None
) -> None:
    world.faults.rate_limited(retry_after=retry_after)

    reply = as_bot("GET", "/people/me")

    assert (reply.status_code, reply.headers.get("Retry-After")) == (429, header)
    assert "trackingid" in reply.headers


def test_a_fault_is_for_some_calls_only(api: WebexTeamsAPI, world: World, ann: Person) -> None:
    world.faults.failing(502, method="POST", path="/messages")

    assert api.people.me()
    with pytest.raises(ApiError, match="502"):
        api.messages.create(toPersonId=ann.id, text="hello")
    assert api.messages.create(toPersonId=ann.id, text="hello")


@pytest.mark.parametrize(("stored", "count"), [(True, 1), (False, 0)])
def test_a_send_may_break_off_before_or_after_it_was_stored(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, stored: bool, count: int
) -> None:
    world.faults.cut_off(method="POST", path="/messages", stored=stored)
    room = world.direct(ann, bot)

    with pytest.raises(requests.ConnectionError):
        api.messages.create(roomId=room.id, text="hello")

    assert len(world.transcript(room)) == count
    assert api.people.me()


def test_a_reply_may_come_too_late(as_bot: Caller, world: World, ann: Person, bot: Person) -> None:
    world.faults.slow(PATIENCE, path="/messages")
    room = world.direct(ann, bot)
    before = world.changes

    with pytest.raises(requests.ReadTimeout):
        as_bot("POST", "/messages", json={"roomId": room.id, "text": "hello"}, timeout=(PATIENCE, 0.05))

    world.wait_for_change(before, timeout=PATIENCE)
    assert [each.text for each in world.transcript(room)] == ["hello"]
    world.faults.clear()


def test_a_read_may_come_too_early(api: WebexTeamsAPI, world: World, ann: Person, bot: Person) -> None:
    said = ann.says(bot, "hello")
    world.faults.too_early(path="/messages")

    with pytest.raises(ApiError, match="404"):
        api.messages.get(said.id)
    assert api.messages.get(said.id).text == "hello"


def test_every_first_read_may_come_too_early(api: WebexTeamsAPI, world: World, ann: Person, card: MakesCard) -> None:
    world.faults.reads_too_early = 1
    sent = api.messages.create(toPersonId=ann.id, text="x", attachments=[card()])
    action = ann.presses(sent.id, "Save")

    for _ in range(2):
        with pytest.raises(ApiError, match="404"):
            api.attachment_actions.get(action.id)
        world.faults.reads_too_early = 2
    assert api.attachment_actions.get(action.id).messageId == sent.id


def test_a_text_may_not_be_readable(api: WebexTeamsAPI, world: World, ann: Person, bot: Person) -> None:
    said = ann.says(bot, "hello")
    world.faults.kms_failures = 2

    sealed = api.messages.get(said.id)
    assert sealed.text.startswith("eyJ")
    assert sealed.json_data["errors"]["text"]["code"] == "kms_failure"
    assert api.rooms.get(said.room_id).json_data["errors"]["title"]["code"] == "kms_failure"
    assert api.messages.get(said.id).text == "hello"


def test_a_token_has_a_quota(as_bot: Caller, as_ann: Caller, world: World, clock: StandingClock) -> None:
    world.faults.quota_per_minute = 3

    statuses = [as_bot("GET", "/people/me").status_code for _ in range(4)]
    limited = as_bot("GET", "/people/me")

    assert statuses == [200, 200, 200, 429]
    assert limited.headers["Retry-After"] == "60"
    assert as_ann("GET", "/people/me").status_code == 200
    clock.passes(seconds=61)
    assert as_bot("GET", "/people/me").status_code == 200


def test_all_faults_can_be_cleared_at_once(api: WebexTeamsAPI, world: World) -> None:
    world.faults.failing(500, times=9)
    world.faults.duplicate, world.faults.drop = 3, 4
    world.faults.clear()

    assert world.faults == Faults()
    assert api.people.me()


class Slow(list[int]):
    """Statuses that come only after somebody let them."""

    def __init__(self, let: threading.Event) -> None:
        super().__init__([204])
        self._let = let

    def pop(self, _: SupportsIndex = 0) -> int:
        self._let.wait(PATIENCE)
        return 204
