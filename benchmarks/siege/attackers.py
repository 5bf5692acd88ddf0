"""Those who besiege the bot, each in a thread of their own: with words, presses, deliveries, connections and kills."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from random import Random
from socket import SHUT_WR
from threading import Event
from time import monotonic
from typing import Any

import requests

from benchmarks.siege.fortress import Fortress
from playground.deliveries import sign
from playground.model import Person
from playground.refusals import Refused
from tests.staging.deliveries import connections, delivery, say, signed_head, told
from tests.staging.settings import SECRET

PATIENCE = 20
POISON = (
    "9" * 5000, "-eyJ" * 1800, "password " * 800, "\u202e" * 3000, "<a " * 2400, "a" * 7400, "/order 1'--",
    "=cmd|' /C calc'!A0", "{{7*7}}", "<@all>", "[x](javascript:alert(1))", "\0\r\n\x1b[2J", "ﷺ" * 2400,
)  # fmt: skip
# Half a character, and what is of no type that an input has; and names of inputs, and of what languages keep in things.
ODD: tuple[Any, ...] = ("\ud83d", 1e308, True, [["a"]], ["US"] * 3000, {"a": {}}, None)
NAMES = ("role", "email", "owner", "section", "zone", "order", "x", "__proto__", "constructor", "__class__")
# What is asked of each door, to be mangled, and what that is mangled with.
ASKED = (
    signed_head(b"{}", Content_Length="2") + b"{}",
    signed_head(b"{}", Transfer_Encoding="chunked") + b"2\r\n{}\r\n0\r\n\r\n",
    b"GET /status?x=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Basic OnNlY3JldA==\r\nAccept-Language: ar,fr;q=0.5\r\n\r\n",
    b"GET /readyz HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer nobody\r\n\r\n",
    b"POST /password/abcdefgh HTTP/1.1\r\nHost: x\r\nCookie: setup-now-form=a\r\nContent-Length: 6\r\n\r\nform=a",
)
DIRT = (
    b"\r\n", b"\n", b"\0", b"\xff", b"\x85", b" ", b":", b"%", b"%00", b"/../", b"//", b"-1", b"9" * 30, b"A" * 300,
    b"\xed\xa0\x80", b"Transfer-Encoding: chunked\r\n", b"Content-Length: 0\r\n", b"Content-Encoding: gzip\r\n",
)  # fmt: skip
Attack = Callable[["Siege", Random], Iterator[str]]


class Siege:
    """What all attackers have in common: the bot, its people, when to stop, and what was done and answered."""

    def __init__(self, fortress: Fortress, people: list[Person], mallory: Person) -> None:
        self.fortress = fortress
        self.people = people
        self.mallory = mallory
        self.is_over = Event()
        self.counts: Counter[str] = Counter()
        self.broken_off: list[str] = []

    def goes_on(self, attack: Attack, dice: Random) -> None:
        """Attack again and again until it is over; whoever cannot go on is noted, or the siege would be none."""
        try:
            while not self.is_over.is_set():
                with suppress(requests.RequestException, OSError, Refused):
                    for done in attack(self, dice):
                        self.counts[done] += 1
                self.is_over.wait(dice.uniform(0.1, 1.0))
        except Exception as error:  # noqa: BLE001 - told at the end
            self.broken_off.append(f"{attack.__name__}: {error!r}")

    def delivers(self, body: bytes, signature: str, **more: Any) -> str:
        """Post something to the webhook; returns what came back."""
        headers = {"Content-Type": "application/json", "X-Spark-Signature": signature}
        answer = requests.post(f"{self.fortress.url}/webhooks/webex", body, headers=headers, timeout=PATIENCE, **more)
        return str(answer.status_code)


def idle_connections(siege: Siege, dice: Random) -> Iterator[str]:
    with connections(siege.fortress.port, dice.randrange(50, 400)) as lines:
        for line in lines:
            say(
                [line],
                dice.choice((b"", b"G", b"POST /webhooks/webex HTTP/1.1\r\n", signed_head(b"", Content_Length="9"))),
            )
            yield "connections that say too little"
        siege.is_over.wait(dice.uniform(1, 4))


def huge_bodies(siege: Siege, dice: Random) -> Iterator[str]:
    with connections(siege.fortress.port, 5) as lines:
        say(lines, signed_head(b"", Content_Length=str(dice.randrange(2**17, 2**30))))
        for _ in range(dice.randrange(1, 40)):
            say(lines, b"x" * 65536)
            yield "pieces of 320 KiB of bodies that are too long"


def forged_deliveries(siege: Siege, dice: Random) -> Iterator[str]:
    body = bytearray(delivery("messages", f"F-{dice.random()}", siege.people[0].id, "R")["data"])
    right = sign(SECRET, bytes(body))
    for _ in range(20):
        mutated = bytearray(body)
        mutated[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
        yield f"mutated deliveries answered {siege.delivers(bytes(mutated), right)}"
    yield f"shouted signatures answered {siege.delivers(bytes(body), right.upper())}"
    yield f"garbage answered {siege.delivers(dice.randbytes(500), dice.choice(('', right)))}"


def mangled_requests(siege: Siege, dice: Random) -> Iterator[str]:
    """Ask every door something that is nearly a request. Whatever breaks ours stands in its log."""
    for _ in range(20):
        request = bytearray(dice.choice(ASKED))
        for _ in range(dice.randrange(1, 6)):
            at = dice.randrange(len(request))
            request[at : at + dice.randrange(4)] = dice.choice((dice.choice(DIRT), dice.randbytes(1), b""))
        with connections(siege.fortress.port, 1) as (line,):
            line.settimeout(1)
            line.sendall(request)
            line.shutdown(SHUT_WR)
            answer = line.recv(2**12)
        yield f"mangled requests answered {answer[9:12].decode('latin-1') or 'by nothing'}"


def lies_with_the_right_signature(siege: Siege, dice: Random) -> Iterator[str]:
    """Somebody knows the secret: the person or the room is another than Webex says, or there is no such event.

    What does not exist is told in Mallory's name alone: it is looked for, and its line waits (docs/threats.md).
    """
    said = dice.choice(siege.fortress.said(siege.mallory) or [None])
    resource = dice.choice(("messages", "attachmentActions"))
    if said and dice.random() < 0.7:
        given = delivery("messages", said.id, dice.choice(siege.people).id, "R")
    else:
        given = delivery(resource, siege.fortress.world.new_uuid(), siege.mallory.id, "R")
    yield f"signed lies answered {siege.delivers(given['data'], given['headers']['X-Spark-Signature'])}"


def tales_of_what_nobody_heard_of(siege: Siege, dice: Random) -> Iterator[str]:
    """Somebody knows the secret, and tells of edits, deletions, members and moved rooms that are none."""
    world, me = siege.fortress.world, siege.fortress.me
    for _ in range(20):
        resource, event = dice.choice(
            (("messages", "updated"), ("messages", "deleted"), ("memberships", "created"), ("rooms", "migrated"))
        )
        who = dice.choice((siege.mallory.id, me.id, world.new_uuid()))
        body = told(resource, event, id=world.new_uuid(), roomId=world.new_uuid(), personId=who)
        yield f"tales of what nobody heard of answered {siege.delivers(body, sign(SECRET, body))}"


def locks(siege: Siege, dice: Random) -> Iterator[str]:
    """Another program keeps the database locked for some seconds."""
    if siege.is_over.wait(dice.uniform(5, 20)):
        return
    with closing(sqlite3.connect(siege.fortress.database_file, timeout=PATIENCE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield "locks of the database"
        siege.is_over.wait(dice.uniform(0.2, 4))


def signs_of_life(siege: Siege, dice: Random) -> Iterator[str]:
    began = monotonic()
    alive = siege.fortress.is_alive()
    soon = "within a second" if monotonic() - began < 1 else "later"
    yield f"signs of life {soon}" if alive else "no sign of life, as after a kill"


def mutated_presses(siege: Siege, dice: Random) -> Iterator[str]:
    """Press what others were shown, and what was never shown."""
    card = siege.fortress.card(siege.mallory)
    stolen = siege.fortress.card(dice.choice(siege.people))
    if card is None or card.card is None or stolen is None or stolen.card is None:
        return
    for source in (card.card, stolen.card):
        for action in source["actions"]:
            data = dict(action.get("data") or {})
            if source is card.card or dice.random() < 0.3:
                data = {name: mutated(value, dice) for name, value in data.items()}
            data[dice.choice(NAMES)] = dice.choice((*POISON, *ODD))
            siege.fortress.world.actions.submit(siege.mallory, card, data)
            yield "stolen and mutated presses"


def mutated(value: Any, dice: Random) -> Any:
    text = str(value)
    at = dice.randrange(len(text) or 1)
    return dice.choice((text[:at] + chr(dice.randrange(33, 0x3000)) + text[at + 1 :], text[:at], text * 2, [text]))


def poison_words(siege: Siege, dice: Random) -> Iterator[str]:
    words = dice.choice(POISON)
    siege.mallory.says(siege.fortress.me, words)
    yield "words that are hard to bear"
    siege.is_over.wait(1)


def strangers(siege: Siege, dice: Random) -> Iterator[str]:
    who = siege.fortress.world.person(f"s{dice.randrange(10**9)}@elsewhere.example.org")
    for _ in range(dice.randrange(1, 4)):
        who.says(siege.fortress.me, dice.choice((*POISON, "hello", "claim ABCD-EFGH")))
        yield "messages of strangers"


def guessed_links(siege: Siege, dice: Random) -> Iterator[str]:
    for _ in range(20):
        address = f"{siege.fortress.url}/password/{dice.randbytes(16).hex()}"
        yield f"made-up password links answered {requests.get(address, timeout=PATIENCE).status_code}"


def kills(siege: Siege, dice: Random) -> Iterator[str]:
    if not siege.is_over.wait(dice.uniform(15, 40)):
        siege.fortress.kill_and_start()
        yield "kills"


def faults(siege: Siege, dice: Random) -> Iterator[str]:
    """Let the cloud be out of order in one way or another."""
    switch = siege.fortress.world.faults
    times, path = dice.randrange(1, 10), dice.choice(("", "/messages", "/attachment/actions", "/people"))
    match dice.randrange(8):
        case 0:
            switch.rate_limited(times, retry_after=dice.choice((1, 2)), path=path)
        case 1:
            switch.failing(dice.choice((500, 502, 503, 504)), times, path=path)
        case 2:
            switch.cut_off(times, stored=dice.random() < 0.5, path=path)
        case 3:
            switch.slow(dice.uniform(0.5, 3), times, path=path)
        case 4:
            switch.too_early(times)
        case 5:
            switch.duplicate = dice.randrange(3)
        case 6:
            switch.reorder = dice.random() < 0.5
        case 7:
            switch.reads_too_early = dice.randrange(2)
    yield "faults of the cloud"
    siege.is_over.wait(dice.uniform(1, 4))


def clock_jumps(siege: Siege, dice: Random) -> Iterator[str]:
    if not siege.is_over.wait(dice.uniform(20, 60)):
        siege.fortress.clock.shift(dice.choice((-90, -5, 5, 120, 600)))
        yield "jumps of the clock"


ATTACKS: tuple[Attack, ...] = (
    idle_connections,
    huge_bodies,
    forged_deliveries,
    mangled_requests,
    lies_with_the_right_signature,
    tales_of_what_nobody_heard_of,
    mutated_presses,
    poison_words,
    strangers,
    guessed_links,
    kills,
    faults,
    clock_jumps,
    locks,
    signs_of_life,
)
