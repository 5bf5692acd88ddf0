"""A world with a bot and two people in it, its API on a real port, and the real SDK to call it."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
import requests
from flask import Flask, Response, request
from webexteamssdk import WebexTeamsAPI

from playground.emulator import create_emulator
from playground.serving import serve
from playground.world import World

SECRET = "topsecret"


class SetClock:
    """Stands still until somebody moves it."""

    def __init__(self):
        self._now = datetime(2026, 11, 22, 10, 15, 2, 417_000, tzinfo=UTC)

    def now(self):
        return self._now

    def passes(self, **span):
        self._now += timedelta(**span)


class Receiver:
    """A bot that does nothing but keep what it is sent."""

    def __init__(self):
        self.statuses = []
        self.requests = []
        app = Flask("receiver")
        app.post("/hook")(self._take)
        self._server = serve(app)
        self.url = f"{self._server.url}/hook"

    def _take(self):
        self.requests.append((request.get_data(), dict(request.headers)))
        return Response(status=self.statuses.pop(0) if self.statuses else 204)

    @property
    def envelopes(self):
        return [json.loads(body) for body, _ in self.requests]

    def data(self, resource, event):
        return [each["data"] for each in self.envelopes if (each["resource"], each["event"]) == (resource, event)]

    def are_signed(self):
        return [
            headers.get("X-Spark-Signature") == hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()
            for body, headers in self.requests
        ]

    def stop(self):
        self._server.stop()


class Caller:
    """Somebody who uses the API without the SDK, to see statuses, headers and bodies as they are."""

    def __init__(self, url, token):
        self._url = url
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method, path, **more):
        return self._session.request(method, f"{self._url}/v1{path}", **{"timeout": 5, **more})

    def close(self):
        self._session.close()


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def world(clock):
    with World(clock, seed=7) as world:
        yield world


@pytest.fixture
def bot(world):
    return world.bot("coach@webex.bot", "Coach Bot", token="bot-token_with-dashes_and_lines")


@pytest.fixture
def ann(world):
    return world.person("ann@example.net", "Ann Example")


@pytest.fixture
def boris(world):
    return world.person("boris@example.org")


@pytest.fixture
def service(world, bot):
    with serve(create_emulator(world)) as running:
        yield running


@pytest.fixture
def api(service, bot):
    api = sdk(service, bot)
    yield api
    api._session._req_session.close()


@pytest.fixture
def ann_api(service, ann):
    api = sdk(service, ann)
    yield api
    api._session._req_session.close()


@pytest.fixture
def as_bot(service, bot):
    caller = Caller(service.url, bot.token)
    yield caller
    caller.close()


@pytest.fixture
def as_ann(service, ann):
    caller = Caller(service.url, ann.token)
    yield caller
    caller.close()


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def hook(api, receiver):
    """Registers webhooks for the bot at the receiver."""

    def register(resource, event="created", **more):
        return api.webhooks.create(f"{resource} {event}", receiver.url, resource, event, secret=SECRET, **more)

    return register


def sdk(service, person):
    return WebexTeamsAPI(
        access_token=person.token,
        base_url=f"{service.url}/v1/",
        single_request_timeout=5,
        wait_on_rate_limit=False,
    )


@pytest.fixture
def card():
    return make_card


def make_card(*body, actions=None, **more):
    """A card as the bot would attach it."""
    content = {
        "type": "AdaptiveCard",
        "version": "1.3",
        "body": list(body) or [{"type": "TextBlock", "text": "Time is up"}],
        "actions": [{"type": "Action.Submit", "title": "Save", "data": {"act": "log"}}] if actions is None else actions,
        **more,
    }
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
