"""What is measured of each bot: the cost of an answer, acknowledgements while calls are slow, losses and doubles."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event

import requests

from benchmarks.numbered import FIRST, numbers_in, unheard
from benchmarks.peers.contestants import Talking
from playground.deliveries import sign
from playground.model import Happening, Message, Webhook
from playground.shapes import envelope

WARM_UP, PATIENCE = 5, 60.0
SLOW_SECONDS = 1.0
# So long a caller waits for an acknowledgement before it gives up.
CALLER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Answering:
    """Milliseconds of a processor for an answer, milliseconds by the clock, the most megabytes of memory by then."""

    cpu: float
    took: float
    memory: float


@dataclass(frozen=True, slots=True)
class Killed:
    """What came of messages whose bot was killed while it had them in hand.

    `told`, `acknowledged` and `unanswered` are counts of them; `broken` counts those that were acknowledged and never
    answered, and `twice` those that were answered more than once.
    """

    told: int
    acknowledged: int
    broken: int
    unanswered: int
    twice: int


@contextmanager
def running(kind: type[Talking], people: int) -> Iterator[Talking]:
    """Start a bot with so many people who can write to it, and let each hear from it once."""
    with TemporaryDirectory() as folder, kind(Path(folder) / kind.name, people) as on:
        for n, each in enumerate(on.people):
            each.says(on.me, on.words(FIRST + 900_000 + n))
        on.until(lambda: sum(numbers(on).values()) >= people, PATIENCE)
        on.settle_down()
        yield on


def numbers(on: Talking) -> Counter[int]:
    """Return how often each number was said by the bot."""
    return Counter(number for person in on.people for number in numbers_in(on.chat(person)))


def answering(kind: type[Talking], turns: int) -> Answering:
    """Let one person say one thing after another, each as soon as the one before was answered."""
    with running(kind, 1) as on:
        for n in range(WARM_UP):
            answered(on, n)
        on.settle_down()
        before = on.cpu()
        taken = [answered(on, WARM_UP + n) for n in range(turns)]
        on.settle_down()
        return Answering(1000 * (on.cpu() - before) / turns, 1000 * median(taken), on.peak_memory())


def answered(on: Talking, n: int) -> float:
    """Say something, and return in how many seconds the answer was there."""
    [person] = on.people
    started, number = time.perf_counter(), str(FIRST + n)
    person.says(on.me, on.words(FIRST + n))
    on.until(lambda: any(number in words for words in on.chat(person)), PATIENCE)
    return time.perf_counter() - started


def acknowledging(kind: type[Talking], count: int) -> list[float]:
    """Return in how many seconds each delivery was acknowledged, while each call to Webex takes a second."""
    with running(kind, count) as on:
        said = said_unheard(on)
        on.latency = SLOW_SECONDS
        taken = [seconds for seconds in deliver(on, said) if seconds is not None]
        on.latency = 0.0
        on.settle_down()
        return sorted(taken)


def killed(kind: type[Talking], count: int) -> Killed:
    """Tell of messages while Webex stalls, end the bot as a loss of power does, and start it when Webex answers."""
    with running(kind, count) as on:
        said = said_unheard(on)
        on.stalls = Event()
        with ThreadPoolExecutor(1) as apart:
            delivered = apart.submit(deliver, on, said)
            time.sleep(2 * SLOW_SECONDS)
            on.kill()
            results = delivered.result()
        stalls, on.stalls = on.stalls, None
        stalls.set()
        on.start()
        on.settle_down(5.0)
        found = numbers(on)
        missing = [not found[number_of(message)] for message in said]
        kept = [seconds is not None for seconds in results]
        return Killed(
            told=len(said),
            acknowledged=sum(kept),
            broken=sum(map(all, zip(kept, missing, strict=True))),
            unanswered=sum(missing),
            twice=sum(found[number_of(message)] > 1 for message in said),
        )


def doubled(kind: type[Talking], count: int) -> int:
    """Return how many messages were answered twice, each of which was told of twice."""
    with running(kind, count) as on:
        said = said_unheard(on)
        deliver(on, said)
        on.until(lambda: all(numbers(on)[number_of(message)] for message in said), PATIENCE)
        deliver(on, said)
        on.settle_down(2.0)
        found = numbers(on)
        return sum(found[number_of(message)] > 1 for message in said)


def said_unheard(on: Talking) -> list[Message]:
    """Let everybody say something of which the bot is not told yet."""
    with unheard(on.world):
        return [each.says(on.me, on.words(FIRST + n)) for n, each in enumerate(on.people)]


def number_of(message: Message) -> int:
    return numbers_in([message.text or ""])[0]


def deliver(on: Talking, said: list[Message]) -> list[float | None]:
    """Tell the bot of messages at the same time, as Webex does; return when each was acknowledged, if it was."""
    webhook = next(each for each in on.world.webhooks.of(on.me) if each.resource in {"messages", "all"})
    with ThreadPoolExecutor(len(said)) as pool:
        return list(pool.map(partial(told, webhook), said))


def told(webhook: Webhook, message: Message) -> float | None:
    """Tell of a message, and return in how many seconds that was acknowledged."""
    happening = Happening("messages", "created", message.person_id, message)
    # Without spaces, as Webex writes it: some sign what they have read and written again.
    body = json.dumps(envelope(webhook, happening, mentions=False), separators=(",", ":")).encode()
    signed = {"X-Spark-Signature": sign(webhook.secret, body)} if webhook.secret else {}
    started = time.perf_counter()
    try:
        answer = requests.post(
            webhook.target_url, body, headers={"Content-Type": "application/json", **signed}, timeout=CALLER_SECONDS
        )
    except requests.RequestException:
        return None
    return time.perf_counter() - started if answer.ok else None
