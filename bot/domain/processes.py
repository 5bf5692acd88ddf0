"""Processes: the bot processes that work on one database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another process on the same database; `beats` grows while it lives."""

    owner: str
    host: str
    pid: int
    started: str
    beats: int
