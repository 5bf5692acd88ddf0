"""Webhooks are guarded, and after a time in which nothing could reach us, what was missed is made up for."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click import ClickException

from bot.bootstrap import build
from bot.bootstrap.beating import GUARD_SECONDS
from bot.delivery.outage_watch import HEARD_UNTIL
from bot.domain.events import Envelope
from bot.verbs.serving import meet_webex
from bot.webex.client import WebexTeams
from bot.webex.webhooks import WebhookGuardian
from tests.fakes.clocks import StandingClock
from tests.logged import everything_logged, logged_by
from tests.staging.actors import Actor, order_named_in
from tests.staging.settings import TOKEN
from tests.staging.stage import Stage
from tests.staging.stories import begun, invited


def lose_webhooks(stage: Stage) -> None:
    """Let Webex switch all our webhooks off, as it does after a hundred failures."""
    for each in stage.world.webhooks.of(stage.me):
        for _ in range(100):
            stage.world.webhooks.failed(each.id)


def test_a_webhook_that_was_switched_off_is_awake_within_a_minute(stage: Stage, ada: Actor) -> None:
    assert GUARD_SECONDS <= 30
    lose_webhooks(stage)
    stage.bot.lifecycle.guard.check()
    ada.says("help")
    assert len(ada.answers) == 1


def test_what_was_typed_while_webhooks_were_off_is_handled_in_order(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    lose_webhooks(stage)
    for n in range(3):
        ada.person.says(stage.me, f"order {n}")
    stage.settle()
    assert len(ada.answers) == 1

    stage.wait(minutes=1)
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert [order_named_in(each.text) for each in ada.answers[1:]] == ["0", "1", "2"]


class SlowGuardian(WebhookGuardian):
    """Looks as another does; before it is done, something happens."""

    def __init__(self, looks: WebhookGuardian, meanwhile: Callable[[], None]) -> None:
        self._looks, self._meanwhile = looks, meanwhile
        self.taken_to = looks.taken_to

    def check(self) -> list[str]:
        repairs = self._looks.check()
        self._meanwhile()
        return repairs


def test_a_look_that_took_long_has_seen_only_what_was_so_at_its_beginning(stage: Stage, ada: Actor) -> None:
    def webhooks_go_off_and_ada_writes() -> None:
        lose_webhooks(stage)
        ada.person.says(stage.me, "order 1")
        stage.world.settle()
        stage.clock.passes(minutes=10)

    guard = stage.bot.lifecycle.guard
    replace(guard, guardian=SlowGuardian(guard.guardian, webhooks_go_off_and_ada_writes)).check()
    guard.check()
    stage.settle()
    assert "order 1" in ada.sees


@pytest.mark.parametrize("silence", [1, 600])
def test_what_was_typed_while_we_were_down_is_handled_once_and_in_order(stage: Stage, ada: Actor, silence: int) -> None:
    ada.says("help")
    stage.world.faults.drop = 2
    ada.person.says(stage.me, "order 1")
    ada.person.says(stage.me, "order 2")
    stage.world.settle()
    stage.world.faults.drop = 0
    ada.person.says(stage.me, "order 3")
    stage.world.settle()
    stage.clock.move_to(stage.clock.now().replace(minute=silence // 60, second=silence % 60))

    stage.restart()

    assert [order_named_in(each.text) for each in ada.answers[1:]] == ["1", "2", "3"]
    stage.restart()
    assert len(ada.answers) == 4


def test_what_a_representative_wrote_in_the_space_meanwhile_is_handled_once(stage: Stage, rita: Actor) -> None:
    stage.world.faults.drop = 2
    for words in ("/order 1", "/order 2"):
        stage.world.says(rita.person, stage.space, words, mentions=(stage.me,))
    stage.world.says(rita.person, stage.space, "Not for the bot")
    stage.world.settle()
    stage.world.faults.drop = 0

    stage.restart()
    stage.restart()

    answers = [str(each.text) for each in stage.world.transcript(stage.space) if each.person_id == stage.me.id]
    assert [order_named_in(each) for each in answers] == ["1", "2"]


def test_nobody_serves_by_the_token_of_a_person_whose_chats_it_would_answer(stage: Stage, ada: Actor) -> None:
    stage.world.people.change(stage.me, token="another-token-now")
    stage.world.people.change(ada.person, token=TOKEN)
    stage.begin_again()
    with pytest.raises(
        ClickException, match=r"^The token belongs to ada@cisco\.example\.com, who is not a bot\. Set WEBEX"
    ):
        meet_webex(stage.bot.lifecycle.guard)


def test_what_was_typed_while_the_machine_slept_is_fetched_when_it_wakes(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    awake = StandingClock(stage.clock.now())
    settings = stage.settings(stage.http_url)
    bot = build(settings, clock=stage.clock, spans=awake, webex=stage.door, budget=stage.budget)
    with closing(bot.store):
        bot.lifecycle.guard.check()
        bot.work()
        stage.world.faults.drop = 1
        ada.person.says(stage.me, "order 1")
        stage.world.settle()
        for clock in (stage.clock, awake):
            clock.passes(seconds=30)
        bot.lifecycle.guard.check()
        bot.work()
        assert "order 1" not in ada.sees

        stage.clock.passes(hours=8)
        bot.lifecycle.guard.check()
        bot.work()
    assert "order 1" in ada.sees


def test_a_clock_that_was_years_behind_brings_back_nothing_of_all_those_years(stage: Stage, ada: Actor) -> None:
    """What was handled is known for a month; what is older would be answered once more."""
    ada.says("help")
    stage.world.faults.drop = 1
    ada.person.says(stage.me, "order 1")
    stage.world.settle()
    stage.clock.passes(days=20)
    wrong = StandingClock(stage.clock.now() - timedelta(days=800))
    settings = stage.settings(stage.http_url)
    bot = build(settings, clock=wrong, spans=StandingClock(wrong.now()), webex=stage.door, budget=stage.budget)
    with closing(bot.store):
        with bot.store.unit_of_work() as uow:
            uow.bot_state.set(HEARD_UNTIL, wrong.now().isoformat())
            uow.outages.end()
        bot.lifecycle.outages.reachable(wrong.now(), was_repaired=False)
        with bot.store.unit_of_work() as uow:
            uow.outages.end()
        wrong.move_to(stage.clock.now())
        bot.lifecycle.guard.check()
        bot.work()
    assert "order 1" not in ada.sees


def test_who_never_wrote_before_is_heard_as_well(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    stage.world.faults.drop = 1
    ann.says("status")
    before = len(ann.answers)
    stage.wait(minutes=5)
    stage.restart()
    assert len(ann.answers) == before + 1


def test_whoever_is_midway_gets_the_card_again_for_a_press_may_be_lost(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    title, before, card = ann.title, len(ann.answers), ann.card
    stage.world.faults.drop = 10
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    stage.world.faults.drop = 0
    assert len(ann.answers) == before, "the press was lost"

    stage.wait(minutes=10)
    stage.restart()

    assert ann.title == title
    assert "could not be reached" in ann.sees
    assert ann.card.id != card.id, "the one before is gone"
    assert len(ann.answers) == before
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    assert ann.title != title


def test_a_reminder_that_is_due_anyway_speaks_for_both(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.bot.lifecycle.guard.check()
    before = len(ann.answers)
    stage.wait(days=1, minutes=10)
    stage.restart()
    assert len(ann.answers) == before + 1
    assert ann.title == "Go on with your Webex order"


def test_nobody_is_woken_because_the_bot_was_away(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.bot.lifecycle.guard.check()
    before = len(ann.answers)
    stage.wait(hours=14)
    stage.restart()
    assert len(ann.answers) == before


def test_nobody_gets_a_card_again_for_a_short_restart(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.bot.lifecycle.guard.check()
    before = [each.text for each in ann.answers]
    stage.wait(seconds=20)
    stage.restart()
    assert [each.text for each in ann.answers] == before


def test_while_webex_is_away_nothing_counts_as_heard(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    stage.world.faults.drop = 1
    ada.says("order 1")
    stage.wait(minutes=5)
    stage.world.faults.failing(503, 1, method="GET", path="/webhooks")
    stage.begin_again()
    assert any(each.startswith("Webex cannot be reached: 503") for each in stage.bot.health.readiness())
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert "order 1" in ada.sees
    assert not stage.bot.lifecycle.guard.trouble


def test_while_the_token_is_refused_operators_read_just_that(
    stage: Stage, ada: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    stage.world.people.change(stage.me, token="another-token-now")
    ada.says("help")
    stage.bot.lifecycle.guard.check()
    assert "Webex does not accept the bot's token" in stage.bot.health.readiness()
    with pytest.raises(ClickException, match=r"^Webex does not accept the token \(401: [^.]+\)\. Check WEBEX_TEAMS"):
        meet_webex(stage.bot.lifecycle.guard)

    stage.world.people.change(stage.me, token=TOKEN)
    caplog.set_level("INFO", "bot.operations.guard")
    for _ in range(2):
        stage.bot.lifecycle.guard.check()
    assert not stage.bot.lifecycle.guard.trouble
    actions = [vars(each)["action"] for each in logged_by("bot.operations.guard", caplog)]
    assert actions == ["guard_failed", "guard_well"]
    stage.settle()
    assert len(ada.answers) == 1


# Very many people, and calls are few


CONTACTS, SILENT, A_MINUTE = 150, 30, 120
STEP = timedelta(seconds=1)


@pytest.fixture
def tight(tmp_path: Path) -> Iterator[Stage]:
    """A stage on which Webex grants two calls a second, and means it."""
    start = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    with Stage(tmp_path, start, calls_per_minute=A_MINUTE, ALLOWED_DOMAINS="example.com") as stage:
        stage.world.faults.quota_per_minute = A_MINUTE
        yield stage


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often the messages of each room are asked for."""
    counted: Counter[str] = Counter()
    ask = WebexTeams.direct_messages_since

    def counting(self: WebexTeams, room_id: str, since: datetime, now: datetime) -> list[Envelope]:
        found = ask(self, room_id, since, now)
        counted[room_id] += 1
        return found

    monkeypatch.setattr(WebexTeams, "direct_messages_since", counting)
    return counted


def pass_time(stage: Stage, is_so: Callable[[], bool], minutes: int) -> None:
    """Let the bot work while the clock goes on, until something is so."""
    until = stage.clock.now() + timedelta(minutes=minutes)
    while not is_so():
        assert stage.clock.now() < until, "it did not come about in time"
        stage.world.settle()
        stage.bot.work()
        stage.clock.move_to(stage.clock.now() + STEP)


def outage(stage: Stage, people: list[Actor]) -> None:
    """Let these people write while nothing of it is told to the bot, for an hour."""
    stage.clock.move_to(stage.clock.now() + timedelta(hours=1))
    stage.world.faults.drop_share = 1.0
    for each in people:
        each.person.says(stage.me, "order 5")
    stage.world.settle()
    stage.world.faults.drop_share = 0.0
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=5))


def test_an_hour_s_messages_of_very_many_are_caught_up_with_over_a_restart_and_who_writes_now_is_answered_now(
    tight: Stage, asked: Counter[str]
) -> None:
    stage = tight

    def is_behind() -> bool:
        return stage.bot.lifecycle.outages.is_behind

    silent = [stage.person(f"s{n}@example.com", f"Silent {n}") for n in range(SILENT)]
    for each in silent:
        stage.world.rooms.open_direct(each.person, stage.me)
    stage.world.settle()
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=10))
    stage.bot.work()
    stage.bot.lifecycle.guard.check()
    people = [stage.person(f"p{n}@example.com", f"Person {n}") for n in range(CONTACTS)]
    outage(stage, people)

    stage.begin_again()
    assert not stage.bot.lifecycle.guard.trouble
    pass_time(stage, lambda: len(asked) > CONTACTS // 3, minutes=5)
    assert is_behind()
    stage.begin_again()

    ada = stage.person("ada@cisco.example.com", "Ada Admin")
    ada.person.says(stage.me, "help")
    begun = stage.clock.now()
    pass_time(stage, lambda: bool(ada.answers), minutes=1)
    assert stage.clock.now() - begun <= timedelta(seconds=10)
    assert is_behind()

    pass_time(stage, lambda: not is_behind() and stage.bot.health.is_idle(), minutes=20)
    assert all(len(each.answers) == 1 for each in people)
    rooms = {stage.world.direct(each.person, stage.me).id for each in people}
    assert rooms <= set(asked)
    assert not {stage.world.direct(each.person, stage.me).id for each in silent} & set(asked)
    # Those that were lively a moment before the restart may have something new.
    assert sum(asked.values()) <= 1.5 * CONTACTS
    assert stage.world.quota.refusals == 0


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_room_that_webex_refuses_starves_nobody_and_the_log_names_it(
    stage: Stage, rita: Actor, ada: Actor, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    both = (rita, ada)
    for each in both:
        each.says("help")
    outage(stage, list(both))
    stage.world.faults.failing(status, 1, method="GET", path="/messages")
    stage.begin_again()
    stage.settle()
    assert not stage.bot.lifecycle.outages.is_behind
    [heard] = [each for each in both if len(each.answers) == 2]
    [left_out] = [vars(each)["room"] for each in logged_by("bot.delivery.catching_up", caplog)]
    assert {left_out, stage.world.direct(heard.person, stage.me).id} == {
        stage.world.direct(each.person, stage.me).id for each in both
    }
    assert "order 5" not in everything_logged(caplog)


# Her chat and the rep space are tried eight times each.
@pytest.mark.parametrize(("failures", "answers"), [(5, 2), (16, 1)])
def test_a_room_that_cannot_be_read_now_is_read_later_but_not_tried_for_ever(
    stage: Stage, ada: Actor, failures: int, answers: int
) -> None:
    ada.says("help")
    outage(stage, [ada])
    stage.world.faults.failing(503, failures, method="GET", path="/messages")
    stage.begin_again()
    for _ in range(10):
        stage.wait(minutes=5)
    assert not stage.bot.lifecycle.outages.is_behind
    assert len(ada.answers) == answers


def test_a_rep_space_is_looked_at_whatever_else_fails(stage: Stage, rita: Actor) -> None:
    other = stage.world.room("Other reps", stage.me, rita.person)
    with stage.bot.store.unit_of_work() as uow:
        uow.spaces.lead("AE", other.id)
        uow.spaces.set_members(stage.space.id, [])
    stage.world.faults.failing(503, 1, method="GET", path="/webhooks")
    first = min(other.id, stage.space.id)
    stage.world.faults.failing(503, 1, method="GET", path=f"/rooms/{first}")
    stage.bot.lifecycle.guard.check()
    stage.bot.lifecycle.guard.check()
    with stage.bot.store.reading() as uow:
        assert uow.spaces.is_in_one([other.id], rita.email)
        assert uow.spaces.is_in_one([stage.space.id], rita.email)


def test_a_list_of_rooms_that_breaks_off_is_begun_anew(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    outage(stage, [ada])
    stage.world.faults.failing(503, 2, method="GET", path="/rooms")
    stage.begin_again()
    for _ in range(3):
        stage.wait(minutes=5)
    assert "order 5" in ada.sees
