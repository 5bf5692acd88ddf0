"""What can never be sent is given up, in time and not sooner."""

from datetime import timedelta
from typing import Literal

import pytest

from bot.delivery.relay import Relay
from bot.domain.outgoing import Address, Lane, Message
from bot.errors import Unreachable
from bot.webex.budget import Budget
from store import Store
from tests.delivery.owing import NOON
from tests.fakes.clocks import StandingClock
from tests.fakes.webex import Recorder
from tests.staging.actors import Actor
from tests.staging.settings import MANY
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO


@pytest.mark.parametrize("status", [400, 404, 502])
def test_who_is_not_on_webex_becomes_a_task_of_the_reps_within_minutes(
    stage: Stage, rita: Actor, status: Literal[400, 404, 502]
) -> None:
    stage.world.faults.unknown_email = status
    stage.import_orders(CONTOSO)
    stage.go_to(stage.clock.now().replace(hour=9))
    for _ in range(15):
        stage.wait(minutes=1)
    [card] = [text for text in stage.cards_in_space() if "90417263" in text]
    assert "Webex does not deliver messages to ann@northwind.example.com" in card
    with stage.bot.store.reading() as uow:
        [dead] = uow.dead_letters.all()
    assert str(status) in dead.cause


def delivers(relay: Relay, clock: StandingClock, hours: float) -> None:
    until = clock.now() + timedelta(hours=hours)
    while clock.now() < until:
        while relay():
            pass
        clock.move_to(clock.now() + timedelta(minutes=1))


def test_a_post_that_fails_while_others_go_well_is_given_up(store: Store) -> None:
    clock = StandingClock(NOON)
    budget = Budget(clock, MANY)
    webex = Recorder(budget)
    relay = Relay(store, webex, clock, "me", budget=budget)

    def fails(message: Message) -> None:
        if message.text == "never":
            raise Unreachable("500: Internal Server Error")

    webex.judge = fails
    with store.unit_of_work() as uow:
        uow.outbox.post(Address(email="ann@example.com"), Message("never"), Lane.REPLY, NOON)
        for n in range(40):
            later = NOON + timedelta(minutes=n)
            to = Address(email=f"p{n}@example.com")
            uow.outbox.post(to, Message("fine"), Lane.REPLY, NOON, due_at=later)
    delivers(relay, clock, 0.75)
    with store.reading() as uow:
        [dead] = uow.dead_letters.all()
        assert dead.words == "never"
        heard = uow.inbox.next_up(clock.now())
        assert heard, "somebody hears of it"
        assert heard.resource == "outbox"
    assert webex.posted == ["fine"] * 40


def test_while_all_of_webex_is_away_nothing_is_given_up_for_a_day(store: Store) -> None:
    clock = StandingClock(NOON)
    budget = Budget(clock, MANY)
    webex = Recorder(budget)
    relay = Relay(store, webex, clock, "me", budget=budget)

    def fails(message: Message) -> None:
        raise Unreachable("503: Service Unavailable")

    webex.judge = fails
    with store.unit_of_work() as uow:
        for n in range(3):
            uow.outbox.post(Address(email=f"p{n}@example.com"), Message("one"), Lane.REPLY, NOON)
    delivers(relay, clock, 23)
    with store.reading() as uow:
        assert uow.dead_letters.all() == []
    delivers(relay, clock, 2)
    with store.reading() as uow:
        assert len(uow.dead_letters.all()) == 3
