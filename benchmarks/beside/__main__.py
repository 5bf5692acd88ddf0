"""Measure the bot beside its floor in one run, and exit 1 where it falls short of its targets."""

import logging
import sys

import click

from benchmarks.beside.contestants import Contestant, Floor, Ours
from benchmarks.beside.measuring import EVENTS_A_SECOND, TURNS_A_SECOND, WARM_UP, Heard, Turn, hear, turns_of, wait
from benchmarks.beside.storming import storm_cost
from benchmarks.beside.sweeping import swept_in

# A turn costs at most so many times the floor's, and with a crowd at most so many times its own alone.
MOST_OF_FLOOR, MOST_OF_ALONE = 1.8, 1.2
# A press waits at most so many times what the two calls take that stand between it and the next card.
MOST_IN_THE_MIDDLE, MOST_LATE = 1.10, 1.5
MOST_OF_ACKNOWLEDGING = 1.5
CROWDS, PACED = (1, 8, 16, 50, 200), (1, 16, 100)
LATE = 0.99
# The calls a minute of the default, of which two turns a second take 240 until the next card is there, and with the end
# of the card before it 360: such ends wait. What Webex grants in a minute is believed once it has granted it.
DEFAULT_BUDGET, LEARNING_SECONDS = 300, 60
# A sweep of what is due costs the same among few orders and among many, and is over within seconds of a processor.
DUE, FEW, MANY_ORDERS, SWEEPS, MOST_OF_FEW = 500, 1_000, 20_000, 3, 1.2
STORM, MOST_STORM_SECONDS = 10_000, 5.0
# Handled and posted, each of them costs no more than a turn.
MOST_OF_TURN = 1.0


class Verdict:
    """Prints each figure with its target, and counts those that fall short."""

    def __init__(self) -> None:
        self.short = 0

    def __call__(self, found: float, most: float) -> str:
        """Return a figure as it is shown, marked where it is more than it may be."""
        self.short += found > most
        return click.style(f"{found:5.2f}", fg="red" if found > most else "green") + f" of {most:g}"

    def none(self, count: int, what: str) -> None:
        """Say how often something happened that must not."""
        self.short += count > 0
        click.echo(f"  {count:6} {what}")


@click.command()
@click.option("--turns", default=400, show_default=True, help="How many turns are counted, at least.")
@click.option("--seconds", default=20.0, show_default=True, help="How long people press at an even pace.")
@click.option("--told", default=5.0, show_default=True, help="How many seconds events come in at 200 a second.")
@click.option("--most", default=200, show_default=True, help="The largest crowd.")
@click.option("--storm", default=1_000, show_default=True, help="How many orders are due at once, and posted.")
@click.option("--full", is_flag=True, help="As long as the targets say: a minute each, Webex stalls for half of it.")
def main(turns: int, seconds: float, told: float, most: int, storm: int, *, full: bool) -> None:
    """Say what a turn, a press, an acknowledgement and a storm take, by the floor and by the bot."""
    logging.disable(logging.CRITICAL)
    if full:
        turns, seconds, told, storm = 1_000, 60.0, 60.0, STORM
    verdict = Verdict()
    alone = say_what_a_turn_costs(verdict, [each for each in CROWDS if each <= most], turns)
    say_how_long_a_press_waits(verdict, [each for each in PACED if each <= most], int(2 * seconds))
    say_how_fast_it_is_acknowledged(verdict, told)
    say_what_a_sweep_costs(verdict)
    say_what_a_storm_costs(verdict, storm, alone)
    click.echo(f"{verdict.short} fall short of their targets" if verdict.short else "every target is reached")
    sys.exit(1 if verdict.short else 0)


def say_what_a_turn_costs(verdict: Verdict, crowds: list[int], turns: int) -> Turn:
    """Say it of each crowd, beside the floor's and beside one person alone; returns what the first one costs.

    The first is one person, so that there ours is measured twice: how far from 1 that is says how much chance is in it.
    """
    click.echo("CPU a card turn, in ms: a press is read, the next card posted, the old one retired")
    click.echo(
        f"  {'at once':>7} {'floor':>7} {'ours':>7} {'alone':>7}   {'of the floor':>14}   {'of alone':>14}   memory"
    )
    costs: list[Turn] = []
    for people in crowds:
        floor, ours, alone = turns_of(((Floor, people), (Ours, people), (Ours, 1)), turns)
        costs.append(ours)
        of_floor = verdict(ours.cpu / floor.cpu, MOST_OF_FLOOR)
        of_alone = verdict(ours.cpu / alone.cpu, MOST_OF_ALONE)
        click.echo(
            f"  {people:7} {floor.cpu:7.1f} {ours.cpu:7.1f} {alone.cpu:7.1f}   {of_floor}   {of_alone}   "
            f"{ours.memory:4.0f} MB"
        )
        click.echo(
            f"          {floor.first:7.1f} {ours.first:7.1f} {alone.first:7.1f}   the first {WARM_UP} turns or more"
        )
    return costs[0]


def say_how_long_a_press_waits(verdict: Verdict, crowds: list[int], turns: int) -> None:
    click.echo("press to next card at two turns a second, calls of 100 ms: times the two calls between them")
    click.echo(f"  {'people':>7} {'floor, p50 p99':>15}   {'ours, p50':>14}   {'p99':>14}")
    for people in crowds:
        floor, ours = (wait(kind, people, turns) for kind in (Floor, Ours))
        middle, late = verdict(ours.middle, MOST_IN_THE_MIDDLE), verdict(ours.late, MOST_LATE)
        click.echo(f"  {people:7} {floor.middle:7.2f} {floor.late:7.2f}   {middle}   {late}")
    learning = int(TURNS_A_SECOND * LEARNING_SECONDS)
    for people in crowds:
        ours = wait(Ours, people, turns, learning, CALLS_PER_MINUTE=str(DEFAULT_BUDGET))
        middle, late = verdict(ours.middle, MOST_IN_THE_MIDDLE), verdict(ours.late, MOST_LATE)
        click.echo(f"  {people:7} {DEFAULT_BUDGET:4} calls a minute   {middle}   {late}")


def say_how_fast_it_is_acknowledged(verdict: Verdict, told: float) -> None:
    click.echo(f"acknowledged, {EVENTS_A_SECOND:g} events a second for {told:g} s, Webex stalls for half of it")
    floor, ours = (heard(kind, told) for kind in (Floor, Ours))
    ratio = ours.acknowledged.percentile(LATE) / floor.acknowledged.percentile(LATE)
    click.echo(f"  p99 of the floor's: {verdict(ratio, MOST_OF_ACKNOWLEDGING)}")
    killed = hear(Ours, told, told / 2, killed=True)
    for each, when in ((ours, ""), (killed, ", killed in the middle")):
        verdict.none(int(not each.told), f"runs in which nothing was acknowledged{when}")
        verdict.none(each.lost, f"of {each.told} lost{when}")
        verdict.none(each.twice, f"answered twice{when}")
        verdict.none(each.out_of_order, f"answered out of order{when}")


def say_what_a_sweep_costs(verdict: Verdict) -> None:
    # A sweep is over so soon that one alone says what else the machine did: the least of several is its own.
    found = swept_in(DUE, *SWEEPS * (FEW, MANY_ORDERS))
    few, many = min(found[::2]), min(found[1::2])
    (at_once,) = swept_in(STORM, STORM)
    click.echo(f"a sweep of {DUE} due: {1000 * few:.0f} ms among {FEW} orders, {1000 * many:.0f} among {MANY_ORDERS}")
    click.echo(f"  many of few: {verdict(many / few, MOST_OF_FEW)}")
    click.echo(f"  {STORM} due at once, in s: {verdict(at_once, MOST_STORM_SECONDS)}")


def say_what_a_storm_costs(verdict: Verdict, orders: int, alone: Turn) -> None:
    cost = storm_cost(orders)
    click.echo(f"{orders} due at once, until each card is there: {cost:.1f} ms of CPU an order")
    click.echo(f"  of a turn alone: {verdict(cost / alone.cpu, MOST_OF_TURN)}")


def heard(kind: type[Contestant], told: float) -> Heard:
    found = hear(kind, told, told / 2)
    middle, late = (1000 * found.acknowledged.percentile(share) for share in (0.5, LATE))
    click.echo(f"  {kind.name:7} p50 {middle:6.1f} ms   p99 {late:6.1f} ms   handled {found.drained_in:.1f} s later")
    return found


if __name__ == "__main__":
    main()
