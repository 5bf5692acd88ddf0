"""Replay: plays recorded conversations, and shows what the bot says differently now."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from playground.colours import BOLD, GREEN, RED, painted
from playground.recordings.differences import differences
from playground.recordings.player import play
from playground.recordings.recording import UnreadableRecording, read, written


def run_replay(files: Sequence[Path], *, accept: bool, out: Callable[[str], object]) -> int:
    """Play files one after the other; returns 0 only when all go as they did, or as is accepted."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    return max(_replay(each, accept=accept, out=out) for each in files)


def complaint_about(path: Path) -> str:
    """Return what a recording has against the bot of now; "" where all goes as it did."""
    played = play(read(path))
    found = differences(played.recorded, played.now)
    ended = [f"It cannot go on. {played.stopped}"] if played.stopped else []
    return "\n\n".join([*found, *ended])


def _replay(path: Path, *, accept: bool, out: Callable[[str], object]) -> int:
    try:
        recorded = read(path)
    except UnreadableRecording as error:
        out(f"✗ {error}")
        return 2
    played = play(recorded)
    found = differences(played.recorded, played.now)
    for each in found:
        out(f"\n{_painted(each)}")
    if played.stopped:
        out(f"\n✗ {path} cannot go on. {played.stopped}")
        return 1
    if found and accept:
        path.write_text(written(played.now), encoding="utf-8")
        out(f"\n✓ {path}: {_counted(found)} accepted.")
        return 0
    said = sum(each.is_answer for each in recorded.lines)
    out(f"\n✗ {path}: {_counted(found)}." if found else f"✓ {path}: {said} answers, all as they were.")
    return 1 if found else 0


def _painted(difference: str) -> str:
    head, *lines = difference.split("\n")
    colours = {"-": RED, "+": GREEN}
    told = (painted(colours[each[0]], each) if each[:1] in colours else each for each in lines)
    return "\n".join([painted(BOLD, head), *told])


def _counted(found: Sequence[str]) -> str:
    return f"{len(found)} difference{'s' if len(found) > 1 else ''}"
