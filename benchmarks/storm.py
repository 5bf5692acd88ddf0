"""Ten thousand orders due in one hour: is each announced once, within the budget, and does anybody wait meanwhile?

The clock is turned by hand, a fifth of a second at a time; everything else is real: the store, the SDK, HTTP, the local
Webex.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import click

from bot.scheduling.sweep import MOST_A_DAY, MOST_SEPARATE
from tests.staging.actors import Actor
from tests.staging.files import ORDER_COLUMNS
from tests.staging.stage import Stage

ORDERS = 10_000
# Most have one order or a few, some have very many.
HOLDINGS = (*[1] * 10, 2, 3, 5, 10, 70)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALLS_PER_MINUTE = 300
# No longer than calls are apart, or the turning of the clock would be what is measured.
A_STEP = timedelta(seconds=0.2)


def holders(orders: int) -> list[int]:
    """Return for each order whose it is."""
    found: list[int] = []
    person = 0
    while len(found) < orders:
        found += [person] * HOLDINGS[person % len(HOLDINGS)]
        person += 1
    return found[:orders]


def messages_for(orders: int) -> int:
    """Return how many messages that is: a list for who has many, else one for each order."""
    each = Counter(holders(orders)).values()
    return sum(1 if theirs > MOST_SEPARATE else theirs for theirs in each)


def row(n: int, person: int) -> str:
    """Return an order of the file, due at nine."""
    contact = f"p{person}@northwind.example.com"
    return f"{70_000_000 + n},A-WX,2026-03-02,{contact},Customer {n},Northwind,meetings,DE,UTC,,,"


def is_answer(message: Any) -> bool:
    return "What you can type" in message.text


def timed(words: str, job: Any) -> float:
    started = perf_counter()
    job()
    taken = perf_counter() - started
    click.echo(f"  {words:<44} {taken:7.1f} s")
    return taken


@contextmanager
def stage() -> Iterator[Stage]:
    with (
        TemporaryDirectory() as folder,
        Stage(Path(folder), START - timedelta(hours=1), calls_per_minute=CALLS_PER_MINUTE) as found,
    ):
        yield found


def work(on: Stage) -> None:
    """Do everything that can be done in this moment."""
    while on.bot.workers.handling.next() or on.bot.workers.posting.next():
        pass


def pass_the_hour(on: Stage, curious: list[Actor]) -> list[int]:
    """Turn the clock until nothing waits, while somebody asks something every minute.

    Return after how many seconds each of them was answered.
    """
    asked: dict[str, datetime] = {}
    waited: list[int] = []
    waiting = list(curious)
    while not on.bot.health.is_idle() or asked:
        seconds = int((on.clock.now() - START).total_seconds())
        if waiting and not asked and seconds % 60 == 30:
            someone = waiting.pop()
            someone.person.says(on.me, "help")
            asked[someone.email] = on.clock.now()
            on.world.settle()
        work(on)
        answered = [each for each in curious if each.email in asked and any(map(is_answer, each.answers))]
        waited += [int((on.clock.now() - asked.pop(each.email)).total_seconds()) for each in answered]
        on.clock.move_to(on.clock.now() + A_STEP)
    return waited


def say_what_a_storm_does(orders: int = ORDERS) -> None:
    """Run it, and say what came of it; ends where a promise was broken."""
    theirs = holders(orders)
    click.echo(f"{orders} orders of {theirs[-1] + 1} people, due at once:")
    with stage() as on:
        people = [on.person(f"p{n}@northwind.example.com", f"Person {n}") for n in range(theirs[-1] + 1)]
        content = "\n".join((ORDER_COLUMNS, *(row(n, person) for n, person in enumerate(theirs)))).encode()
        timed("import", lambda: on.bot.imports.orders(content, "orders.csv"))
        on.clock.move_to(START)
        planned = timed("decide what is due, and note it", on.bot.reminders.sweep)
        waited: list[int] = []
        sent = timed("handle and send", lambda: waited.extend(pass_the_hour(on, people[-20:])))
        report(on, people, orders, waited)
    click.echo(f"  {orders / (planned + sent):.0f} orders a second of real time")


def report(on: Stage, people: list[Actor], orders: int, waited: list[int]) -> None:
    """Say and check what people got."""
    unasked = [(post.created, each.email) for each in people for post in each.answers if not is_answer(post)]
    check(all(on.order(f"{70_000_000 + n}").invited_at for n in range(orders)), "every order is announced")
    check(len(unasked) == messages_for(orders), "each is announced once")
    a_minute = most_in_a_minute([moment for moment, _email in unasked])
    most = max(Counter(email for _moment, email in unasked).values())
    last = max(moment for moment, _email in unasked)
    click.echo(f"  every order announced, in {len(unasked)} messages; the last after {last - START} of the clock")
    click.echo(f"  most in any minute: {a_minute} of {CALLS_PER_MINUTE}; most to one person: {most} of {MOST_A_DAY}")
    click.echo(f"  who asked meanwhile was answered after at most {max(waited, default=0)} s of the clock")
    check(most <= MOST_A_DAY, "nobody gets more than the most a day")
    check(last - START < timedelta(hours=1), "all of it within the hour")


def check(holds: bool, promise: str) -> None:
    if not holds:
        raise click.ClickException(f"Not so: {promise}.")


def most_in_a_minute(moments: list[datetime]) -> int:
    """Return how many of these moments lie in the fullest minute."""
    ordered, first, most = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= timedelta(minutes=1):
            first += 1
        most = max(most, last - first + 1)
    return most
