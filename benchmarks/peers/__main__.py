"""Say of each bot what an answer costs, how soon it acknowledges, what a kill loses, and what a repetition doubles.

`make peers` installs those that are not ours and runs this.
"""

import logging

import click

from benchmarks.peers.contestants import ALL, NODE_MODULES, PEERS
from benchmarks.peers.measuring import acknowledging, answering, doubled, killed


@click.command()
@click.option("--turns", default=100, show_default=True, help="How many answers are counted.")
@click.option("--people", default=20, show_default=True, help="How many write at the same moment.")
def main(turns: int, people: int) -> None:
    """Measure every bot, one after another."""
    logging.disable(logging.CRITICAL)
    if not PEERS.exists() or not NODE_MODULES.exists():
        raise click.ClickException("The others are not installed: make peers")
    click.echo(
        f"{'':<26} {'CPU':>7} {'answer':>8} {'memory':>7}  {'acknowledged':>15}   {'killed':>40} {'repeated':>10}"
    )
    heads = f"{'told':>4} {'acknowledged':>13} {'lost of these':>14} {'of all':>6}"
    click.echo(f"{'':<26} {'':>7} {'':>8} {'':>7}  {'p50':>7} {'p99':>7}   {heads:>40} {'twice':>10}")
    for kind in ALL:
        answer, acknowledged = answering(kind, turns), acknowledging(kind, people)
        middle, last = (1000 * each for each in (acknowledged[len(acknowledged) // 2], acknowledged[-1]))
        dead, twice = killed(kind, people), doubled(kind, people)
        lost = f"{dead.told:>4} {dead.acknowledged:>13} {dead.broken:>14} {dead.unanswered:>6}"
        click.echo(
            f"{kind.name:<26} {answer.cpu:4.1f} ms {answer.took:5.0f} ms {answer.memory:4.0f} MB  "
            f"{middle:4.0f} ms {last:4.0f} ms   {lost:>40} {twice + dead.twice:>10}"
        )


if __name__ == "__main__":
    main()
