"""Besiege the bot for some minutes, then let it come to rest, look at what it promised, and print the counts."""

import logging
import sys
from pathlib import Path
from random import Random, randrange
from tempfile import mkdtemp
from threading import Thread
from time import monotonic

import click

from benchmarks.siege.attackers import ATTACKS, Siege
from benchmarks.siege.fortress import Fortress
from benchmarks.siege.people import Contact, in_some_order
from benchmarks.siege.promises import broken, is_at_rest

FIRST_NUMBER = 5000
LOOK_SECONDS = 0.3
# How long the last orders may take once it is quiet.
REST_MINUTES = 5.0


@click.command()
@click.option("--minutes", default=10.0, show_default=True, help="How long the siege is.")
@click.option("--people", default=20, show_default=True, help="How many set up an order at a time.")
@click.option("--seed", default=lambda: randrange(10**6), help="What made an earlier siege what it was.")
def main(minutes: float, people: int, seed: int) -> None:
    """Set up orders under siege; exits 1 where a promise was broken, and keeps the log and the database."""
    logging.disable(logging.CRITICAL)
    folder = Path(mkdtemp(prefix="setup-now-siege-"))
    click.echo(f"seed {seed}, {minutes:g} minutes, {people} people at a time; log and database: {folder}")
    with Fortress(folder, seed) as fortress:
        everybody = besieged(fortress, Random(seed), people, 60 * minutes)
        until = monotonic() + 60 * REST_MINUTES
        fortress.world.faults.clear()
        while not is_at_rest(fortress, everybody) and monotonic() < until:
            look_around(fortress, everybody, Random(seed))
        failures = report(fortress, everybody)
    sys.exit(1 if failures else 0)


def besieged(fortress: Fortress, dice: Random, people: int, seconds: float) -> list[Contact]:
    """Let people set up their orders, a new one for each that is done, while everybody attacks."""
    mallory = fortress.order(str(FIRST_NUMBER - 1))
    everybody = [newcomer(fortress, n) for n in range(people)]
    siege = Siege(fortress, [each.person for each in everybody], mallory)
    threads = [Thread(target=siege.goes_on, args=(each, Random(dice.random())), daemon=True) for each in ATTACKS]
    for each in threads:
        each.start()
    ends = monotonic() + seconds
    while monotonic() < ends:
        look_around(fortress, everybody, dice)
        done = sum(fortress.is_provisioned(each.number) for each in everybody)
        everybody += [newcomer(fortress, len(everybody) + n) for n in range(done + people - len(everybody))]
    siege.is_over.set()
    for each in threads:
        each.join()
    for what, count in sorted(siege.counts.items()):
        click.echo(f"  {count:8} {what}")
    return everybody


def newcomer(fortress: Fortress, n: int) -> Contact:
    number = str(FIRST_NUMBER + n)
    return Contact(fortress, number, fortress.order(number))


def look_around(fortress: Fortress, everybody: list[Contact], dice: Random) -> None:
    for each in in_some_order(everybody, dice):
        if not fortress.is_provisioned(each.number):
            each.acts()
    fortress.world.wait_for_change(fortress.world.changes, LOOK_SECONDS)


def report(fortress: Fortress, everybody: list[Contact]) -> int:
    """Print what came of it; returns how many promises were broken."""
    provisioned = sum(fortress.is_provisioned(each.number) for each in everybody)
    click.echo(f"  {provisioned:8} orders set up, with {sum(each.presses for each in everybody)} presses")
    failures = 0
    for name, count in broken(fortress, everybody):
        failures += count > 0
        click.echo(f"  {count:8} {name}")
    click.echo("every promise was kept" if not failures else f"{failures} promises were broken")
    return failures


if __name__ == "__main__":
    main()
