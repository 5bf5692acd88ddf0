"""The house keeps its shape: who may import whom, one door per library, one clock, no print.

docs/decisions.md says why. Everything is read from the source, so nothing has to be importable for this.
"""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.house_rules import ROOT, Rule, hold, python_files
from tests.source import read
from tests.tables import each_row

# From the ground up. A module stands on the floor that names it most closely, and may import only from floors below,
# and from its own.
FLOORS = (
    ("bot.language",),
    (
        "bot.allowance",
        "bot.clock",
        "bot.compute_slots",
        "bot.errors",
        "bot.fair_semaphore",
        "bot.lean",
        "bot.logs",
        "bot.metrics",
        "bot.rate_limit",
        "bot.repeated_failures",
        "bot.settings",
        "bot.telemetry",
        "bot.tracing",
    ),
    ("bot.domain",),
    ("bot.wizard",),
    ("bot.reminders",),
    ("bot.intake",),
    ("store.bot_state", "store.codec", "store.remembering", "store.table"),
    ("store.history",),
    ("store.orders",),
    ("store.people",),
    ("store.organizations", "store.queues", "store.running"),
    ("store.migrations", "store.unit_of_work"),
    ("store.file",),
    ("store",),
    ("bot.webex",),
    ("bot.services",),
    ("bot.scheduling",),
    ("bot.delivery",),
    ("bot.dispatch",),
    ("bot.operations",),
    ("cards",),
    ("bot.http",),
    ("handlers.chat",),
    ("handlers",),
    ("bot.lifecycle",),
    ("bot.bootstrap",),
    ("bot.verbs",),
    ("app",),
)
NEVER_IMPORTED = {"playground", "tests"}

# `app.py demo` finds the playground by its name when it is asked for, so the bot runs where there is none.
# Traces are for few, and OpenTelemetry takes half a second and 20 MB.
MAY_LOAD_LATE = {"app": {"playground"}, "bot.verbs.serving": {"bot.telemetry"}}

DOORS = {
    "opentelemetry": ("bot/telemetry.py",),
    "flask": ("bot/http/*",),
    "matplotlib": ("bot/operations/chart_painter.py",),
    "waitress": ("bot/http/*",),
    "click": ("app.py", "bot/verbs/*"),
    "webexteamssdk": ("bot/webex/*",),
    "apscheduler": ("bot/scheduling/scheduler.py",),
    "adaptivecardbuilder": ("cards/kit.py",),
    "sqlite_utils": ("store/*",),
    "sqlite3": ("store/*",),
}

CONTENTS = "handlers/__init__.py"
CLOCK = "bot/clock.py"
READS_THE_CLOCK = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}


# What stands below is values and tables of them, whose fields are columns and not parts.
LOWEST_FLOOR_OF_SERVICES = "store.codec"
MOST_PARTS = 8
# How names begin that ask something.
QUESTIONS = ("is_", "are_", "was_", "has_", "can_", "may_")


def module_of(path: str) -> str:
    """Return the full name of the module in a file."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def floor_of(name: str) -> int | None:
    """Return the number of the floor that a full name stands on; None for what is not of the bot."""
    homes = {place: number for number, places in enumerate(FLOORS) for place in places}
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((homes[prefix] for prefix in prefixes if prefix in homes), None)


def wrong_arrows(path: str, source: str) -> Iterator[str]:
    """Say which imports point upward, which hide from this test, and which reach for the playground or the tests."""
    own = floor_of(module_of(path))
    for each in read(path, source).imports:
        where = f"{path}:{each.line} imports {each.name}"
        floor = floor_of(each.name)
        may_be_late = each.how == "late by string" and not MAY_LOAD_LATE.get(module_of(path), set()).isdisjoint(
            {each.name, each.top}
        )
        if may_be_late:
            continue
        if each.top in NEVER_IMPORTED:
            yield f"{where}, but nothing of the bot may know {each.top}/. Move what you need, or hand it in."
        elif floor is None:
            continue
        elif each.how != "at once":
            yield f"{where} {each.how}. Import it at the top of the file, or hand it in from above."
        elif own is None or floor > own:
            yield f"{where}, which stands on a floor above. Hand it in from there, or move what you need down."


def circles(path: str, source: str) -> Iterator[str]:
    """Say which imports are made for types alone: two modules would need each other."""
    for each in read(path, source).imports:
        if each.how == "to name types":
            yield f"{path}:{each.line} imports {each.name} {each.how}. Let one stand below the other."


def wrong_doors(path: str, source: str) -> Iterator[str]:
    """Say which imports go to a library past its door."""
    for each in read(path, source).imports:
        doors = DOORS.get(each.top)
        if doors and not any(fnmatch(path, door) for door in doors):
            yield (
                f"{path}:{each.line} imports {each.name}, but only {' and '.join(doors)} may."
                f" Put what you need there, under a name of ours, and import that."
            )


def other_clocks(path: str, source: str) -> Iterator[str]:
    """Say where the time is read from the machine rather than from the clock that was handed in."""
    if path == CLOCK:
        return
    for name, line in read(path, source).uses:
        if name in READS_THE_CLOCK:
            yield f"{path}:{line} uses {name}. Take a Clock and ask it, so that tests can set the time."


def prints(path: str, source: str) -> Iterator[str]:
    """Say where something is printed."""
    for name, line in read(path, source).uses:
        if name == "print":
            yield f"{path}:{line} uses print. Log it; only the verbs speak on the terminal, by click.echo."


def too_many_parts(path: str, source: str) -> Iterator[str]:
    """Say which classes are put together of more parts than somebody keeps in mind: what has a default is none."""
    own, lowest = floor_of(module_of(path)), floor_of(LOWEST_FLOOR_OF_SERVICES)
    if own is None or lowest is None or own < lowest:
        return
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.ClassDef) and parts_of(node) > MOST_PARTS:
            yield (
                f"{path}:{node.lineno} {node.name} takes {parts_of(node)} parts, but {MOST_PARTS} are the most."
                f" It has more than one reason to be: let it be two."
            )


def parts_of(node: ast.ClassDef) -> int:
    """Return how many things a class has to be given: arguments of `__init__`, or fields of a dataclass."""
    for each in node.body:
        if isinstance(each, ast.FunctionDef) and each.name == "__init__":
            required = len(each.args.posonlyargs) + len(each.args.args) - 1 - len(each.args.defaults)
            return required + each.args.kw_defaults.count(None)
    if not any("dataclass" in ast.unparse(each) for each in node.decorator_list):
        return 0
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    return sum(each.value is None and "ClassVar" not in ast.unparse(each.annotation) for each in fields)


def questions_without_answers(path: str, source: str) -> Iterator[str]:
    """Say which functions are named as questions and answer none, so that they can only do something."""
    functions = [node for node in ast.walk(ast.parse(source, path)) if isinstance(node, ast.FunctionDef)]
    for each in functions:
        answers = each.returns is not None and ast.unparse(each.returns) != "None"
        if each.name.lstrip("_").startswith(QUESTIONS) and not answers:
            yield f"{path}:{each.lineno} {each.name} sounds like a question. Name it after what it does."


def routes(source: str) -> bool:
    """Return whether a module of `handlers/` handles anything itself: it fills a router. The others are helpers."""
    return any(ast.unparse(node) == "router = Router()" for node in ast.parse(source).body)


def helpers_that_route(path: str, source: str) -> Iterator[str]:
    """Say where a helper is no helper: it handles something in `handlers/chat/`, or it imports a handler."""
    if not path.startswith("handlers/") or path == CONTENTS:
        return
    if routes(source):
        if path.startswith("handlers/chat/"):
            yield f"{path} fills a router. Handle things in the package of whom it is for; here are helpers alone."
        return
    for each in read(path, source).imports:
        home = ROOT / f"{each.name.replace('.', '/')}.py"
        if each.top == "handlers" and home.exists() and routes(home.read_text(encoding="utf-8")):
            yield f"{path}:{each.line} imports {each.name}, a handler, but is a helper. Move what both need down."


ROOMS = python_files("bot", "cards", "handlers", "store")
BOT = [*ROOMS, "app.py"]


@each_row("path", BOT)
def test_imports_point_inward(path: str) -> None:
    hold(wrong_arrows, path)


@each_row("path", python_files("playground", "benchmarks", "tools"))
def test_no_two_modules_need_each_other(path: str) -> None:
    hold(circles, path)


@each_row("path", BOT)
def test_each_library_has_one_door(path: str) -> None:
    hold(wrong_doors, path)


@each_row("path", BOT)
def test_time_comes_from_the_clock(path: str) -> None:
    hold(other_clocks, path)


@each_row("path", python_files("handlers"))
def test_helpers_stand_apart_from_handlers(path: str) -> None:
    hold(helpers_that_route, path)


def test_every_handler_stands_once_in_the_table_of_contents() -> None:
    contents = ast.parse((ROOT / CONTENTS).read_text(encoding="utf-8"))
    listed = [ast.unparse(node) for node in ast.walk(contents) if isinstance(node, ast.Attribute)]
    named = [each.removesuffix(".router") for each in listed if each.endswith(".router")]
    handling = [path for path in python_files("handlers") if routes((ROOT / path).read_text(encoding="utf-8"))]
    assert sorted(named) == sorted(Path(path).stem for path in handling)


@each_row("path", ROOMS)
def test_no_class_takes_more_than_eight_parts(path: str) -> None:
    hold(too_many_parts, path)


@each_row("path", BOT)
def test_what_sounds_like_a_question_answers_it(path: str) -> None:
    hold(questions_without_answers, path)


def test_no_two_classes_have_one_name() -> None:
    homes: dict[str, list[str]] = {}
    for path in BOT:
        for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(path)
    assert not {name: paths for name, paths in homes.items() if len(paths) > 1}


@each_row("path", ROOMS)
def test_nothing_is_printed(path: str) -> None:
    hold(prints, path)


NINE = ", ".join("abcdefghi")
NINE_FIELDS = "".join(f" {name}: Part\n" for name in "abcdefghi")


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (wrong_arrows, "bot/wizard/engine.py", "import store"),
        (wrong_arrows, "store/queues/outbox.py", "from bot.delivery.relay import Relay"),
        (wrong_arrows, "bot/domain/orders.py", "if TYPE_CHECKING:\n    from bot.domain import people"),
        (wrong_arrows, "bot/delivery/relay.py", "def late():\n    import handlers.wizard"),
        (wrong_arrows, "cards/kit.py", "import handlers"),
        (wrong_arrows, "handlers/wizard/answers.py", "from app import main"),
        (wrong_arrows, "handlers/wizard/answers.py", "import importlib\nimportlib.import_module('store.orders')"),
        (wrong_arrows, "store/history/audit.py", "from store.orders.orders import Orders"),
        (wrong_arrows, "store/orders/orders.py", "from playground import world"),
        (wrong_arrows, "store/orders/orders.py", "if TYPE_CHECKING:\n    from tests import people"),
        (wrong_arrows, "store/orders/orders.py", "if TYPE_CHECKING:\n    import bot\nelse:\n    import cards"),
        (wrong_arrows, "app.py", "from playground import world"),
        (wrong_arrows, "bot/demo.py", "import_module('playground.page')"),
        (circles, "playground/people.py", "if TYPE_CHECKING:\n    from playground.world import World"),
        (wrong_doors, "handlers/wizard/answers.py", "from flask import request"),
        (wrong_doors, "bot/webex/client.py", "import flask"),
        (wrong_doors, "bot/delivery/relay.py", "import webexteamssdk.exceptions"),
        (wrong_doors, "bot/delivery/worker_pool.py", "from sqlite3 import OperationalError"),
        (wrong_doors, "cards/steps.py", "from adaptivecardbuilder import AdaptiveCard as Card"),
        (other_clocks, "bot/domain/orders.py", "from datetime import datetime\ndatetime.now(UTC)"),
        (other_clocks, "bot/domain/orders.py", "import datetime as dt\ndt.datetime.utcnow()"),
        (other_clocks, "store/orders/orders.py", "from time import time as now\nfield(default_factory=now)"),
        (prints, "handlers/help/edits.py", "print('Hello')"),
        (too_many_parts, "bot/delivery/relay.py", f"class Relay:\n def __init__(self, {NINE}): ..."),
        (too_many_parts, "bot/delivery/relay.py", f"class Relay:\n def __init__(self, a, *, {NINE[2:]}): ..."),
        (too_many_parts, "handlers/desk.py", "@dataclass\nclass Desk:\n" + NINE_FIELDS),
        (questions_without_answers, "bot/wizard/checks.py", "def can_take_over(address: str) -> None: ..."),
        (wrong_arrows, "handlers/chat/live_card.py", "from handlers.wizard import way_in"),
        (helpers_that_route, "handlers/chat/live_card.py", "router = Router()"),
        (helpers_that_route, "handlers/wizard/way_in.py", "from handlers.wizard import start"),
    ],
)
def test_a_breach_is_seen(rule: Rule, path: str, source: str) -> None:
    assert list(rule(path, source))


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (wrong_arrows, "app.py", "import bot.http.application, cards, handlers, store.migrations"),
        (wrong_arrows, "app.py", "import importlib\nimportlib.import_module('playground.demo')"),
        (wrong_arrows, "bot/dispatch/context.py", "from store import Store"),
        (wrong_arrows, "bot/wizard/steps.py", "from . import store\nfrom ..domain import orders"),
        (wrong_doors, "bot/http/pages.py", "import flask"),
        (wrong_doors, "store/migrations.py", "import sqlite_utils"),
        (other_clocks, "bot/delivery/relay.py", "import time\ntime.monotonic()\nself.clock.now()"),
        (other_clocks, "bot/clock.py", "import datetime\ndatetime.datetime.now()"),
        (helpers_that_route, "handlers/wizard/way_in.py", "from handlers.chat import live_card"),
        (helpers_that_route, "handlers/help/free_text.py", "from handlers.wizard import start\nrouter = Router()"),
        (prints, "cards/kit.py", "fingerprint(card)"),
        (questions_without_answers, "bot/wizard/checks.py", "def is_shared(address: str) -> bool: ..."),
        (too_many_parts, "bot/domain/orders.py", "@dataclass\nclass Order:\n" + NINE_FIELDS),
        (too_many_parts, "bot/delivery/relay.py", f"class Relay:\n def __init__(self, {NINE}=None): ..."),
        (too_many_parts, "handlers/desk.py", "class Desk:\n" + NINE_FIELDS),
    ],
)
def test_what_is_allowed_passes(rule: Rule, path: str, source: str) -> None:
    assert not list(rule(path, source))
