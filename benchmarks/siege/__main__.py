"""Besiege the bot for some minutes, then let it come to rest, look at what it promised, and print the counts."""

import logging
import sys
from pathlib import Path
from random import Random, randrange
from tempfile import mkdtemp
from threading import Thread
from time import monotonic, sleep

import click

from benchmarks.siege.attackers import ATTACKS, Siege
from benchmarks.siege.fortress import Fortress
from benchmarks.siege.people import Contact, in_some_order
from benchmarks.siege.promises import broken, is_at_rest

FIRST_NUMBER = 5000
LOOK_SECONDS = 0.5
# Once it is quiet, how long nothing may happen while something is still owed, however slow the machine is.
PATIENCE_MINUTES = 2.0
LONGEST_REST_MINUTES = 15.0


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
        everybody, siege = besieged(fortress, Random(seed), people, 60 * minutes)
        tell_of_attacks(siege)
        seconds = come_to_rest(fortress, everybody, Random(seed))
        failures = report(fortress, everybody, seconds) + len(siege.broken_off)
    click.echo(f"{failures} promises were broken" if failures else "Every promise was kept.")
    sys.exit(1 if failures else 0)


def besieged(fortress: Fortress, dice: Random, people: int, seconds: float) -> tuple[list[Contact], Siege]:
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
    return everybody, siege


def tell_of_attacks(siege: Siege) -> None:
    """Print what was done to the bot."""
    click.echo("\nWhat was done to it")
    for what, count in sorted(siege.counts.items()):
        click.echo(f"  {count:8,} {what}")
    for each in siege.broken_off:
        click.echo(f"  broken off: {each}")


def come_to_rest(fortress: Fortress, everybody: list[Contact], dice: Random) -> float:
    """Let the last orders be set up while it is quiet; returns how many seconds that took."""
    began = moved_at = monotonic()
    ends = began + 60 * LONGEST_REST_MINUTES
    fortress.world.faults.clear()
    done = fortress.done()
    while not is_at_rest(fortress, everybody) and monotonic() < min(ends, moved_at + 60 * PATIENCE_MINUTES):
        look_around(fortress, everybody, dice)
        if fortress.done() != done:
            done, moved_at = fortress.done(), monotonic()
    return monotonic() - began


def newcomer(fortress: Fortress, n: int) -> Contact:
    number = str(FIRST_NUMBER + n)
    return Contact(fortress, number, fortress.order(number))


def look_around(fortress: Fortress, everybody: list[Contact], dice: Random) -> None:
    for each in in_some_order(everybody, dice):
        if not fortress.is_provisioned(each.number):
            each.acts()
    sleep(LOOK_SECONDS)


def report(fortress: Fortress, everybody: list[Contact], seconds: float) -> int:
    """Print what came of it; returns how many promises were broken."""
    provisioned = sum(fortress.is_provisioned(each.number) for each in everybody)
    click.echo("\nWhat came of it")
    click.echo(f"  {provisioned:8,} of {len(everybody)} orders set up")
    click.echo(f"  {sum(each.presses for each in everybody):8,} presses of their people")
    click.echo(f"  {seconds:8,.0f} seconds until nothing was owed any more, once it was quiet")
    click.echo("\nWhat must not be")
    failures = 0
    for name, count in broken(fortress, everybody):
        failures += count > 0
        click.echo(f"  {count:8,} {name}")
    return failures


if __name__ == "__main__":
    main()
