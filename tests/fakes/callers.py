"""Those around the local Webex: a standing clock, a receiver of webhooks, and callers with and without the SDK."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests
from flask import Flask, Response, request
from webexteamssdk import WebexTeamsAPI

from playground.model import Json, Person
from playground.patience import PATIENCE
from playground.serving import serve

Hook = Callable[..., Any]
MakesCard = Callable[..., Json]
Posts = Callable[..., str]
ReadsInputs = Callable[[Any], dict[str, Any]]
SECRET = "topsecret"


class Receiver:
    """A bot that does nothing but keep what it is sent."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.requests: list[tuple[bytes, dict[str, str]]] = []
        app = Flask("receiver")
        app.post("/hook")(self._take)
        self._server = serve(app)
        self.url = f"{self._server.url}/hook"

    def _take(self) -> Response:
        self.requests.append((request.get_data(), dict(request.headers)))
        return Response(status=self.statuses.pop(0) if self.statuses else 204)

    @property
    def envelopes(self) -> list[Json]:
        return [json.loads(body) for body, _ in self.requests]

    def data(self, resource: str, event: str) -> list[Json]:
        return [each["data"] for each in self.envelopes if (each["resource"], each["event"]) == (resource, event)]

    def are_signed(self) -> list[bool]:
        return [
            headers.get("X-Spark-Signature") == hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()
            for body, headers in self.requests
        ]

    def stop(self) -> None:
        self._server.stop()


class Caller:
    """Somebody who uses the API without the SDK, to see statuses, headers and bodies as they are."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method: str, path: str, **more: Any) -> requests.Response:
        return self._session.request(method, f"{self._url}/v1{path}", **{"timeout": PATIENCE, **more})

    def close(self) -> None:
        self._session.close()


@contextmanager
def sdk(service: serve, person: Person, made_by: Callable[..., Any] = WebexTeamsAPI) -> Iterator[Any]:
    """An SDK in the hands of a person. It has no way to close its connections, so that is done here."""
    api = made_by(
        access_token=person.token,
        base_url=f"{service.url}/v1/",
        single_request_timeout=PATIENCE,
        wait_on_rate_limit=False,
    )
    yield api
    api._session._req_session.close()


def make_card(*body: Json, actions: list[Json] | None = None, **more: Any) -> Json:
    """Return a card as the bot would attach it."""
    content = {
        "type": "AdaptiveCard",
        "version": "1.3",
        "body": list(body) or [{"type": "TextBlock", "text": "Time is up"}],
        "actions": [{"type": "Action.Submit", "title": "Save", "data": {"act": "log"}}] if actions is None else actions,
        **more,
    }
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
