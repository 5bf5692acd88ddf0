"""Storms: very many orders at once are bundled, paced and capped, and whoever writes meanwhile is answered at once."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.scheduling.sweep import MOST_A_DAY
from tests.staging.actors import Actor
from tests.staging.files import ORDER_COLUMNS
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine

ORDERS, PEOPLE = 500, 50
# Reminders may have nine tenths of the calls, spread over the minute by ten seconds each.
A_MINUTE, AT_ONCE = 60, 9


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Stage]:
    """A stage on which Webex grants one call a second, so that a storm takes its time."""
    with Stage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC), calls_per_minute=A_MINUTE) as stage:
        yield stage


def work(stage: Stage) -> None:
    """Let the bot do what it can in this moment."""
    while stage.bot.workers.handling.next() or stage.bot.workers.posting.next():
        pass
    stage.world.settle()


def unasked(stage: Stage, actor: Actor) -> int:
    with stage.bot.store.reading() as uow:
        return uow.posted.unasked(actor.email, datetime(2026, 3, 2, tzinfo=UTC))


def test_five_hundred_orders_at_once(slow: Stage) -> None:
    stage, ada = slow, slow.person("ada@cisco.example.com", "Ada Admin")
    people = [stage.person(f"ann{n}@northwind.example.com", f"Ann {n}") for n in range(PEOPLE)]
    rows = [CONTOSO.replace("90417263", f"{90600000 + n}").replace("ann@", f"ann{n % PEOPLE}@") for n in range(ORDERS)]
    stage.bot.imports.orders("\n".join((ORDER_COLUMNS, *rows)).encode(), "orders.csv")
    stage.clock.move_to(datetime(2026, 3, 2, 9, tzinfo=UTC))
    stage.bot.reminders.sweep()
    work(stage)

    # The admins know before most people do, and so does who asks in the middle of it.
    assert "500 reminders were due at once. They go out one after another, as 50 messages" in ada.sees
    assert sum(bool(each.answers) for each in people) < PEOPLE / 4
    last = next(each for each in reversed(people) if not each.answers)
    last.person.says(stage.me, "help")
    stage.world.settle()
    # One call to read the question, one to answer it.
    for _ in range(2):
        stage.clock.move_to(stage.clock.now() + timedelta(seconds=1))
        work(stage)
    assert "What you can type" in last.sees

    begun = stage.clock.now()
    while not all(unasked_posts(each) for each in people):
        stage.clock.move_to(stage.clock.now() + timedelta(seconds=1))
        work(stage)
    assert stage.clock.now() - begun < timedelta(minutes=2)
    moments = Counter(post.created for each in people for post in each.answers)
    assert max(moments.values()) <= AT_ONCE
    assert all(stage.order(f"{90600000 + n}").invited_at for n in range(ORDERS))
    announced = Counter(number for each in people for post in unasked_posts(each) for number in numbers_in(post.text))
    assert announced == Counter(f"{90600000 + n}" for n in range(ORDERS))


def unasked_posts(actor: Actor) -> list[Any]:
    return [post for post in actor.answers if "10 orders wait for you" in post.text]


def numbers_in(text: str) -> set[str]:
    return {word for word in text.split() if word.strip("\u2068\u2069").startswith("906")}


def test_all_of_forty_orders_in_one_list_can_be_opened(stage: Stage, ann: Actor) -> None:
    stage.import_orders(*(CONTOSO.replace("90417263", f"9050{n:04}") for n in range(40)))
    at_nine(stage)
    assert ann.title == "40 orders wait for you"
    ann.presses("Open", order="90500029")
    assert "90500029" in ann.sees

    ann.presses("Show more", card=next(each for each in ann.answers if "40 orders wait" in each.text))
    listed = numbers_in(ann.sees.replace("905", "906"))
    assert len(listed) == 10
    ann.presses("Open", order="90500039")
    assert "90500039" in ann.sees
    ann.says("orders 2")
    assert "90500038" in ann.sees
    assert "90500001" not in ann.sees
    ann.says("orders 7")
    assert "90500038" in ann.sees


def test_who_has_had_enough_today_gets_the_rest_tomorrow(stage: Stage, ann: Actor, ada: Actor) -> None:
    at_nine(stage)
    for n in range(MOST_A_DAY + 3):
        stage.wait(minutes=30)
        stage.import_orders(CONTOSO.replace("90417263", f"9070{n:04}"))
    assert unasked(stage, ann) == MOST_A_DAY
    [told] = ada.answers
    assert "ann@northwind.example.com had 6 messages today" in told.text
    assert "1 more" in told.text
    assert stage.order("90700007").invited_at is None

    stage.go_to(datetime(2026, 3, 3, 8, 59, tzinfo=UTC))
    assert unasked(stage, ann) == MOST_A_DAY
    stage.go_to(datetime(2026, 3, 3, 9, tzinfo=UTC))
    assert ann.title == "9 orders wait for you"
    assert "This message is late" in ann.sees
    assert all(stage.order(f"9070{n:04}").invited_at for n in range(MOST_A_DAY + 3))
    stage.bot.reminders.audit()
    assert stage.metric("setup_now_reminders_overdue") == 0


def test_a_day_ends_at_midnight_where_the_person_is(stage: Stage, ann: Actor) -> None:
    ann.says("help")
    ann.says("time zone Auckland")
    stage.go_to(datetime(2026, 3, 2, 9, tzinfo=UTC))
    said = len(ann.answers)
    in_auckland = CONTOSO.replace(",UTC,", ",Pacific/Auckland,")
    for n in range(MOST_A_DAY):
        stage.import_orders(in_auckland.replace("90417263", f"9070{n:04}"))
    assert len(ann.answers) == said + MOST_A_DAY

    # There Tuesday has begun at eleven in the morning of Monday in London.
    stage.go_to(datetime(2026, 3, 2, 20, tzinfo=UTC))
    stage.import_orders(in_auckland.replace("90417263", "90710000"))
    assert "90710000" in ann.sees


def test_pause_stops_a_storm_that_has_begun(stage: Stage, ann: Actor, ada: Actor, omar: Actor) -> None:
    stage.import_orders(CONTOSO, CONTOSO.replace("90417263", "90417264").replace("ann@", "omar@"))
    stage.clock.move_to(datetime(2026, 3, 2, 9, tzinfo=UTC))
    stage.bot.reminders.sweep()
    while stage.bot.workers.handling.next():
        pass
    ada.says("/pause reminders")
    assert ann.answers == []
    ann.says("help")
    assert "What you can type" in ann.sees
    ada.says("/remind 90417264")
    assert omar.title == "Set up your Webex order"

    ada.says("/resume")
    assert ann.title == "Set up your Webex order"
    assert len(ann.answers) == 2


def test_an_order_of_a_list_that_came_by_itself_is_chosen_by_its_place(stage: Stage, ann: Actor) -> None:
    stage.import_orders(*(CONTOSO.replace("90417263", f"9050{n:04}") for n in range(5)))
    at_nine(stage)
    ann.says("4")
    assert "90500003" in ann.sees
