"""How fast is an acknowledgement, how many events a second, do people wait for each other, and what does a storm do?

Everything runs in this process with the local Webex in it, so the numbers are lower than those of the bot alone; what
counts are the ratios, which are measured side by side in one run.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import click
import requests

from benchmarks.storm import say_what_a_storm_does
from tests.staging.deliveries import delivery
from tests.staging.live import Live

PEOPLE = 200
STALL_SECONDS = 1.0


@contextmanager
def live(workers: int = 256) -> Iterator[Live]:
    """A running bot that may have so many workers, at a Webex without a quota, which would be all that is measured."""
    with TemporaryDirectory() as folder, Live(Path(folder), webex_threads=PEOPLE + 20, calls_per_minute=0) as bot:
        bot.bot.workers.handling.pool._size = workers
        yield bot


def seconds(job: Callable[[], Any]) -> float:
    started = perf_counter()
    job()
    return perf_counter() - started


def acknowledgements(bot: Live, count: int, tag: str) -> list[float]:
    """Return how long each of so many deliveries took to be acknowledged, in milliseconds."""
    person = bot.world.person(f"{tag}@example.com")
    with requests.Session() as session:
        taken = []
        for n in range(count):
            content = delivery("messages", f"{tag}-{n}", person.id, "R-1")
            url = f"{bot.url}/webhooks/webex"
            taken.append(1000 * seconds(partial(session.post, url, **content)))
    return taken


def percentiles(taken: list[float]) -> tuple[float, float]:
    cuts = quantiles(taken, n=100)
    return cuts[49], cuts[98]


def say_how_fast_acknowledgements_are() -> None:
    with live() as bot:
        calm = percentiles(acknowledgements(bot, 300, "calm"))
        bot.world.faults.slow(STALL_SECONDS, 10_000, stored=False, method="GET", path="/messages/")
        stalled = percentiles(acknowledgements(bot, 300, "stalled"))
        bot.world.faults.clear()
    click.echo(f"acknowledged, Webex calm     p50 {calm[0]:7.1f} ms   p99 {calm[1]:7.1f} ms")
    click.echo(f"acknowledged, Webex stalls   p50 {stalled[0]:7.1f} ms   p99 {stalled[1]:7.1f} ms")


def everybody_is_answered(bot: Live, people: list[Any]) -> float:
    """Let everybody ask something; returns after how many seconds the last had an answer."""
    started = perf_counter()
    for each in people:
        each.says(bot.me, "order 5")
    bot.until(lambda: all(map(bot.chat, people)), 120)
    return perf_counter() - started


def say_how_many_events_a_second() -> None:
    with live() as bot:
        people = [bot.world.person(f"p{n}@example.com") for n in range(PEOPLE)]
        taken = everybody_is_answered(bot, people)
    click.echo(
        f"{PEOPLE} people asked and answered, Webex at once: {taken:.1f} s, {PEOPLE / taken:.0f} events a second"
    )


def say_whether_people_wait_for_each_other() -> None:
    taken = {}
    for workers in (8, 256):
        with live(workers) as bot:
            people = [bot.world.person(f"p{n}@example.com") for n in range(PEOPLE)]
            bot.world.faults.slow(STALL_SECONDS, PEOPLE, stored=False, method="GET", path="/messages/")
            taken[workers] = everybody_is_answered(bot, people)
    for workers, each in taken.items():
        click.echo(f"{PEOPLE} people, each read takes {STALL_SECONDS:g} s, {workers:3} workers: {each:6.1f} s")
    click.echo(f"as many workers as people answer {taken[8] / taken[256]:.1f} times as fast as eight")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    say_how_fast_acknowledgements_are()
    say_how_many_events_a_second()
    say_whether_people_wait_for_each_other()
    say_what_a_storm_does()
