"""The budget: every call counts, one refusal makes everybody pause, and what Webex grants is learnt."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest

from bot.domain.outgoing import Lane
from bot.errors import BudgetSpent, RateLimited
from bot.webex.budget import Budget
from tests.fakes.clocks import StandingClock
from tests.staging.actors import Actor
from tests.staging.stage import Stage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STEP = timedelta(milliseconds=200)


@contextmanager
def at_a_quota_of(quota: int, folder: Path) -> Iterator[Stage]:
    """Return a stage on which Webex grants fewer calls than the bot was told."""
    with Stage(folder, NOON, calls_per_minute=300, ALLOWED_DOMAINS="example.com") as stage:
        stage.world.faults.quota_per_minute = quota
        yield stage


def pass_time(stage: Stage, seconds: float) -> None:
    """Let the bot work while the clock goes on: in small steps, but to the end of a pause at once."""
    until = stage.clock.now() + timedelta(seconds=seconds)
    while stage.clock.now() < until:
        stage.world.settle()
        stage.bot.work()
        pause = stage.budget.pause
        stage.clock.move_to(min(stage.clock.now() + pause, until) if pause else stage.clock.now() + STEP)


# Whoever asks


@pytest.mark.parametrize("quota", [40, 100])
def test_sixty_people_who_ask_at_once_are_answered_with_one_refusal_for_each_pause(tmp_path: Path, quota: int) -> None:
    with at_a_quota_of(quota, tmp_path) as stage:
        people = [stage.person(f"p{n}@example.com", f"Person {n}") for n in range(60)]
        for each in people:
            each.person.says(stage.me, "order 5")
        pauses = set()
        for _ in range(500):
            pass_time(stage, 1)
            pauses.add(stage.clock.now() + stage.budget.pause if stage.budget.pause else None)
            if all(each.answers for each in people):
                break
        assert all(len(each.answers) == 1 for each in people)
        assert 1 <= stage.world.quota.refusals <= len(pauses - {None}) <= 5


def test_while_webex_wants_to_be_left_alone_nothing_is_called_and_nothing_is_leased(stage: Stage, ada: Actor) -> None:
    stage.world.faults.rate_limited(1, retry_after=600, method="GET", path="/messages/")
    ada.says("help")
    stage.world.faults.failing(500)
    ada.says("help")
    pass_time(stage, 590)
    assert stage.metric("setup_now_webex_pause_seconds") == 10
    assert stage.world.faults.take_call("GET", "/messages/x"), "no call has met it"
    with stage.bot.store.reading() as uow:
        assert (uow.inbox.counts()["leased"], uow.outbox.counts()["leased"]) == (0, 0)
    pass_time(stage, 20)
    assert len(ada.answers) == 2


def test_a_rate_limit_of_one_call_is_one_of_reading_and_sending_alike(stage: Stage, ann: Actor, ada: Actor) -> None:
    ada.says("help")
    stage.world.faults.rate_limited(1, retry_after=30, method="POST", path="/messages")
    ada.says("help")
    ann.says("help")
    pass_time(stage, 29)
    with stage.bot.store.reading() as uow:
        assert uow.inbox.counts()["waiting"], "what Ann wrote was not read"
    pass_time(stage, 5)
    assert (len(ada.answers), len(ann.answers)) == (2, 1)


# The figures


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOON)


def pass_seconds(clock: StandingClock, seconds: float) -> None:
    clock.move_to(clock.now() + timedelta(seconds=seconds))


def spent(budget: Budget, clock: StandingClock, lane: Lane, seconds: float) -> list[datetime]:
    """Spend all that a lane may have, looking five times a second; returns when."""
    made, until = [], clock.now() + timedelta(seconds=seconds)
    while clock.now() < until:
        while budget.take(lane):
            budget.spend()
            budget.answered()
            made.append(clock.now())
        clock.move_to(clock.now() + STEP)
    return made


def most_in_a_minute(moments: list[datetime]) -> int:
    return max(sum(start <= each < start + timedelta(minutes=1) for each in moments) for start in moments)


@pytest.mark.parametrize("lane", Lane)
def test_never_more_than_the_setting_in_any_minute_and_less_for_what_can_wait(clock: StandingClock, lane: Lane) -> None:
    least = {Lane.TIDYING: 48, Lane.CATCHING_UP: 45, Lane.STRANGERS: 42}
    shares = {Lane.REPLY: 57, Lane.REMINDER: 54, Lane.BROADCAST: 51, **least}
    made = spent(Budget(clock, 60), clock, lane, 600)
    assert 0.9 * shares[lane] <= most_in_a_minute(made) <= shares[lane]
    assert len(made) >= 8.5 * shares[lane]


def test_what_an_answer_needs_besides_comes_out_of_the_last_twentieth(clock: StandingClock) -> None:
    budget = Budget(clock, 60)
    assert len(spent(budget, clock, Lane.REPLY, 59)) == 57
    for _ in range(3):
        budget.spend()
    with pytest.raises(BudgetSpent) as caught:
        budget.spend()
    assert caught.value.wait == timedelta(seconds=1)


def test_while_answers_need_all_of_it_nothing_else_is_sent(clock: StandingClock) -> None:
    budget = Budget(clock, 60)
    for _ in range(100):
        while budget.take(Lane.REPLY):
            budget.spend()
        assert not budget.take(Lane.REMINDER)
        pass_seconds(clock, 1)


def test_strangers_who_have_waited_for_long_get_a_tenth_of_the_calls_however_many(
    clock: StandingClock,
) -> None:
    budget, made = Budget(clock, 60), 0
    for _ in range(5 * 120):
        budget.take(Lane.REMINDER)
        budget.give_back()
        if budget.take_for_stranger():
            budget.spend()
            budget.answered()
            made += 1
        clock.move_to(clock.now() + STEP)
    assert made == 2 * 6


def test_where_calls_go_one_by_one_the_next_is_for_the_answer_that_waits(clock: StandingClock) -> None:
    budget = Budget(clock, 60)
    spent(budget, clock, Lane.CATCHING_UP, 20)
    while not budget.take(Lane.CATCHING_UP):
        pass_seconds(clock, 0.2)
    assert not budget.take(Lane.REPLY)
    pass_seconds(clock, 1)
    assert not budget.take(Lane.CATCHING_UP)
    assert budget.take(Lane.REPLY)
    pass_seconds(clock, 3)
    assert budget.take(Lane.CATCHING_UP)


def test_where_calls_go_one_by_one_the_next_waits_half_a_second_for_the_answer_of_the_last(
    clock: StandingClock,
) -> None:
    budget = Budget(clock, 300)
    spent(budget, clock, Lane.REPLY, 10)
    pass_seconds(clock, 1)
    assert budget.take(Lane.REPLY)
    budget.spend()
    pass_seconds(clock, 0.4)
    assert not budget.take(Lane.REPLY)
    budget.answered()
    assert budget.take(Lane.REPLY)
    budget.spend()
    pass_seconds(clock, 0.5)
    assert budget.take(Lane.REPLY), "one that hangs holds nobody up for longer"


def test_an_answer_follows_what_was_read_for_it_at_once_and_who_was_told_no_is_called(clock: StandingClock) -> None:
    budget, called = Budget(clock, 300), list[datetime]()
    budget.call = lambda: called.append(clock.now())
    for _ in range(40):
        assert budget.take(Lane.REPLY), "forty calls in a row"
        budget.spend()
        budget.answered()
    assert budget.take(Lane.REPLY)
    budget.spend()
    assert not budget.take(Lane.REPLY), "the answer of the call before it is waited for"
    pass_seconds(clock, 0.1)
    budget.answered()
    assert called == [clock.now()]
    assert budget.take(Lane.REPLY)
    assert not budget.take(Lane.REPLY), "one is set aside already"
    budget.give_back()
    assert not budget.take(Lane.TIDYING), "people are being answered"


def test_what_only_tidies_up_comes_to_its_turn_between_answers(clock: StandingClock) -> None:
    budget, tidied = Budget(clock, 300), 0
    for tick in range(5 * 120):
        lane = Lane.REPLY if tick % 5 < 2 else Lane.TIDYING
        if budget.take(lane):
            budget.spend()
            budget.answered()
            tidied += lane is Lane.TIDYING
        clock.move_to(clock.now() + STEP)
    assert tidied >= 100, "one for each second, of two minutes, with two answers each"


def test_a_burst_of_answers_is_followed_by_others_at_their_pace(clock: StandingClock) -> None:
    made = spent(Budget(clock, 300), clock, Lane.REPLY, 60)
    pauses = [later - earlier for earlier, later in pairwise(made)]
    assert max(pauses) <= timedelta(seconds=0.4)


def test_what_one_thread_set_aside_another_may_make(clock: StandingClock) -> None:
    budget = Budget(clock, 300)
    assert budget.take(Lane.REPLY)
    calls = budget.hand_on()
    budget.give_back()
    assert len(calls) == 1, "it is this thread's no more"

    def make() -> None:
        budget.take_over(calls)
        budget.spend()
        budget.answered()

    other = Thread(target=make)
    other.start()
    other.join()
    assert budget.take(Lane.REPLY)


def test_a_call_that_was_set_aside_and_not_made_is_given_back(clock: StandingClock) -> None:
    budget = Budget(clock, 60)
    for _ in range(1000):
        assert budget.take(Lane.REPLY)
        budget.give_back()


def test_a_refusal_teaches_less_and_quiet_minutes_a_little_more(clock: StandingClock) -> None:
    budget = Budget(clock, 300)
    made = len(spent(budget, clock, Lane.REPLY, 40))
    budget.spend()
    budget.refused(RateLimited("429", wait=timedelta(seconds=60)))
    budget.refused(RateLimited("429", wait=timedelta(seconds=10)))
    assert budget.granted == pytest.approx(0.9 * made)
    pass_seconds(clock, 59)
    assert not budget.take(Lane.REPLY)
    pass_seconds(clock, 1)
    assert budget.take(Lane.REPLY)
    assert not budget.take(Lane.REPLY), "one goes first, the others behind it"
    pass_seconds(clock, 60 + 60)
    assert budget.granted == pytest.approx(0.9 * made + 3)
    pass_seconds(clock, 24 * 60 * 60)
    assert budget.granted == 300


def test_it_is_never_halved_more_than_once_by_one_refusal_nor_taken_away(clock: StandingClock) -> None:
    budget = Budget(clock, 300)
    seen = []
    for _ in range(6):
        budget.spend()
        budget.refused(RateLimited("429", wait=timedelta(seconds=1)))
        seen.append(budget.granted)
        pass_seconds(clock, 61)
    assert seen == [150, 75, 37.5, 30, 30, 30]


def test_refusals_after_few_calls_are_forgotten_within_minutes(clock: StandingClock) -> None:
    budget = Budget(clock, 300)
    for _ in range(9):
        budget.spend()
        budget.refused(RateLimited("429", wait=timedelta(seconds=1)))
        pass_seconds(clock, 2)
    assert budget.granted == 150
    pass_seconds(clock, 4 * 60)
    assert budget.granted == 300


@pytest.mark.parametrize("jump", [timedelta(hours=2), timedelta(hours=-2)])
def test_a_clock_that_jumps_neither_silences_the_bot_nor_lifts_the_budget(
    clock: StandingClock, jump: timedelta
) -> None:
    budget = Budget(clock, 60)
    assert len(spent(budget, clock, Lane.REPLY, 60)) == 57
    budget.refused(RateLimited("429", wait=timedelta(minutes=30)))
    clock.move_to(clock.now() + jump)
    assert 30 <= len(spent(budget, clock, Lane.REPLY, 60)) <= 57
