"""Differences: what the bot says otherwise than in a recording, message by message, as a person reads a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff

from playground.recordings.recording import BOT, CHANGES, REMOVES, SAYS, Line, Recording
from playground.recordings.telling import has_file

_TIME = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b")
# A recording was made while time went by, and is played in a moment: what was said at 09:59:59 may be of 10:00.
MINUTES = 2
DAY = 24 * 60
_VERBS = {SAYS: "says", CHANGES: "changes a message to", REMOVES: "takes back"}


HUNK = "@@"


@dataclass(frozen=True)
class Answer:
    """What the bot said, and after which act of somebody."""

    line: Line
    after: str

    @property
    def key(self) -> tuple[str, str]:
        """What has to be the same; times of day are compared apart, to the minute or two."""
        return self.line.does, _TIME.sub("00:00", self.line.words)

    @property
    def minutes(self) -> list[int]:
        """The times of day in it."""
        return [60 * int(hour) + int(minute) for hour, minute in _TIME.findall(self.line.words)]


def differences(recorded: Recording, now: Recording) -> list[str]:
    """Return each difference as a text of its own; none where everybody is told the same, in the same order."""
    before, after = _lines_of(recorded), _lines_of(now)
    return [
        difference
        for line in dict.fromkeys([*before, *after])
        for difference in _in_line(line[0], before.get(line, []), after.get(line, []))
    ]


def _lines_of(recording: Recording) -> dict[tuple[str, str, bool], list[Answer]]:
    """Return the answers in each room, each line in its order.

    Apart from them stands what became of older ones, and files: the bot lets nothing wait for those.
    """
    lines: dict[tuple[str, str, bool], list[Answer]] = {}
    after, acts, total = "At the opening", 0, len(recording.acts)
    for line in recording.lines:
        if line.is_answer:
            lines.setdefault((line.place, line.does, has_file(line.words)), []).append(Answer(line, after))
        else:
            acts += 1
            after = f"Act {acts} of {total}, {line.who} {line.does} “{line.words}”"
    return lines


def _in_line(place: str, before: Sequence[Answer], after: Sequence[Answer]) -> Iterator[str]:
    matcher = SequenceMatcher(None, [each.key for each in before], [each.key for each in after], autojunk=False)
    for _, first, last, other_first, other_last in matcher.get_opcodes():
        old, new = before[first:last], after[other_first:other_last]
        for was, is_now in zip(old, new, strict=False):
            if not _is_same(was, is_now):
                yield _changed(place, was, is_now)
        for gone in old[len(new) :]:
            yield _alone(place, gone, "is not said any more", "-")
        for added in new[len(old) :]:
            yield _alone(place, added, "was not said before", "+")


def _is_same(was: Answer, is_now: Answer) -> bool:
    return was.key == is_now.key and all(
        min((one - other) % DAY, (other - one) % DAY) <= MINUTES
        for one, other in zip(was.minutes, is_now.minutes, strict=True)
    )


def _changed(place: str, was: Answer, is_now: Answer) -> str:
    told = list(unified_diff(_shown(was), _shown(is_now), n=2, lineterm=""))[2:]
    # The first of its parts needs no mark, and the numbers of lines tell a reader of messages nothing.
    parts = ["…" if each.startswith(HUNK) else each for each in told[1:]]
    return "\n".join([f"{_head(place, is_now)} (- expected, + said now)", *parts])


def _alone(place: str, answer: Answer, what: str, sign: str) -> str:
    return "\n".join([f"{_head(place, answer)} This {what}:", *(f"{sign}{line}" for line in _shown(answer))])


def _head(place: str, answer: Answer) -> str:
    return f"{answer.after}. To {place}:"


def _shown(answer: Answer) -> list[str]:
    verb = [] if answer.line.does == SAYS else [f"({BOT} {_VERBS[answer.line.does]})"]
    return [*verb, *answer.line.words.split("\n")]
