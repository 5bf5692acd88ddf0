"""From the outbox to Webex: when it is tried again, whether it arrived, and who goes first."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.relay import Relay
from bot.domain.outgoing import Address, Lane, Message
from bot.errors import Rejected
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from store import Store
from tests.delivery.owing import NOON, owe, texts
from tests.fakes.clocks import StandingClock
from tests.fakes.webex import Fickle, Recorder, Stuck
from tests.staging.actors import Actor
from tests.staging.databases import new_store
from tests.staging.live import Live
from tests.staging.settings import MANY
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO

POSTS = "/messages"


def owe_space(stage: Stage, text: str) -> None:
    with stage.bot.store.unit_of_work() as uow:
        to_space = Address(room_id=stage.space.id)
        uow.outbox.post(to_space, Message(text), Lane.REPLY, stage.clock.now())
    stage.settle()


def texts_in_space(stage: Stage) -> list[str]:
    return [each.words for each in stage.world.transcript(stage.space) if each.person_id == stage.me.id]


# When to try again


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        (17, 17),
        (3600, 3600),
        ("0", 1),
        ("-5", 15),
        ("soon", 15),
        ("", 15),
        ("1e9", 15),
        (None, 15),
        (99_999_999, 3600),
        (datetime(2026, 3, 2, 8, 0, 40, tzinfo=UTC), 40),
        (datetime(2026, 3, 2, 7, 0, tzinfo=UTC), 1),
        (datetime(2031, 1, 1, tzinfo=UTC), 3600),
    ],
)
@pytest.mark.parametrize("status", [429, 423])
def test_a_refused_post_is_sent_again_when_retry_after_says(
    stage: Stage, ann: Actor, ada: Actor, status: int, retry_after: Any, seconds: int
) -> None:
    stage.world.faults.failing(status, 1, method="POST", path=POSTS, retry_after=retry_after)
    owe(stage, ann, "one", "two")
    owe(stage, ada, "for somebody else")
    # A 429 is about the token, a 423 about one file.
    assert (texts(ann), texts(ada)) == ([], ["for somebody else"] if status == 423 else [])
    if seconds > 1:
        stage.wait(seconds=seconds - 1)
        assert texts(ann) == []
    for _ in range(4):
        stage.wait(seconds=1)
    assert (texts(ann), texts(ada)) == (["one", "two"], ["for somebody else"])


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_outage_is_outlasted_in_order(stage: Stage, ann: Actor, status: int) -> None:
    stage.world.faults.failing(status, 20, method="POST", path=POSTS)
    owe(stage, ann, "one", "two")
    for _ in range(30):
        stage.wait(minutes=5)
    assert texts(ann) == ["one", "two"]


def test_a_token_that_is_refused_gives_no_message_up(stage: Stage, ann: Actor) -> None:
    stage.world.faults.failing(401, 5, method="POST", path=POSTS)
    owe(stage, ann, "one", "two")
    for _ in range(6):
        stage.wait(minutes=5)
    assert texts(ann) == ["one", "two"]


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_message_that_webex_refuses_becomes_a_task_of_the_reps(
    stage: Stage, ann: Actor, rita: Actor, status: int
) -> None:
    stage.import_orders(CONTOSO)
    stage.world.faults.failing(status, 1, method="POST", path=POSTS)
    stage.go_to(stage.clock.now().replace(hour=9))
    assert texts(ann) == []
    assert "90417263" in "\n".join(stage.cards_in_space())
    with stage.bot.store.reading() as uow:
        [dead] = uow.dead_letters.all()
    assert str(status) in dead.cause
    owe(stage, ann, "the line goes on")
    assert texts(ann) == ["the line goes on"]


# Did it arrive?


@pytest.mark.parametrize("stored", [True, False])
def test_a_post_whose_answer_never_came_is_seen_once(stage: Stage, ann: Actor, stored: bool) -> None:
    stage.world.faults.cut_off(1, stored=stored, method="POST", path=POSTS)
    owe(stage, ann, "one", "two")
    stage.wait(minutes=1)
    assert texts(ann) == ["one", "two"]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("stored", [True, False])
def test_a_post_over_which_webex_failed_is_seen_once(stage: Stage, ann: Actor, status: int, stored: bool) -> None:
    stage.world.faults.failing(status, 1, method="POST", path=POSTS, stored=stored)
    owe(stage, ann, "one", "two")
    stage.world.faults.failing(status, 1, method="POST", path=POSTS, stored=stored)
    owe_space(stage, "a task")
    stage.wait(minutes=1)
    assert (texts(ann), texts_in_space(stage)) == (["one", "two"], ["a task"])


class Behind:
    """A clock that is behind another."""

    def __init__(self, clock: StandingClock, behind: timedelta) -> None:
        self._clock = clock
        self._behind = behind

    def now(self) -> datetime:
        return self._clock.now() - self._behind


@pytest.mark.parametrize("ahead", [timedelta(minutes=10), timedelta(days=50 * 365)])
@pytest.mark.parametrize("stored", [True, False])
def test_it_is_seen_once_too_where_our_clock_is_far_ahead_of_webex(
    stage: Stage, ann: Actor, ahead: timedelta, stored: bool
) -> None:
    stage.world.ground.clock = Behind(stage.clock, ahead)
    owe(stage, ann, "Noted.")
    stage.world.faults.cut_off(1, stored=stored, method="POST", path=POSTS)
    owe(stage, ann, "Noted.", "two")
    stage.wait(minutes=1)
    assert texts(ann) == ["Noted.", "Noted.", "two"]


def test_it_is_seen_once_where_our_clock_is_a_little_ahead_and_webex_tells_no_time(stage: Stage, ann: Actor) -> None:
    stage.world.ground.clock = Behind(stage.clock, timedelta(minutes=1))
    stage.world.faults.cut_off(1, method="POST", path=POSTS)
    stage.world.faults.failing(403, 1, method="GET", path="/people/me")
    owe(stage, ann, "Noted.")
    stage.wait(minutes=1)
    assert texts(ann) == ["Noted."]


@pytest.mark.parametrize("stored", [True, False])
def test_the_same_words_twice_are_two_messages(stage: Stage, ann: Actor, stored: bool) -> None:
    owe(stage, ann, "Noted.")
    stage.world.faults.cut_off(1, stored=stored, method="POST", path=POSTS)
    owe(stage, ann, "Noted.")
    stage.wait(minutes=1)
    assert texts(ann) == ["Noted.", "Noted."]


@pytest.mark.parametrize("stored", [True, False])
def test_in_a_room_a_webhook_tells_whether_a_post_arrived(stage: Stage, stored: bool) -> None:
    owe_space(stage, "a task")
    stage.world.faults.cut_off(1, stored=stored, method="POST", path=POSTS)
    owe_space(stage, "a task")
    stage.wait(seconds=30)
    assert texts_in_space(stage) == ["a task", "a task"]


@pytest.mark.parametrize("stored", [True, False])
def test_in_somebody_s_own_chat_addressed_as_a_room_it_is_looked_whether_a_post_arrived(
    stage: Stage, ann: Actor, stored: bool
) -> None:
    stage.import_orders(CONTOSO)
    ann.says("help")
    chat = ann.chat[-1].room_id
    stage.world.faults.cut_off(1, stored=stored, method="POST", path=POSTS)
    with stage.bot.store.unit_of_work() as uow:
        uow.outbox.post(Address(room_id=chat), Message("The packet"), Lane.REPLY, stage.clock.now())
    stage.settle()
    stage.wait(minutes=1)
    assert [each.words for each in ann.chat].count("The packet") == 1


def test_in_a_room_of_which_no_webhook_tells_a_post_may_come_twice(stage: Stage) -> None:
    stage.world.faults.own_group_posts = False
    stage.world.faults.cut_off(1, method="POST", path=POSTS)
    owe_space(stage, "a task")
    stage.wait(seconds=30)
    assert texts_in_space(stage) == ["a task", "a task"]


def test_what_a_dead_process_had_in_hand_is_looked_for_before_it_is_sent(stage: Stage, ann: Actor) -> None:
    with stage.bot.store.unit_of_work() as uow:
        uow.outbox.post(Address(email=ann.email), Message("one"), Lane.REPLY, stage.clock.now())
        entry = uow.outbox.lease("the dead", stage.clock.now())
        assert entry
    stage.bot.doctor.webex.post(entry.address, entry.message)
    with stage.bot.store.unit_of_work() as uow:
        uow.release_leases("the dead")
    stage.settle()
    assert texts(ann) == ["one"]


def test_a_reply_goes_before_a_thousand_broadcasts(store: Store) -> None:
    clock = StandingClock(NOON)
    budget = Budget(clock, 60)
    webex = Recorder(budget)
    relay = Relay(store, webex, clock, "me", budget=budget)
    with store.unit_of_work() as uow:
        for n in range(1000):
            uow.outbox.post(Address(email=f"p{n}@example.com"), Message("news"), Lane.BROADCAST, NOON)
    while relay():
        pass
    assert set(webex.posted) == {"news"}
    before = len(webex.posted)
    with store.unit_of_work() as uow:
        uow.outbox.post(Address(email="ann@example.com"), Message("reminder"), Lane.REMINDER, NOON)
        uow.outbox.post(Address(email="bob@example.com"), Message("answer"), Lane.REPLY, NOON)
    for seconds in range(1, 15):
        clock.move_to(NOON + timedelta(seconds=seconds))
        while relay():
            pass
    assert webex.posted[before:][:3] == ["answer", "reminder", "news"]


def test_a_hundred_rooms_whose_posts_hang_hold_up_no_other(tmp_path: Path) -> None:
    doors: list[Stuck] = []

    def made(token: str, url: str, budget: Budget) -> WebexTeams:
        doors.append(Stuck(token, url, budget=budget))
        return doors[0]

    with Live(tmp_path, webex=made, webex_threads=32) as live:
        stuck = [live.world.person(f"p{n}@example.com") for n in range(100)]
        ann = live.world.person("ann@example.com")
        with live.bot.store.unit_of_work() as uow:
            for each in stuck:
                uow.outbox.post(Address(email=each.email), Message("stuck"), Lane.REPLY, NOON)
        live.bot.workers.posting.pool.nudge()
        live.until(lambda: doors[0].gate.n_waiting == 100)
        ann.says(live.me, "order 5")
        live.until(lambda: live.chat(ann) != [])
        assert doors[0].gate.n_waiting == 100, "all others still hang"
        doors[0].gate.wait()
        live.until(lambda: all(map(live.chat, stuck)))


# Whatever happens


OUTCOMES = st.sampled_from(
    ["fine", "429", "503", "lost, arrived", "lost, not arrived", "refused", "dies", "dies after"]
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(OUTCOMES, max_size=20))
def test_whatever_webex_does_each_message_arrives_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, rooms: str, outcomes: list[str]
) -> None:
    store = new_store(tmp_path_factory.mktemp("db") / "setup-now.db")
    webex, clock = Fickle(list(outcomes)), StandingClock(NOON)
    relay = Relay(store, webex, clock, "me", budget=Budget(clock, MANY), jitter=Random(1))
    with store.unit_of_work() as uow:
        for n, room in enumerate(rooms):
            uow.outbox.post(Address(email=room), Message(f"{room}{n}"), Lane.REPLY, NOON, awaited=False)
    for _ in range(200):
        try:
            if not relay():
                clock.move_to(clock.now() + timedelta(seconds=30))
        except KeyboardInterrupt:
            with store.unit_of_work() as uow:
                uow.release_leases("me")
    with store.reading() as uow:
        refused = {each.words for each in uow.dead_letters.all()}
        assert uow.outbox.counts()["due"] + uow.outbox.counts()["leased"] == 0
    assert len(refused) <= outcomes.count("refused")
    for room in "abc":
        owed = [f"{each}{n}" for n, each in enumerate(rooms) if each == room]
        assert webex.rooms.get(f"person:{room}", []) == [each for each in owed if each not in refused]
    store.close()


def test_a_lost_lease_is_not_given_up_nor_told(store: Store) -> None:
    clock = StandingClock(NOON)
    budget = Budget(clock, MANY)
    webex = Recorder(budget)
    relay = Relay(store, webex, clock, "me", budget=budget)
    with store.unit_of_work() as uow:
        uow.outbox.post(Address(email="ann@example.com"), Message("one"), Lane.REPLY, NOON)

    def lose(message: Message) -> None:
        with store.unit_of_work() as uow:
            uow.release_leases("me")
        raise Rejected(400, "no")

    webex.judge = lose
    assert relay()
    with store.reading() as uow:
        assert uow.dead_letters.all() == []
        assert uow.inbox.counts()["waiting"] == 0
        assert uow.outbox.counts()["due"] == 1


def test_an_invitation_is_sent_once_though_every_first_answer_is_lost(stage: Stage, ann: Actor) -> None:
    stage.world.faults.cut_off(2, method="POST", path=POSTS)
    stage.import_orders(CONTOSO)
    stage.go_to(stage.clock.now().replace(hour=9))
    stage.wait(minutes=1)
    stage.wait(minutes=1)
    assert len(ann.answers) == 1
