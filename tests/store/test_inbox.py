"""The inbox: accepted once, handled in line, never two of a line at a time."""

from datetime import timedelta
from pathlib import Path
from threading import Barrier, Lock

from bot.domain.events import Envelope
from playground.patience import PATIENCE
from store import Store, UnitOfWork, open_store
from store.queues.inbox import OLDEST_STRANGER
from tests.store.things import NOON, after, envelope, steps_of, together


def accept(uow: UnitOfWork, *ids: str, line: str = "ann") -> None:
    for each in ids:
        assert uow.inbox.add(envelope(each, line))


def leased(uow: UnitOfWork, owner: str = "me", **later: float) -> str | None:
    """Lease the next envelope; returns its id."""
    found = uow.inbox.lease(owner, after(**later))
    return found.id if found else None


def test_an_envelope_is_accepted_once(uow: UnitOfWork) -> None:
    assert uow.inbox.add(envelope("1", personId="P1", text="كيف"))
    assert not uow.inbox.add(envelope("1", line="elsewhere"))

    found = uow.inbox.lease("me", NOON)
    assert found
    assert (found.key, found.line, found.data) == ("messages:created:1", "ann", {"personId": "P1", "text": "كيف"})
    assert found.arrived_at == NOON
    assert found.attempts == 1


def test_what_was_done_is_not_accepted_again(uow: UnitOfWork) -> None:
    accept(uow, "1")
    found = uow.inbox.lease("me", NOON)
    assert found
    assert uow.inbox.done(found, "me", NOON)

    assert not uow.inbox.add(envelope("1"))
    assert uow.inbox.counts() == {"waiting": 0, "leased": 0, "done": 1, "dead": 0}


def test_a_line_waits_for_its_head(uow: UnitOfWork) -> None:
    accept(uow, "1", "2")
    accept(uow, "3", line="omar")

    assert leased(uow) == "1"
    assert leased(uow) == "3"
    assert leased(uow) is None


def test_a_retry_holds_back_its_own_line_only(uow: UnitOfWork) -> None:
    accept(uow, "1", "2")
    accept(uow, "3", line="omar")
    first = uow.inbox.lease("me", NOON)
    assert first

    assert uow.inbox.retry(first, "me", after(minutes=5), "not there yet")

    assert uow.inbox.next_due() == NOON
    assert leased(uow) == "3"
    assert leased(uow) is None
    assert uow.inbox.next_due() == after(minutes=5)
    again = uow.inbox.lease("me", after(minutes=5))
    assert again
    assert (again.id, again.attempts, again.postponed) == ("1", 2, 1)


def test_a_lost_lease_cannot_close(uow: UnitOfWork) -> None:
    accept(uow, "1")
    found = uow.inbox.lease("slow", NOON)
    assert found

    assert uow.inbox.release("slow") == 1
    assert not uow.inbox.done(found, "slow", NOON)
    again = uow.inbox.lease("quick", NOON)
    assert again
    assert (again.id, again.attempts, again.postponed) == ("1", 2, 0)

    assert not uow.inbox.done(found, "slow", NOON)
    assert not uow.inbox.retry(found, "slow", NOON, "late")
    assert not uow.inbox.give_up(found, "slow", "late", "R1", NOON)
    assert uow.inbox.counts()["leased"] == 1


def test_a_lease_lost_and_won_again_by_the_same_owner_is_another_lease(uow: UnitOfWork) -> None:
    accept(uow, "1")
    first = uow.inbox.lease("me", NOON)
    uow.inbox.release("me")
    second = uow.inbox.lease("me", NOON)
    assert first
    assert second

    assert not uow.inbox.done(first, "me", NOON)
    assert uow.inbox.done(second, "me", NOON)


def test_the_dead_free_their_line_and_can_be_revived(uow: UnitOfWork) -> None:
    accept(uow, "1", "2")
    found = uow.inbox.lease("me", NOON)
    assert found
    assert uow.inbox.give_up(found, "me", "KeyError: 'x'", "4F2A", NOON)

    [dead] = uow.dead_letters.all()
    assert (dead.key, dead.cause, dead.reference, dead.given_up_at) == (found.key, "KeyError: 'x'", "4F2A", NOON)
    assert leased(uow) == "2"

    assert uow.inbox.revive(found.key, after(hours=1))
    assert not uow.inbox.revive(found.key, after(hours=1))
    assert leased(uow, hours=2) is None, "the second is in hand, so its line is held"


def test_a_revived_envelope_starts_afresh(uow: UnitOfWork) -> None:
    accept(uow, "1")
    for _ in range(3):
        found = uow.inbox.lease("me", NOON)
        assert found
        uow.inbox.retry(found, "me", NOON, "not there yet")
    found = uow.inbox.lease("me", NOON)
    assert found
    uow.inbox.give_up(found, "me", "a bug", "4F2A", NOON)

    uow.inbox.revive(found.key, after(hours=1))

    again = uow.inbox.lease("me", after(hours=1))
    assert again
    assert (again.attempts, again.postponed) == (1, 0)


def test_the_dropped_are_never_handled(uow: UnitOfWork) -> None:
    accept(uow, "1")
    found = uow.inbox.lease("me", NOON)
    assert found
    uow.inbox.give_up(found, "me", "a bug", "4F2A", NOON)

    assert uow.inbox.drop(found.key)

    assert uow.dead_letters.all() == []
    assert not uow.inbox.add(envelope("1"))
    assert leased(uow) is None


def test_how_long_the_oldest_waits(uow: UnitOfWork) -> None:
    assert uow.backlog.oldest_arrival() is None
    accept(uow, "1")
    found = uow.inbox.lease("me", NOON)
    assert found
    assert uow.backlog.oldest_arrival() == NOON

    uow.inbox.done(found, "me", NOON)
    assert uow.backlog.oldest_arrival() is None
    assert uow.inbox.next_due() is None


def test_what_was_done_long_ago_is_forgotten(uow: UnitOfWork) -> None:
    accept(uow, "done", line="a")
    accept(uow, "dead", line="b")
    done, dead = uow.inbox.lease("me", NOON), uow.inbox.lease("me", NOON)
    assert done
    assert dead
    uow.inbox.done(done, "me", NOON)
    uow.inbox.give_up(dead, "me", "a bug", "4F2A", NOON)
    accept(uow, "waiting", line="c")

    uow.inbox.prune(after(days=14), timedelta(days=14), 9)
    assert uow.inbox.get(done.key)
    assert uow.inbox.prune(after(days=14, seconds=1), timedelta(days=14), 9) == (1, None)
    assert uow.inbox.counts() == {"waiting": 1, "leased": 0, "done": 0, "dead": 1}
    assert uow.inbox.get(done.key) is None


def test_what_happened_lately_at_webex_is_kept_however_old_our_clock_says_it_is(uow: UnitOfWork) -> None:
    for n, days in enumerate((0, 13, 15, 29)):
        accept(uow, str(n), line=str(n))
        found = uow.inbox.lease("me", NOON)
        assert found
        uow.inbox.done(found, "me", NOON, happened_at=after(days=days))
    gone = [uow.inbox.prune(after(days=9000), timedelta(days=14), most=1) for _ in range(3)]
    assert gone == [(1, after(days=0)), (1, after(days=13)), (0, None)], "some at a time, and each is told once"
    assert uow.inbox.counts()["done"] == 2


class Handled:
    """What many threads handled, and how many of them at a time."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = Lock()

    def begin(self, envelope_id: str) -> None:
        with self._lock:
            self.ids.append(envelope_id)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def end(self) -> None:
        with self._lock:
            self._at_once -= 1


def handle_all(store: Store, owner: str, handled: Handled, total: int) -> None:
    while len(handled.ids) < total:
        with store.unit_of_work() as uow:
            found = uow.inbox.lease(owner, NOON)
        if found:
            handled.begin(found.id)
            handled.end()
            with store.unit_of_work() as uow:
                assert uow.inbox.done(found, owner, NOON)


def test_sixteen_threads_handle_one_line_in_order_one_at_a_time(store: Store) -> None:
    ids = [f"{n}" for n in range(100)]
    with store.unit_of_work() as uow:
        accept(uow, *ids)
    handled = Handled()

    together(16, lambda n: handle_all(store, f"worker-{n}", handled, len(ids)))

    assert handled.ids == ids
    assert handled.most_at_once == 1


def test_different_lines_are_handled_side_by_side(store: Store) -> None:
    with store.unit_of_work() as uow:
        for n in range(8):
            accept(uow, f"{n}", line=f"person-{n}")
    everybody_has_one = Barrier(8, timeout=PATIENCE)

    def handle(n: int) -> str:
        with store.unit_of_work() as uow:
            found = uow.inbox.lease(f"worker-{n}", NOON)
        everybody_has_one.wait()
        return found.id if found else ""

    assert sorted(together(8, handle)) == [f"{n}" for n in range(8)]


def test_two_processes_never_lease_the_same_envelope(store: Store, path: Path) -> None:
    ids = [f"{n}" for n in range(60)]
    with store.unit_of_work() as uow:
        for each in ids:
            accept(uow, each, line=each)
    stores = [store, open_store(path)]
    handled = Handled()

    together(4, lambda n: handle_all(stores[n % 2], f"worker-{n}", handled, len(ids)))

    stores[1].close()
    assert sorted(handled.ids, key=int) == ids


def test_the_search_for_the_next_walks_an_index(store: Store) -> None:
    steps = steps_of(store, "SELECT seq FROM inbox_heads WHERE due_at <= '9' ORDER BY class, seq LIMIT 1")
    assert "SCAN inbox USING INDEX inbox_waiting" in steps
    assert not any("TEMP B-TREE" in step for step in steps)


def test_what_people_say_goes_before_what_the_clock_says_and_strangers_come_last(uow: UnitOfWork) -> None:
    accept(uow, "hello", line="strange:zoe:hello")
    accept(uow, "perhaps", line="doubted:ann:perhaps")
    for n in range(3):
        uow.inbox.add(Envelope("reminders", "due", f"{n}", f"order:{n}", {}, NOON))
    accept(uow, "help")
    assert [leased(uow) for _each in range(6)] == ["perhaps", "help", "0", "1", "2", "hello"]


def test_a_stranger_who_has_waited_for_long_is_found_whoever_else_waits(store: Store, uow: UnitOfWork) -> None:
    steps = steps_of(store, OLDEST_STRANGER.replace(":now", "'9'"))
    assert "SEARCH inbox USING INDEX inbox_waiting (<expr>=?)" in steps
    assert not any("TEMP B-TREE" in step for step in steps)
    accept(uow, "hello", line="strange:zoe:hello")
    accept(uow, "help")
    assert not uow.inbox.has_stranger(NOON - timedelta(seconds=1))
    assert uow.inbox.has_stranger(NOON)
    found = uow.inbox.lease_of_stranger("me", NOON)
    assert found is not None
    assert (found.id, leased(uow)) == ("hello", "help")


def test_whoever_leases_one_sees_whether_another_can_be_leased_that_came_about_then(uow: UnitOfWork) -> None:
    accept(uow, "1", "2")
    mine = uow.inbox.lease("me", NOON)
    assert mine
    assert not uow.inbox.is_followed(mine, NOON), "the next stands behind it"
    accept(uow, "3", line="omar")
    assert uow.inbox.is_followed(mine, NOON)
    assert leased(uow) == "3"
    assert not uow.inbox.is_followed(mine, NOON)


def test_what_stands_behind_another_is_not_first(uow: UnitOfWork) -> None:
    accept(uow, "1", "2")
    assert not uow.inbox.is_first(envelope("2"))
    mine = uow.inbox.lease("me", NOON)
    assert mine
    assert not uow.inbox.is_first(envelope("2")), "the one before it is in hand"
    assert uow.inbox.done(mine, "me", NOON)
    assert uow.inbox.is_first(envelope("2"))
