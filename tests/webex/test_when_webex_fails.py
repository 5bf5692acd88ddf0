"""Whatever goes wrong at Webex or on the way is told apart: wait, try again, look whether it arrived, or give up."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from flask import Flask, Response, request

from bot.domain.outgoing import FileAtWebex, Message
from bot.errors import FileWithheld, RateLimited, Rejected, TokenRefused, Uncertain, Unreachable
from bot.webex.client import WebexTeams
from bot.webex.errors import was_sent
from playground import model
from playground.faults import RetryAfter
from playground.model import Json
from playground.patience import PATIENCE
from playground.serving import serve
from playground.world import World
from tests.webex.envelopes import NOON, TO_ANN


@pytest.mark.parametrize("status", [429, 423])
@pytest.mark.parametrize(
    ("retry_after", "wait", "until"),
    [
        (17, timedelta(seconds=17), None),
        (0, timedelta(0), None),
        (3600, timedelta(hours=1), None),
        (NOON, None, NOON),
        ("Sun, 22 Nov 2026 12:00:00 -0000", None, NOON),
        ("soon", None, None),
        ("-5", None, None),
        ("1" * 40, None, None),
        ("", None, None),
        (None, None, None),
    ],
    ids=str,
)
def test_a_rate_limit_is_understood_in_every_form(
    world: World, door: WebexTeams, status: int, retry_after: RetryAfter, wait: timedelta | None, until: datetime | None
) -> None:
    world.faults.failing(status, retry_after=retry_after)
    with pytest.raises(RateLimited) as caught:
        door.me()
    assert (caught.value.wait, caught.value.until) == (wait, until)
    assert str(caught.value.tracking_id).startswith("ROUTER_")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_outage_may_pass(world: World, door: WebexTeams, status: int) -> None:
    world.faults.failing(status)
    with pytest.raises(Unreachable) as caught:
        door.me()
    assert type(caught.value) is Unreachable


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_post_over_which_webex_failed_is_uncertain(
    world: World, door: WebexTeams, ann: model.Person, status: int
) -> None:
    world.faults.failing(status)
    with pytest.raises(Uncertain):
        door.post(TO_ANN, Message("Role?"))


@pytest.mark.parametrize(
    ("status", "kind"), [(500, Unreachable), (502, Uncertain), (503, Unreachable), (504, Uncertain)]
)
def test_an_edit_is_uncertain_only_where_a_gateway_gave_up_on_it(
    world: World, door: WebexTeams, ann: model.Person, status: int, kind: type[Exception]
) -> None:
    posted = door.post(TO_ANN, Message("Role?"))
    world.faults.failing(status)
    with pytest.raises(Unreachable) as caught:
        door.edit(posted.message_id, posted.room_id, Message("Partner."))
    assert type(caught.value) is kind


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 415, 428])
def test_what_webex_refuses_is_rejected_with_its_status(world: World, door: WebexTeams, status: int) -> None:
    world.faults.failing(status)
    with pytest.raises(Rejected, match=f"{status}: The local Webex") as caught:
        door.me()
    assert caught.value.status == status


def test_a_token_that_webex_does_not_accept_is_no_fault_of_the_message(world: World, door: WebexTeams) -> None:
    world.faults.failing(401)
    with pytest.raises(TokenRefused):
        door.me()


def test_silence_leaves_a_post_uncertain_and_a_read_unreachable(
    world: World, service: serve, bot: model.Person, ann: model.Person
) -> None:
    world.faults.slow(PATIENCE, times=2)
    door = WebexTeams(bot.token, f"{service.url}/v1", timeout_seconds=1)
    with pytest.raises(Uncertain):
        door.post(TO_ANN, Message("Role?"))
    with pytest.raises(Unreachable) as caught:
        door.me()
    door.close()
    world.faults.clear()
    assert type(caught.value) is Unreachable


def test_a_broken_connection_is_only_uncertain_for_a_post(world: World, door: WebexTeams, ann: model.Person) -> None:
    posted = door.post(TO_ANN, Message("Role?"))
    world.faults.cut_off(times=2)
    for call in (lambda: door.delete(posted.message_id), door.me):
        with pytest.raises(Unreachable) as caught:
            call()
        assert type(caught.value) is Unreachable


def test_a_refused_connection_never_leaves_doubt_and_its_cause_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        door = WebexTeams("token", f"http://127.0.0.1:{unused.getsockname()[1]}/v1/")
        with pytest.raises(Unreachable) as caught:
            door.post(TO_ANN, Message("Role?"))
        door.close()
    assert type(caught.value) is Unreachable
    assert caught.value.reason == "no usable answer: Connection refused"


@pytest.mark.parametrize("body", ["<html>Log in to this network</html>", "[]", "{}", "null", '{"id": 1}'])
def test_an_answer_that_makes_no_sense_is_no_answer(body: Json) -> None:
    app = Flask("elsewhere")
    app.add_url_rule("/<path:_>", view_func=lambda _: Response(body), methods=["GET", "POST"])
    with serve(app) as elsewhere:
        door = WebexTeams("token", elsewhere.url)
        with pytest.raises(Uncertain):
            door.post(TO_ANN, Message("Role?"))
        with pytest.raises(Unreachable):
            door.webhooks()
        door.close()


def test_no_error_repeats_the_token_or_an_address(
    world: World, door: WebexTeams, bot: model.Person, ann: model.Person
) -> None:
    world.faults.cut_off(times=1)
    with pytest.raises(Unreachable) as caught:
        door.find_own(TO_ANN, Message("Role?"), NOON)
    assert "ann@example.net" not in str(caught.value)
    assert bot.token not in repr(caught.value) + repr(vars(caught.value))


def leading(place: str) -> Flask:
    """Return a Webex whose answers lead to another host."""
    app = Flask("leading")

    @app.route("/v1/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
    def anything(path: str) -> Response:
        if path == "rooms":
            return Response('{"items": []}', headers={"Link": f'<{place}/v1/rooms?page=2>; rel="next"'})
        return Response(status=307, headers={"Location": f"{place}/v1/{path}"})

    return app


def test_no_call_follows_an_answer_to_another_host() -> None:
    heard: list[str] = []
    thief = Flask("thief")
    thief.before_request(lambda: heard.append(str(request.headers.get("Authorization"))))
    with serve(thief) as elsewhere, serve(leading(elsewhere.url)) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        with pytest.raises(Unreachable):
            door.me()
        with pytest.raises(Unreachable):
            door.post(TO_ANN, Message("hello"))
        # For a file this is no outage: tried again, it would keep its sender waiting for ever.
        with pytest.raises(Rejected, match="302"):
            door.download(f"{service.url}/v1/contents/1", 1000)
        with pytest.raises(FileWithheld, match="302"):
            door.post(TO_ANN, Message("a file", file=FileAtWebex(f"{service.url}/v1/contents/1")))
        with pytest.raises(Unreachable):
            list(door.direct_rooms())
        door.close()
    assert heard == []


def without_end(address_of_next: Callable[[int], str], asked: list[str]) -> Flask:
    """Return a Webex in which each page of a list has a next one."""
    app = Flask("without end")

    @app.route("/v1/<path:path>")
    def page(path: str) -> Response:
        asked.append(path)
        further = f"{request.host_url}v1/{path}?{address_of_next(len(asked))}"
        return Response('{"items": []}', headers={"Link": f'<{further}>; rel="next"'})

    return app


LISTS: dict[str, Callable[[WebexTeams], object]] = {
    "members": lambda door: door.members("R1"),
    "webhooks": lambda door: door.webhooks(),
    "chats": lambda door: list(door.direct_rooms()),
    "messages": lambda door: door.direct_messages_since("R1", NOON, NOON),
}


@pytest.mark.parametrize("read", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize(
    ("address_of_next", "calls", "why"),
    [
        (lambda asked: "cursor=same", 2, "leads back"),
        (lambda asked: f"cursor={asked % 3}", 4, "leads back"),
        (lambda asked: f"cursor={asked}", 10, "more than 10 pages"),
    ],
    ids=["itself", "circle", "endless"],
)
def test_a_list_that_never_ends_is_given_up_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
    address_of_next: Callable[[int], str],
    calls: int,
    why: str,
    read: Callable[[WebexTeams], object],
) -> None:
    monkeypatch.setattr("bot.webex.pages.MOST_PAGES", 10)
    asked: list[str] = []
    with serve(without_end(address_of_next, asked)) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        with pytest.raises(Unreachable, match=why):
            read(door)
        door.close()
    assert len(asked) == calls


def showing(path: str, *items: Json) -> Flask:
    """Return a Webex that lists the same under one address, and whose bot is P0."""
    app = Flask("showing")
    app.add_url_rule("/v1/people/me", "me", lambda: {"id": "P0", "emails": ["coach@webex.bot"]})
    app.add_url_rule(f"/v1/{path}", "list", lambda: {"items": items})
    return app


NO_DATES: list[Json] = [{"created": each} for each in ("soon", "", None, 7)] + [{}]
EARLIER = {"id": "M0", "roomId": "R1", "text": "hi", "created": "2026-11-22T11:59:59.000Z"}


@pytest.mark.parametrize("undated", NO_DATES, ids=str)
def test_a_message_without_a_date_counts_as_new_and_keeps_no_chat_from_being_read(undated: Json) -> None:
    hers = {"personId": "P1", "personEmail": "ann@example.net"}
    written = {"id": "M1", "roomId": "R1", "text": "hi", **undated}
    with serve(showing("messages", written | hers, EARLIER | hers)) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        assert [each.id for each in door.direct_messages_since("R1", NOON, NOON)] == ["M1"]
        door.close()


@pytest.mark.parametrize("undated", NO_DATES, ids=str)
def test_a_message_of_ours_without_a_date_is_found(undated: Json) -> None:
    ours = {"personId": "P0"}
    posted = {"id": "M1", "roomId": "R1", "text": "hi", **undated}
    with serve(showing("messages/direct", posted | ours, EARLIER | ours)) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        found = door.find_own(TO_ANN, Message("hi"), NOON)
        assert found is not None
        assert found.message_id == "M1"
        assert door.said_to(TO_ANN.email, NOON) == []
        door.close()


@pytest.mark.parametrize("said", ["soon", 7, "2026-11-22T12:00:00"])
def test_a_chat_without_a_last_activity_that_can_be_read_counts_as_active(said: Json) -> None:
    with serve(showing("rooms", {"id": "R1", "lastActivity": said})) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        assert [room.last_activity >= NOON for page in door.direct_rooms() for room in page] == [True]
        door.close()


def test_a_failure_of_which_nothing_is_known_counts_as_sent() -> None:
    assert was_sent(requests.RequestException())


def dripping(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    """Answer without end, a byte now and then."""
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "1000000")])
    while True:
        yield b" "
        threading.Event().wait(0.05)


def test_an_answer_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webex.transport.ANSWER_SECONDS", 0.5)
    with serve(dripping) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        with pytest.raises(Unreachable):
            door.me()
        with pytest.raises(Uncertain):
            door.post(TO_ANN, Message("hello"))
        with pytest.raises(Unreachable):
            door.download(f"{service.url}/v1/contents/1", 1000)
        door.close()


def test_a_head_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webex.transport.ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=drip_a_head, args=(listening,), daemon=True).start()
        door = WebexTeams("token", f"http://127.0.0.1:{listening.getsockname()[1]}/v1")
        with pytest.raises(Unreachable):
            door.me()
        door.close()


def drip_a_head(listening: socket.socket) -> None:
    line, _ = listening.accept()
    with line, suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            line.sendall(b"x")
            threading.Event().wait(0.05)


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_without_measure_is_given_up(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webex.transport.LARGEST_ANSWER", 100_000)
    app = Flask("huge")
    content = b" " * 100_001
    headers = {"Content-Encoding": "gzip"} if packed else {}
    answer = gzip.compress(content) if packed else content
    app.add_url_rule(
        "/v1/people/me", view_func=lambda: Response(answer, headers=headers, content_type="application/json")
    )
    with serve(app) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        with pytest.raises(Unreachable):
            door.me()
        door.close()
