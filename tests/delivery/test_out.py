"""Out: what a turn owes is sent, once and in order within a chat, as fast as Webex wants it and no faster."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.relay import Relay
from bot.domain.outgoing import Address, Lane, Message, Operation, Posted
from bot.errors import RateLimited, Rejected, Uncertain, Unreachable
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from store import Store, open_store
from tests.fakes.clocks import StandingClock
from tests.staging.actors import Actor
from tests.staging.live import Live
from tests.staging.settings import MANY
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POSTS = "/messages"


def owe(stage: Stage, actor: Actor, *texts: str, lane: Lane = Lane.REPLY) -> None:
    """Owe messages to somebody, past all handlers."""
    with stage.bot.store.unit_of_work() as uow:
        for text in texts:
            uow.outbox.add(Address(email=actor.email), Operation.POST, Message(text), lane, stage.clock.now())
    stage.settle()


def texts(actor: Actor) -> list[str]:
    return [each.text for each in actor.answers]


def owe_space(stage: Stage, text: str) -> None:
    with stage.bot.store.unit_of_work() as uow:
        to_space = Address(room_id=stage.space.id)
        uow.outbox.add(to_space, Operation.POST, Message(text), Lane.REPLY, stage.clock.now())
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
def test_webex_says_when(stage: Stage, ann: Actor, ada: Actor, status: int, retry_after: Any, seconds: int) -> None:
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


def test_a_token_that_is_refused_parks_nothing(stage: Stage, ann: Actor) -> None:
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
    assert any("90417263" in text for text in stage.cards_in_space())
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


def test_in_a_room_of_which_no_webhook_tells_a_post_may_come_twice(stage: Stage) -> None:
    stage.world.faults.own_group_posts = False
    stage.world.faults.cut_off(1, method="POST", path=POSTS)
    owe_space(stage, "a task")
    stage.wait(seconds=30)
    assert texts_in_space(stage) == ["a task", "a task"]


def test_what_a_dead_process_had_in_hand_is_looked_for_before_it_is_sent(stage: Stage, ann: Actor) -> None:
    with stage.bot.store.unit_of_work() as uow:
        uow.outbox.add(Address(email=ann.email), Operation.POST, Message("one"), Lane.REPLY, stage.clock.now())
        entry = uow.outbox.lease("the dead", stage.clock.now())
        assert entry
    stage.bot.doctor.webex.post(entry.address, entry.message)
    with stage.bot.store.unit_of_work() as uow:
        uow.release_leases("the dead")
    stage.settle()
    assert texts(ann) == ["one"]


# Used cards


def test_ten_edits_and_then_the_message_goes(stage: Stage, ann: Actor) -> None:
    owe(stage, ann, "card")
    with stage.bot.store.reading() as uow:
        [post] = [each for n in range(1, 9) if (each := uow.outbox.get(n)) and each.message.text == "card"]
    for n in range(11):
        with stage.bot.store.unit_of_work() as uow:
            to_ann = Address(email=ann.email)
            uow.outbox.add(to_ann, Operation.EDIT, Message(f"edit {n}"), Lane.TIDYING, stage.clock.now(), about=post.id)
        stage.settle()
        assert texts(ann) == ([f"edit {n}"] if n < 10 else [])
    with stage.bot.store.reading() as uow:
        assert uow.dead_letters.all() == []


def test_where_cards_cannot_be_edited_that_is_tried_once(stage: Stage, ann: Actor) -> None:
    stage.world.faults.card_edits_refused = True
    begun(stage, ann)
    with stage.bot.store.reading() as uow:
        assert str(uow.settings.get("cards_can_be_edited")).startswith("no ")
    stage.world.faults.card_edits_refused = False
    before = len(ann.answers)
    ann.presses("Back")
    stage.wait(seconds=1)
    assert len(ann.answers) <= before + 1
    assert not [each for each in ann.answers if each.edits]


def posted_card(stage: Stage, actor: Actor, text: str) -> int:
    """Owe a card to somebody and send it; returns its entry."""
    with stage.bot.store.unit_of_work() as uow:
        card = {"type": "AdaptiveCard", "version": "1.3", "body": [{"type": "TextBlock", "text": text}]}
        to = Address(email=actor.email)
        entry = uow.outbox.add(to, Operation.POST, Message(text, card), Lane.REPLY, stage.clock.now())
    stage.settle()
    return entry


def edit(stage: Stage, actor: Actor, about: int, text: str) -> None:
    with stage.bot.store.unit_of_work() as uow:
        card = {"type": "AdaptiveCard", "version": "1.3", "body": [{"type": "TextBlock", "text": text}]}
        to = Address(email=actor.email)
        uow.outbox.add(to, Operation.EDIT, Message(text, card), Lane.TIDYING, stage.clock.now(), about=about)
    stage.settle()


EDITS: dict[str, Any] = {"method": "PUT", "path": "/messages/"}


def test_one_refused_edit_says_nothing_of_all_others(stage: Stage, ann: Actor, ada: Actor) -> None:
    hers, of_ada = posted_card(stage, ann, "card"), posted_card(stage, ada, "card")
    stage.world.faults.failing(400, 1, **EDITS)
    edit(stage, ann, hers, "edited")
    edit(stage, ada, of_ada, "edited")
    assert (texts(ann), texts(ada)) == ([], ["edited"])


def test_a_refused_second_edit_says_nothing_either(stage: Stage, ann: Actor, ada: Actor) -> None:
    entries = {each: posted_card(stage, each, "card") for each in (ann, ada)}
    for each, entry in entries.items():
        edit(stage, each, entry, "edited")
    stage.world.faults.failing(400, 2, **EDITS)
    for each, entry in entries.items():
        edit(stage, each, entry, "edited again")
    again = posted_card(stage, ann, "another")
    edit(stage, ann, again, "another, edited")
    assert texts(ann) == ["another, edited"]


def test_the_refused_first_edits_of_two_chats_say_that_webex_takes_none_until_it_is_asked_again_the_next_day(
    stage: Stage, ann: Actor, ada: Actor
) -> None:
    entries = {each: [posted_card(stage, each, "card") for _ in range(2)] for each in (ann, ada)}
    stage.world.faults.failing(400, 2, **EDITS)
    for each, [entry, _] in entries.items():
        edit(stage, each, entry, "edited")
    edit(stage, ann, entries[ann][1], "edited")
    assert texts(ann) == [], "it was not tried, and taken away"
    stage.clock.move_to(stage.clock.now() + timedelta(days=1))
    edit(stage, ada, entries[ada][1], "edited")
    assert texts(ada) == ["edited"]


def test_an_edit_whose_answer_was_lost_counts_and_the_eleventh_is_never_tried(stage: Stage, ann: Actor) -> None:
    entry = posted_card(stage, ann, "card")
    [message] = ann.answers
    stage.world.faults.cut_off(4, **EDITS)
    for n in range(6):
        edit(stage, ann, entry, f"edit {n}")
        stage.wait(minutes=10)
    assert stage.world.messages.get(message.id).edits == 10
    edit(stage, ann, entry, "one too many")
    assert texts(ann) == []
    with stage.bot.store.reading() as uow:
        assert uow.settings.get("cards_can_be_edited") == "yes"


# What can never be sent


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
    assert "Webex does not take messages to ann@northwind.example.com" in card
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
        uow.outbox.add(Address(email="ann@example.com"), Operation.POST, Message("never"), Lane.REPLY, NOON)
        for n in range(40):
            later = NOON + timedelta(minutes=n)
            to = Address(email=f"p{n}@example.com")
            uow.outbox.add(to, Operation.POST, Message("fine"), Lane.REPLY, NOON, due_at=later)
    delivers(relay, clock, 0.75)
    with store.reading() as uow:
        [dead] = uow.dead_letters.all()
        assert dead.words == "never"
        assert uow.inbox.next_resource(clock.now()) == "outbox", "somebody hears of it"
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
            uow.outbox.add(Address(email=f"p{n}@example.com"), Operation.POST, Message("one"), Lane.REPLY, NOON)
    delivers(relay, clock, 23)
    with store.reading() as uow:
        assert uow.dead_letters.all() == []
    delivers(relay, clock, 2)
    with store.reading() as uow:
        assert len(uow.dead_letters.all()) == 3


# Lanes


class Recorder(WebexTeams):
    """A Webex that takes every post and notes it."""

    def __init__(self, budget: Budget) -> None:
        self.posted: list[str] = []
        self.judge: Callable[[Message], None] = lambda message: None
        self._budget = budget

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        self._budget.spend()
        self.judge(message)
        self.posted.append(message.text)
        return Posted(f"M{len(self.posted)}", address.line)

    def find_own(self, *args: Any, **more: Any) -> Posted | None:
        return None


@pytest.fixture
def store(tmp_path: Path) -> Any:
    store = open_store(tmp_path / "setup-now.db")
    yield store
    store.close()


def test_a_reply_goes_before_a_thousand_broadcasts(store: Store) -> None:
    clock = StandingClock(NOON)
    budget = Budget(clock, 60)
    webex = Recorder(budget)
    relay = Relay(store, webex, clock, "me", budget=budget)
    with store.unit_of_work() as uow:
        for n in range(1000):
            uow.outbox.add(Address(email=f"p{n}@example.com"), Operation.POST, Message("news"), Lane.BROADCAST, NOON)
    while relay():
        pass
    assert set(webex.posted) == {"news"}
    before = len(webex.posted)
    with store.unit_of_work() as uow:
        uow.outbox.add(Address(email="ann@example.com"), Operation.POST, Message("reminder"), Lane.REMINDER, NOON)
        uow.outbox.add(Address(email="bob@example.com"), Operation.POST, Message("answer"), Lane.REPLY, NOON)
    for seconds in range(1, 15):
        clock.move_to(NOON + timedelta(seconds=seconds))
        while relay():
            pass
    assert webex.posted[before:][:3] == ["answer", "reminder", "news"]


class Stuck(WebexTeams):
    """A Webex that answers posts to a hundred rooms only when all of them and one more are being made."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.gate = Barrier(101)

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        if message.text == "stuck":
            self.gate.wait(timeout=25)
        return super().post(address, message, parent_id)


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
                uow.outbox.add(Address(email=each.email), Operation.POST, Message("stuck"), Lane.REPLY, NOON)
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


class Fickle(WebexTeams):
    """A Webex of one's own, that does what it is told next, and keeps what arrived."""

    def __init__(self, outcomes: list[str]) -> None:
        self.rooms: dict[str, list[str]] = {}
        self._outcomes = outcomes

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        outcome = self._outcomes.pop() if self._outcomes else "fine"
        if outcome == "429":
            raise RateLimited("429", wait=timedelta(seconds=3))
        if outcome == "503":
            raise Unreachable("503")
        if outcome == "refused":
            raise Rejected(400, "no")
        if outcome == "lost, not arrived":
            raise Uncertain("no answer")
        if outcome == "dies":
            raise KeyboardInterrupt
        self.rooms.setdefault(address.line, []).append(message.text)
        if outcome == "lost, arrived":
            raise Uncertain("no answer")
        if outcome == "dies after":
            raise KeyboardInterrupt
        return Posted(message.text, address.line)

    def find_own(self, address: Address, message: Message, since: datetime, **more: Any) -> Posted | None:
        arrived = message.text in self.rooms.get(address.line, [])
        return Posted(message.text, address.line) if arrived else None


@settings(max_examples=60)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(OUTCOMES, max_size=20))
def test_whatever_webex_does_each_message_arrives_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, rooms: str, outcomes: list[str]
) -> None:
    store = open_store(tmp_path_factory.mktemp("db") / "setup-now.db")
    webex, clock = Fickle(list(outcomes)), StandingClock(NOON)
    relay = Relay(store, webex, clock, "me", budget=Budget(clock, MANY))
    relay._random = Random(1)
    with store.unit_of_work() as uow:
        for n, room in enumerate(rooms):
            uow.outbox.add(Address(email=room), Operation.POST, Message(f"{room}{n}"), Lane.REPLY, NOON, awaited=False)
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
        uow.outbox.add(Address(email="ann@example.com"), Operation.POST, Message("one"), Lane.REPLY, NOON)

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
