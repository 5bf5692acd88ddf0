"""Services may answer anything: what makes no sense is an error of theirs, and never one of ours."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask, Response

from bot.errors import Unreachable
from bot.services.commerce import Commerce
from bot.services.tokens import ClientToken
from bot.services.transport import ServiceAdapter, ServiceSession
from bot.services.webex_admin import WebexAdmin
from playground.serving import serve
from tests.fakes.clocks import StandingClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NONSENSE = [
    "",
    "<html>log in first</html>",
    "[]",
    "null",
    '"words"',
    '{"items": 7}',
    '{"items": [7]}',
    '{"items": [{"orgId": {"a": 1}, "roles": 7}]}',
    '{"ShowPurchaseOrder": {"value": {"DataArea": {"PurchaseOrder": []}}}}',
    '{"ShowPurchaseOrder": {"value": {"DataArea": {"PurchaseOrder": [{"PurchaseOrderLine": ["x"]}]}}}}',
    '{"access_token": null, "expires_in": "soon"}',
    "9" * 5000,
    "[" * 5000,
]


class Oracle:
    """A service that says whatever it is told to say."""

    def __init__(self) -> None:
        self.says = ""
        self.app = Flask("oracle")
        self.app.add_url_rule("/<path:path>", view_func=self._answer, methods=["GET", "POST"])

    def _answer(self, path: str) -> Response:
        return Response(self.says, mimetype="application/json")


@pytest.fixture(scope="module")
def oracle() -> Iterator[tuple[Oracle, str]]:
    oracle = Oracle()
    with serve(oracle.app) as server:
        yield oracle, server.url


def bearer(**_more: Any) -> str:
    return "a token"


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_what_makes_no_sense_may_be_better_later(oracle: tuple[Oracle, str], nonsense: str) -> None:
    (told, url), session = oracle, ServiceSession()
    told.says = nonsense
    admin = WebexAdmin(f"{url}/v1", bearer, session)
    token = ClientToken(f"{url}/token", ("id", "secret"), session, StandingClock(NOON))
    commerce = Commerce(url, bearer, session, StandingClock(NOON))
    calls: list[Callable[[], object]] = [
        partial(admin.memberships, "ann@northwind.example"),
        admin.organizations,
        partial(admin.subscriptions, "O1"),
        partial(commerce.look, "1"),
        token,
    ]
    for call in calls:
        with suppress(Unreachable):
            call()
    session.close()


def test_nobody_reads_an_answer_without_end(oracle: tuple[Oracle, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServiceAdapter, "largest", 1000)
    (told, url), session = oracle, ServiceSession()
    told.says = '{"items": [' + "7," * 1000 + "7]}"

    with pytest.raises(Unreachable, match="AnswerTooLarge"):
        WebexAdmin(f"{url}/v1", bearer, session).memberships("ann@northwind.example")
    session.close()
