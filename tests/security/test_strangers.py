"""Strangers, one or very many: they share what the bot can spare, and those it knows do not wait for them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from bot.dispatch import middleware
from bot.dispatch.strangers import AT_ONCE, EACH, LONGEST_LINE, MOST_OF_ONE
from tests.staging.actors import Actor
from tests.staging.besieged import Besieged
from tests.staging.deliveries import delivery, post
from tests.staging.files import order_file
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, invited

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FLOOD = 300
# As many of one person wait in the test; in truth it is very many more.
MOST_WAITING = 40
WORDS = "password " + "-eyJ" * 1800


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    with Besieged(tmp_path_factory.mktemp("bot")) as bot:
        yield bot


def crowd(stage: Stage, count: int) -> list[Actor]:
    return [stage.person(f"s{n}@elsewhere.example.org", f"Stranger {n}") for n in range(count)]


def answered(people: list[Actor]) -> int:
    return sum(bool(each.answers) for each in people)


def write(stage: Stage, people: list[Actor], words: str = "hello") -> None:
    for each in people:
        each.person.says(stage.me, words)
        stage.world.settle()
    stage.settle()


def test_a_member_is_answered_in_the_middle_of_a_flood(bot: Besieged) -> None:
    ann = bot.world.person("ann@example.com")
    strangers = [bot.world.person(f"s{n}@elsewhere.example.org") for n in range(FLOOD)]
    began = monotonic()
    for each in strangers:
        each.says(bot.me, WORDS)
    assert "help" in bot.answers_to(ann, "help")
    bot.world.settle()
    heard = sum(bool(bot.chat(each)) for each in strangers)
    assert heard <= AT_ONCE + 1 + (monotonic() - began) / EACH.total_seconds()
    assert "Traceback" not in bot.log()


def test_a_few_strangers_are_answered_at_once(stage: Stage) -> None:
    people = crowd(stage, AT_ONCE)
    write(stage, people)
    assert answered(people) == AT_ONCE


def test_many_strangers_wait_for_each_other(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    people = crowd(stage, AT_ONCE + 20)
    write(stage, people)
    assert answered(people) == AT_ONCE + 1
    assert "90417263" in ann.says("orders").sees
    stage.go_to(stage.clock.now() + 5 * EACH)
    assert answered(people) == AT_ONCE + 6
    stage.wait(minutes=5)
    assert answered(people) == len(people)


def test_more_than_can_wait_are_let_go_but_a_crowd_fills_the_line_for_nobody_else(stage: Stage) -> None:
    places = AT_ONCE + LONGEST_LINE // EACH + 1
    people = crowd(stage, places + 5)
    write(stage, people)
    omar = stage.person("omar@northwind.example.com", "Omar")
    write(stage, [omar], "claim WRONG-CODE")
    stage.go_to(stage.clock.now() + EACH)
    assert "code" in omar.answers[-1].text, "who is alone of a domain is the next"
    stage.wait(hours=1)
    assert answered(people) == places - 1, "for which the last of the crowd is let go"
    write(stage, people[-1:])
    assert answered(people) == places


def test_one_who_writes_without_end_takes_nobodys_place(stage: Stage, zoe: Actor) -> None:
    for _ in range(MOST_OF_ONE * 10):
        zoe.person.says(stage.me, "hello")
    stage.settle()
    others = crowd(stage, AT_ONCE - MOST_OF_ONE)
    write(stage, others)
    assert answered(others) == len(others)
    assert len(zoe.answers) == 1


def test_rooms_into_which_strangers_take_the_bot_take_turns_and_keep_no_stranger_waiting(
    stage: Stage, ann: Actor, zoe: Actor
) -> None:
    stage.import_orders(CONTOSO)
    rooms = [stage.world.room(f"Nonsense {n}", zoe.person) for n in range(AT_ONCE + 20)]
    for each in rooms:
        stage.world.invite(each, stage.me)
        stage.world.settle()
    stage.settle()

    def greeted() -> int:
        return sum(bool(stage.world.transcript(each)) for each in rooms)

    assert greeted() == AT_ONCE + 1
    assert "90417263" in ann.says("orders").sees
    assert "code" in zoe.says("claim WRONG-CODE").sees
    stage.wait(minutes=5)
    assert greeted() == len(rooms)


def test_presses_of_strangers_on_what_is_no_card_of_ours_share_them_too(stage: Stage, zoe: Actor, ann: Actor) -> None:
    invited(stage, ann)
    for n in range(AT_ONCE + 20):
        press = delivery("attachmentActions", f"press-{n}", f"stranger-{n}", "a-room")
        assert post(stage.http_url, press) == 204
    with stage.bot.store.reading() as uow:
        assert uow.inbox.next_due() == stage.clock.now()
    stage.settle()
    write(stage, [zoe])
    assert not zoe.answers
    ann.presses("Set Up Now")
    assert ann.title == "What is your role?"
    stage.wait(minutes=3)
    assert zoe.answers


def test_the_first_press_of_whom_we_invited_does_not_wait(stage: Stage, ann: Actor) -> None:
    write(stage, crowd(stage, AT_ONCE + 20))
    invited(stage, ann)
    assert ann.presses("Set Up Now").title == "What is your role?"


def test_who_is_invited_and_new_to_the_bot_is_no_stranger(stage: Stage, ann: Actor) -> None:
    write(stage, crowd(stage, AT_ONCE + 20))
    stage.import_orders(CONTOSO)
    ann.says("orders")
    assert "90417263" in ann.sees


def test_a_claim_code_is_taken_from_a_stranger_in_time(stage: Stage, zoe: Actor) -> None:
    write(stage, crowd(stage, AT_ONCE + 20))
    zoe.says("claim WRONG-CODE")
    assert not zoe.answers
    stage.wait(minutes=3)
    assert zoe.answers


def test_one_who_is_known_and_writes_without_end_keeps_nobody_waiting_where_calls_are_short(tmp_path: Path) -> None:
    with Stage(tmp_path, MONDAY, calls_per_minute=60) as stage:
        stage.bot.imports.orders(order_file(CONTOSO, FABRIKAM.replace("ann@", "omar@")), "orders.csv")
        ann, omar = (stage.person(f"{name}@northwind.example.com", name) for name in ("ann", "omar"))
        ann.says("help")
        omar.says("help")
        for each in (*[ann] * 30, omar):
            each.person.says(stage.me, "help")
        stage.world.settle()
        for _ in range(60):
            stage.wait(seconds=1)
            if len(omar.answers) == 2:
                break
        assert len(omar.answers) == 2
        assert len(ann.answers) < 10, "of 31"


def test_where_everybody_else_asks_without_end_a_stranger_who_has_waited_is_heard(tmp_path: Path) -> None:
    with Stage(tmp_path, MONDAY, calls_per_minute=20) as stage:
        stage.bot.imports.orders(order_file(CONTOSO), "orders.csv")
        ann = stage.person("ann@northwind.example.com", "Ann Archer")
        zoe = stage.person("zoe@elsewhere.example.org", "Zoe")
        zoe.person.says(stage.me, "claim WRONG-CODE")
        asked = 0
        while not zoe.answers:
            ann.person.says(stage.me, "help")
            stage.world.settle()
            stage.wait(seconds=1)
            asked += 1
            assert asked < 300
        assert len(ann.answers) < asked - 5, "the others wait all the time"


def test_the_bots_own_messages_are_no_strangers(stage: Stage, rita: Actor) -> None:
    rita.says_in_space("help")
    with stage.bot.store.reading() as uow:
        assert len(uow.inbox.told_of(stage.space.id, stage.clock.now())) == 2


def test_a_member_is_read_and_answered_before_strangers_who_wrote_first(tmp_path: Path) -> None:
    """Ten strangers need more calls than a minute has: who is known does not wait for them."""
    with Stage(tmp_path, MONDAY, calls_per_minute=20) as stage:
        ann = stage.person("ann@northwind.example.com", "Ann Archer")
        stage.bot.imports.orders(order_file(CONTOSO), "orders.csv")
        strangers = crowd(stage, AT_ONCE)
        for each in (*strangers, ann):
            each.person.says(stage.me, "hello")
        stage.world.settle()
        stage.settle()
        while not ann.answers:
            assert answered(strangers) == 0
            stage.wait(seconds=1)
        for _ in range(200):
            stage.wait(seconds=1)
        assert answered(strangers) == AT_ONCE, "they are answered as soon as there are calls to spare"


def test_strangers_who_wait_are_no_sign_that_the_bot_does_not_work(stage: Stage) -> None:
    write(stage, crowd(stage, AT_ONCE + 60))
    before = stage.bot.health.readiness()
    stage.clock.move_to(stage.clock.now() + 50 * EACH)
    assert stage.bot.health.readiness() == before


def test_one_who_is_known_and_writes_without_end_fills_nothing_and_hides_nothing(
    stage: Stage, ann: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.dispatch.admission.MOST_WAITING", MOST_WAITING)
    stage.import_orders(CONTOSO)
    ann.says("help")
    before = stage.bot.health.readiness()
    for _ in range(MOST_WAITING + 50):
        ann.person.says(stage.me, "help")
    stage.world.settle()
    assert stage.bot.health.backlog()[0] == MOST_WAITING
    # A turn takes its time: that the next of so many waits does not mean that nobody works.
    for _ in range(4):
        stage.clock.passes(seconds=50)
        stage.bot.workers.handling.next()
        assert stage.bot.health.readiness() == before
    stage.settle()
    assert len(ann.answers) == MOST_WAITING + 1
    assert "90417263" in ann.says("orders").sees, "who stops is heard again"


def test_so_many_strangers_a_day_are_on_record_and_others_are_answered_all_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "MOST_ON_RECORD", 2)
    people = crowd(stage, 3)
    for day, on_record in ((1, 2), (2, 4)):
        write(stage, people)
        stage.wait(minutes=1)
        assert [len(each.answers) for each in people] == [day] * 3
        assert strangers_on_record(stage) == on_record
        stage.wait(days=1)


def strangers_on_record(stage: Stage) -> int:
    with stage.bot.store.reading() as uow:
        return sum(line.verb == "stranger" for line in uow.audit.recent(1000))
