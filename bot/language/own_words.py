"""Own words: what somebody writes, without quotations, greeting and signature."""

from collections.abc import Sequence
from functools import cache

from bot.language.folders import meanings, words_in_all
from bot.language.typed import COMMAS, folded, said_plainly, tidy

# What programs set before each line of another message, before a signature, and around "Original Message".
QUOTED, SIGNATURE, FENCE = ">", "--", "-----"
# "wrote:" alone is the rest of a line that a program has broken.
BROKEN = 2
MOST_WORDS_OF_GREETING = 5


def own_words(typed: str) -> str:
    """Return somebody's own words in what they typed; "" where everything is quoted."""
    lines = without_signature(without_quotation(tidy(typed).splitlines()))
    return "\n".join(without_greeting(lines)).strip()


def without_quotation(lines: Sequence[str]) -> list[str]:
    """Return lines without quoted ones, and without the line above these that says who wrote them."""
    own: list[str] = []
    for line in lines:
        if line.startswith(FENCE) and own:
            break
        if line.lstrip().startswith(QUOTED):
            drop_introduction(own)
        else:
            own.append(line)
    return own


def drop_introduction(own: list[str]) -> None:
    """Take off the end of lines what stands before a quotation, such as "On Monday Ann wrote:"."""
    while own and not own[-1].strip():
        own.pop()
    if own and own[-1].rstrip().endswith(":"):
        is_broken = len(own.pop().split()) <= BROKEN
        del own[len(own) - is_broken :]


def without_signature(lines: list[str]) -> list[str]:
    """Return lines up to the one that closes a letter, such as "Best regards"."""
    begun = next((n for n, line in enumerate(lines) if line.strip()), 0)
    end = next((n for n, line in enumerate(lines) if n > begun and closes(line)), len(lines))
    return lines[:end]


def closes(line: str) -> bool:
    """Return whether a line begins a signature."""
    said = folded(line)
    before_the_name = said_plainly(said.partition(",")[0])
    return line.strip() == SIGNATURE or before_the_name in closings() or any(map(said.startswith, devices()))


def without_greeting(lines: list[str]) -> list[str]:
    """Return lines without a first one that only greets; a greeting alone is kept."""
    return lines[1:] if len(lines) > 1 and greets(lines[0]) else lines


def greets(line: str) -> bool:
    said = folded(line)
    if meanings("courtesy").get(said_plainly(line)) == "hello":
        return True
    is_address = said.endswith((*COMMAS, "!")) and len(said.split()) <= MOST_WORDS_OF_GREETING
    return is_address and any(said.startswith(f"{each} ") for each in greetings())


@cache
def closings() -> frozenset[str]:
    """Return the lines with which letters end."""
    thanks = {words for words, meant in meanings("courtesy").items() if meant == "thanks"}
    return frozenset(said_plainly(each) for each in (*words_in_all("letters", "closing"), *thanks))


@cache
def devices() -> tuple[str, ...]:
    """Return how the lines begin that phones set below what was written on them."""
    return tuple(map(folded, words_in_all("letters", "sent_from")))


@cache
def greetings() -> tuple[str, ...]:
    """Return the words before a name with which letters begin."""
    return tuple(map(folded, words_in_all("letters", "dear")))
