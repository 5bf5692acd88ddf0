"""The probe: the bot sends itself an event, so what is dead inside shows outside, and nobody else notices anything."""

import json
from typing import Any

import pytest
from werkzeug.test import Client

from bot.dispatch.admission import MOST_PROBES
from bot.http.probe import own_address
from playground.deliveries import sign
from tests.staging.actors import Actor
from tests.staging.deliveries import post
from tests.staging.settings import OPERATOR, SECRET
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine

LOST = "no probe came through"


def probes(stage: Stage) -> None:
    """Let a minute pass, at whose end the bot sends itself an event."""
    stage.clock.passes(minutes=1)
    stage.bot.lifecycle.beats.make("probe")


def readyz(stage: Stage) -> dict[str, Any]:
    return dict(Client(stage.bot.web).get("/readyz", headers=OPERATOR).json or {})


def is_lost(stage: Stage) -> bool:
    return any(each.startswith(LOST) for each in readyz(stage)["problems"])


def test_dead_workers_show_within_two_minutes_though_the_process_answers(stage: Stage) -> None:
    assert readyz(stage)["probe"] == "none has come through yet"
    probes(stage)
    stage.settle()
    assert not is_lost(stage)
    assert "came through at" in readyz(stage)["probe"]
    assert stage.metric("setup_now_probe_seconds") == 0

    # From now on nobody handles anything.
    probes(stage)
    assert not is_lost(stage)
    stage.clock.passes(seconds=50)
    assert is_lost(stage)
    assert stage.metric("setup_now_probe_seconds") == 50
    assert stage.metric("setup_now_problems") > 0
    assert Client(stage.bot.web).get("/healthz").status_code == 200
    probes(stage)
    with stage.bot.store.reading() as uow:
        assert uow.inbox.counts()["waiting"] == 1, "one is under way at a time"

    stage.settle()
    stage.clock.passes(seconds=1)
    probes(stage)
    stage.settle()
    assert not is_lost(stage)
    with stage.bot.store.reading() as uow:
        assert sum(uow.inbox.counts().values()) <= 1, "nothing of the earlier ones is kept"


def test_a_bot_that_does_not_answer_itself_says_so(stage: Stage) -> None:
    stage.restart(PORT="1")
    probes(stage)
    probes(stage)
    stage.clock.passes(seconds=45)
    assert any(each.startswith(LOST) and "no answer" in each for each in readyz(stage)["problems"])


def test_nobody_notices_probes(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    with stage.bot.store.reading() as uow:
        lines = len(uow.audit.recent(1000))
    said = len(ann.answers)
    for _ in range(3):
        probes(stage)
        stage.settle()
    with stage.bot.store.reading() as uow:
        assert len(uow.audit.recent(1000)) == lines
        assert uow.dead_letters.count() == 0
    assert (len(ann.answers), ada.answers) == (said, [])


def test_a_pause_holds_no_probe_up(stage: Stage, ada: Actor) -> None:
    ada.says("/pause")
    probes(stage)
    stage.settle()
    assert "came through at" in readyz(stage)["probe"]


def test_whoever_knows_the_secret_floods_nothing_with_made_up_probes(stage: Stage) -> None:
    for n in range(50):
        body = json.dumps({"resource": "probes", "event": "sent", "data": {"id": f"P-{n}"}}).encode()
        headers = {"Content-Type": "application/json", "X-Spark-Signature": sign(SECRET, body)}
        assert post(stage.http_url, {"data": body, "headers": headers}) == 204
    with stage.bot.store.reading() as uow:
        assert uow.inbox.counts()["waiting"] == MOST_PROBES


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080/x"),
        ("0.0.0.0", "http://127.0.0.1:8080/x"),  # noqa: S104 - nothing listens here
        ("::", "http://[::1]:8080/x"),
        ("fd00::7", "http://[fd00::7]:8080/x"),
    ],
)
def test_a_process_that_listens_everywhere_reaches_itself(host: str, address: str) -> None:
    assert own_address(host, 8080, "/x") == address
