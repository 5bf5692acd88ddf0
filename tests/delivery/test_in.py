"""In: what was answered 204 is handled once, in order for each person, and nobody waits for anybody else."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.worker_pool import WorkerPool
from bot.domain.events import Envelope
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from store import Store
from tests.fakes.webex import Appointment, Meanwhile
from tests.staging.actors import Actor
from tests.staging.databases import new_store
from tests.staging.deliveries import at_once, delivery, post
from tests.staging.live import Live
from tests.staging.settings import MANY
from tests.staging.stage import Stage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def numbers_in(texts: list[str]) -> list[str]:
    """Return the order numbers that answers to `order N` speak of."""
    return [word for text in texts for word in text.split() if word.isdigit()]


def test_204_is_said_after_the_commit(live: Live) -> None:
    ann = live.world.person("ann@example.com")
    holder = sqlite3.connect(live.folder / "setup-now.db", isolation_level=None)
    with ThreadPoolExecutor(1) as pool, live.world.deliveries.held():
        said = ann.says(live.me, "order 77")
        content = delivery("messages", said.id, ann.id, said.room_id)
        holder.execute("BEGIN IMMEDIATE")
        answer = pool.submit(post, live.url, content)
        assert not wait([answer], timeout=0.3).done, "answered while nothing could be stored"
        holder.execute("ROLLBACK")
        assert answer.result() == 204
        kept = holder.execute("SELECT count(*) FROM inbox WHERE id = ?", (said.id,)).fetchone()
    assert kept == (1,)
    holder.close()


def test_the_same_event_a_hundred_times_at_once_has_one_effect(live: Live) -> None:
    ann = live.world.person("ann@example.com")
    with live.world.deliveries.held():
        said = ann.says(live.me, "order 77")
        content = delivery("messages", said.id, ann.id, said.room_id)
        assert at_once([partial(post, live.url, content)] * 100) == [204] * 100
    live.until(lambda: len(live.chat(ann)) == 1)
    live.world.settle()
    live.until(lambda: live.events("waiting") + live.events("leased") == 0)
    assert len(live.chat(ann)) == 1


def test_what_is_called_our_own_is_fetched_at_the_second_look_at_the_earliest(stage: Stage) -> None:
    """A webhook may be faster than the answer to the post that it is about."""
    stage.world.faults.failing(404, 1, method="GET", path="/messages/")
    stage.world.says(stage.me, stage.space, "Said by another program with our token.")
    stage.settle()
    assert stage.world.faults.planned == 1
    stage.wait(seconds=1)
    assert stage.world.faults.planned == 0


def test_events_of_one_person_are_handled_in_the_order_of_acceptance_by_however_many_workers(live: Live) -> None:
    people = [live.world.person(f"p{n}@example.com") for n in range(6)]
    live.world.faults.reads_too_early = 1
    for n in range(6):
        for each in people:
            each.says(live.me, f"order {n}")
    live.until(lambda: all(len(live.chat(each)) == 6 for each in people))
    for each in people:
        assert numbers_in(live.chat(each)) == list("012345")


def test_nobody_is_called_for_what_stands_behind_another(store: Store) -> None:
    """Otherwise all that waits is looked through for each of thousands that come while Webex stalls."""
    clock, pool = SystemClock(), WorkerPool("worker", 1)

    def close(envelope: Envelope) -> None:
        with store.unit_of_work() as uow:
            assert uow.inbox.done(envelope, "me", NOON)

    worker = InboxWorker(store, close, clock, "me", budget=Budget(clock, MANY), pool=pool)
    for n, is_called_for in ((1, True), (2, False), (3, False)):
        envelope = Envelope("messages", "created", f"M{n}", "ann", {}, NOON)
        with store.unit_of_work() as uow:
            uow.inbox.add(envelope)
            assert (worker.lease_at_once(envelope, uow) == pool.nudge) == is_called_for
    assert [worker() for _ in range(4)] == [True, True, True, False], "whoever ends one looks for the next"


def test_of_our_own_messages_in_a_direct_chat_nothing_is_kept(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    with sqlite3.connect(stage.database) as copy:
        senders = copy.execute("SELECT DISTINCT line FROM inbox WHERE resource = 'messages'").fetchall()
    copy.close()
    assert senders == [(ada.person.id,)]


def test_two_hundred_people_do_not_wait_for_each_other(tmp_path: Path) -> None:
    door: list[Appointment] = []

    def made(token: str, url: str, budget: Budget) -> WebexTeams:
        door.append(Appointment(token, url, budget=budget))
        return door[0]

    # Each of them costs three calls or more, all within seconds: here people shall not wait for a quota either.
    with Live(tmp_path, webex=made, webex_threads=64, calls_per_minute=10 * Appointment.people) as live:
        people = [live.world.person(f"p{n}@example.com") for n in range(Appointment.people)]
        with live.world.deliveries.held(), live.bot.store.unit_of_work() as uow:
            for each in people:
                said = each.says(live.me, "help")
                data = {"id": said.id, "personId": each.id, "roomId": said.room_id, "roomType": "direct"}
                uow.inbox.add(Envelope("messages", "created", said.id, each.id, data, SystemClock().now()))
            live.world.deliveries.lose()
        live.bot.workers.handling.pool.nudge()
        live.until(lambda: door[0].all_are_here.broken or all(map(live.chat, people)))
        assert not door[0].all_are_here.broken


@pytest.mark.parametrize("fault", ["too early", "503", "cut off"])
def test_a_fetch_that_fails_is_tried_again_and_only_its_own_person_waits(stage: Stage, ada: Actor, fault: str) -> None:
    bob = stage.person("bob@elsewhere.example.org", "Bob")
    if fault == "too early":
        stage.world.faults.too_early(1, path="/messages/")
    elif fault == "503":
        stage.world.faults.failing(503, 1, method="GET", path="/messages/")
    else:
        stage.world.faults.cut_off(1, method="GET", path="/messages/")
    ada.says("help")
    ada.says("order 5")
    assert ada.answers == []

    bob.says("help")
    assert len(bob.answers) == 1

    stage.wait(seconds=60)
    assert len(ada.answers) == 2
    assert "order 5" in ada.sees


def test_an_outage_of_a_day_gives_nothing_up(stage: Stage, ada: Actor) -> None:
    stage.world.faults.failing(503, 10_000, method="GET", path="/messages/")
    ada.says("help")
    for _ in range(60):
        stage.wait(minutes=24)
    assert ada.answers == []
    stage.world.faults.clear()
    stage.wait(minutes=6)
    assert len(ada.answers) == 1


def test_once_webex_is_back_nobody_waits_for_the_next_try(stage: Stage, ada: Actor) -> None:
    guard = stage.bot.lifecycle.guard
    stage.world.faults.failing(503, 10_000)
    ada.says("help")
    for _ in range(10):
        stage.wait(minutes=1)
    guard.check()
    stage.world.faults.clear()
    stage.wait(seconds=1)
    assert ada.answers == []
    guard.check()
    stage.wait(seconds=1)
    assert len(ada.answers) == 1


def test_a_token_that_is_refused_loses_nothing(stage: Stage, ada: Actor) -> None:
    stage.world.faults.failing(401, 3, method="GET", path="/messages/")
    ada.says("help")
    for _ in range(4):
        stage.wait(minutes=6)
    assert len(ada.answers) == 1


def test_what_stays_unreadable_is_given_up_after_a_quarter_of_an_hour(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    stage.world.faults.too_early(100, path="/messages/")
    ada.says("setup")
    for _ in range(20):
        stage.wait(minutes=1)
    with stage.bot.store.reading() as uow:
        [dead] = uow.dead_letters.all()
    assert "could not be read" in dead.cause
    assert dead.reference in ada.sees


def test_whom_nothing_but_a_delivery_names_is_told_once_a_day_of_what_was_given_up(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    stage.world.faults.too_early(1000, path="/messages/")
    for day in (1, 2):
        heard = len(ada.answers)
        ada.says("setup").says("orders")
        for _ in range(20):
            stage.wait(minutes=1)
        with stage.bot.store.reading() as uow:
            assert uow.dead_letters.count() == 2 * day
        assert len(ada.answers) == heard + 1
        stage.wait(days=1)


def test_a_message_that_webex_does_not_decrypt_for_long_holds_nobody_up(stage: Stage, ada: Actor) -> None:
    ada.says("status")
    stage.world.faults.kms_failures = 3
    ada.says("help")
    for _ in range(2):
        stage.wait(seconds=2)
    assert "does not let me read your last message yet" in ada.sees

    ada.says("/board")
    assert "Board" in ada.sees
    stage.wait(seconds=4)
    assert "What you can type" in ada.sees
    assert len(ada.answers) == 4


def test_a_rate_limit_on_reading_is_waited_out(stage: Stage, ada: Actor) -> None:
    stage.world.faults.rate_limited(1, retry_after=600, method="GET", path="/messages/")
    ada.says("help")
    stage.wait(seconds=599)
    assert ada.answers == []
    for _ in range(3):
        stage.wait(seconds=1)
    assert len(ada.answers) == 1


def die_holding_everything(stage: Stage, lives: int) -> None:
    """Let processes lease whatever waits and die of it."""
    for n in range(lives):
        with stage.bot.store.unit_of_work() as uow:
            while uow.inbox.lease(f"victim-{n}", stage.clock.now()):
                pass
            uow.release_leases(f"victim-{n}")


def test_an_event_that_kills_the_process_is_given_up_after_three_tries_and_its_sender_told(
    stage: Stage, ada: Actor
) -> None:
    ada.says("help")
    ada.person.says(stage.me, "setup")
    stage.world.settle()
    die_holding_everything(stage, lives=3)
    stage.settle()

    with stage.bot.store.reading() as uow:
        [dead] = uow.dead_letters.all()
    assert dead.cause == "handling it stopped the process"
    assert dead.reference in ada.sees
    ada.says("order 5")
    assert "order 5" in ada.sees

    with stage.bot.store.unit_of_work() as uow:
        assert uow.inbox.revive(dead.key, stage.clock.now())
    stage.settle()
    assert "order 5" not in ada.sees, "tried again, it is handled"


def test_what_was_in_hand_at_two_kills_waits_for_a_life_that_lasts(stage: Stage, ada: Actor, ann: Actor) -> None:
    ada.person.says(stage.me, "help")
    stage.world.settle()
    heartbeat = stage.bot.lifecycle.heartbeat
    for life in range(7):
        with stage.bot.store.unit_of_work() as uow:
            # A pid that no process has.
            uow.processes.enter(f"killed-{life}", heartbeat.process.host, 2**22 + life, "0", stage.clock.now())
            uow.inbox.lease(f"killed-{life}", stage.clock.now())
        heartbeat.take_over_from_the_dead()

    ann.says("help")
    assert "Hello! I am the Set Up Now bot" in ann.sees
    assert ada.answers == [], "in lives as short as these it would be taken for what ends them"
    stage.wait(seconds=5)
    assert "What you can type" in ada.sees


def arrive(store: Store, *ids: str) -> None:
    with store.unit_of_work() as uow:
        for each in ids:
            uow.inbox.add(Envelope("messages", "created", each, each, {}, NOON))


def leased_by(store: Store, owner: str, most: int) -> list[Envelope]:
    with store.unit_of_work() as uow:
        found = [uow.inbox.lease(owner, NOON) for _ in range(most)]
    return [each for each in found if each]


def one_life(store: Store, owner: str) -> None:
    """Handle three events at a time until nothing is left; die whenever the killer is among them, but give it up."""
    while in_hand := leased_by(store, owner, most=3):
        for each in in_hand:
            if each.attempts - each.postponed <= 3 and each.id == "killer":
                break
        else:
            with store.unit_of_work() as uow:
                for each in in_hand:
                    if each.attempts - each.postponed > 3:
                        assert uow.inbox.give_up(each, owner, "it kills", "", NOON)
                    else:
                        assert uow.inbox.done(each, owner, NOON)
            continue
        break
    with store.unit_of_work() as uow:
        uow.release_leases(owner)


def test_neighbours_of_a_killer_are_not_given_up_with_it(tmp_path: Path) -> None:
    store = new_store(tmp_path / "setup-now.db")
    arrive(store, "neighbour-1", "killer", *(f"neighbour-{n}" for n in range(2, 6)))
    for life in range(6):
        one_life(store, f"life-{life}")
    with store.reading() as uow:
        assert [each.key for each in uow.dead_letters.all()] == ["messages:created:killer"]
        assert uow.inbox.counts() == {"waiting": 0, "leased": 0, "done": 5, "dead": 1}
    store.close()


def test_an_event_given_back_at_a_stop_does_not_count_as_a_crash(tmp_path: Path) -> None:
    store = new_store(tmp_path / "setup-now.db")
    arrive(store, "1")
    for n in range(5):
        [envelope] = leased_by(store, f"life-{n}", most=1)
        assert envelope.attempts - envelope.postponed == 1
        with store.unit_of_work() as uow:
            uow.give_back(f"life-{n}")
    store.close()


def lose_leases(stage: Stage) -> None:
    """Take away what the bot has in hand, as another process does that takes it for dead."""
    with stage.bot.store.unit_of_work() as uow:
        assert uow.release_leases(stage.bot.lifecycle.heartbeat.process.owner)


@pytest.mark.parametrize("status", [400, 503])
def test_who_lost_the_lease_gives_nothing_up_postpones_nothing_and_tells_nobody(
    stage: Stage, ada: Actor, status: int
) -> None:
    ada.says("help")
    door = stage.begin_again_through(Meanwhile)
    ada.person.says(stage.me, "order 5")
    stage.world.settle()
    stage.world.faults.failing(status, 1, method="GET", path="/messages/")
    door.during.append(partial(lose_leases, stage))

    assert stage.bot.workers.handling.next()
    assert not door.during, "the lease was lost while the message was fetched"

    with stage.bot.store.reading() as uow:
        assert uow.dead_letters.all() == []
        assert uow.inbox.next_due() == stage.clock.now()
        assert uow.outbox.counts()["due"] == 0
    stage.settle()
    assert "order 5" in ada.sees


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("says"), st.sampled_from(["ann", "bob", "eve"])),
        st.tuples(st.sampled_from(["works", "stumbles", "dies", "stops"]), st.sampled_from(["one", "two"])),
    ),
    max_size=40,
)


@settings(max_examples=40)
@given(MOVES)
def test_whatever_happens_in_whatever_order_each_event_is_handled_once_and_in_line(
    tmp_path_factory: pytest.TempPathFactory, story: list[tuple[str, str]]
) -> None:
    store = new_store(tmp_path_factory.mktemp("db") / "setup-now.db")
    accepted: dict[str, list[str]] = {"ann": [], "bob": [], "eve": []}
    handled: dict[str, list[str]] = {"ann": [], "bob": [], "eve": []}
    with store.unit_of_work() as uow:
        for n, (what, who) in enumerate([*story, *[("works", "one")] * 60]):
            now = NOON + timedelta(seconds=40 * n)
            if what == "says":
                uow.inbox.add(Envelope("messages", "created", str(n), who, {}, now))
                accepted[who].append(str(n))
            elif what == "dies":
                uow.release_leases(who)
            elif what == "stops":
                uow.give_back(who)
            elif envelope := uow.inbox.lease(who, now):
                if what == "works":
                    assert uow.inbox.done(envelope, who, now)
                    handled[envelope.line].append(envelope.id)
                else:
                    assert uow.inbox.retry(envelope, who, now + timedelta(seconds=30), "stumbled")
    assert handled == accepted
    store.close()
