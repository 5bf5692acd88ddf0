"""Alarms, dashboard and the list of metrics are true: each speaks of numbers that exist, and each alarm can sound."""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from bot.domain.outgoing import Address, Lane, Message
from bot.operations.backing_up import OLDEST_BACKUP, back_up
from bot.operations.doctor import LEAST_FREE_BYTES
from tests.staging.actors import Actor
from tests.staging.deliveries import delivery, post
from tests.staging.settings import OPERATOR
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, invited
from tools.docs import ROOT
from tools.metrics import exported, families

MONITORING = ROOT / "docs/monitoring"
RULES: list[dict[str, Any]] = yaml.safe_load((MONITORING / "alarms.yml").read_text(encoding="utf-8"))["groups"][0][
    "rules"
]
ALARMS = {rule["alert"]: rule for rule in RULES}
OURS = re.compile(r"setup_now_\w+")
TERM = re.compile(
    r"(?:(?P<since>time\(\) - )|(?P<grown>increase\())?(?P<name>setup_now_\w+)(?:\[\w+\]\))?"
    r" (?P<how>[<>]|==) (?P<n>\d+)"
)
COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
    "==": lambda one, other: one == other,
}
# Told by Prometheus itself, when it gets no answer.
NOT_OURS = "SetupNowDown"
# On this stage nothing works by itself, which is a problem already.
ALWAYS = {"SetupNowNotReady"}


class Scrape(NamedTuple):
    """What Prometheus reads, and when."""

    at: float
    values: Mapping[str, float]


NOTHING = Scrape(0.0, {})


def scraped(stage: Stage) -> Scrape:
    text = Client(stage.bot.web).get("/metrics", headers=OPERATOR).text
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return Scrape(stage.clock.now().timestamp(), {each.name: each.value for each in samples if not each.labels})


def sounds(expression: str, before: Scrape, now: Scrape) -> bool:
    """Return whether an alarm's expression holds. They are kept as simple as this understands."""
    first, *rest = re.split(r" (or|unless) ", expression)
    so_far = holds(first, before, now)
    for word, term in zip(rest[::2], rest[1::2], strict=True):
        that = holds(term, before, now)
        so_far = so_far or that if word == "or" else so_far and not that
    return so_far


def holds(term: str, before: Scrape, now: Scrape) -> bool:
    found = TERM.fullmatch(term)
    assert found, f"{term} is more than this test understands"
    value = now.values[found["name"]]
    if found["since"]:
        value = now.at - value
    elif found["grown"]:
        value -= before.values[found["name"]]
    return COMPARED[found["how"]](value, float(found["n"]))


class People(NamedTuple):
    """Who is in the stories."""

    stage: Stage
    ann: Actor
    ada: Actor


def nobody_works(of: People) -> None:
    of.stage.bot.lifecycle.beats.make("probe")
    of.stage.clock.passes(minutes=3)


def the_machine_is_slow(of: People) -> None:
    of.stage.bot.lifecycle.beats.make("probe")
    of.stage.clock.passes(seconds=20)
    of.stage.settle()


def somebody_writes_and_nobody_reads(of: People) -> None:
    of.ann.person.says(of.stage.me, "help")
    of.stage.world.settle()
    of.stage.clock.passes(minutes=6)


def very_much_is_owed(of: People) -> None:
    with of.stage.bot.store.unit_of_work() as uow:
        for _ in range(501):
            uow.outbox.post(Address(email=of.ann.email), Message("Hello"), Lane.BROADCAST, of.stage.clock.now())


def an_answer_is_refused(of: People) -> None:
    of.stage.world.faults.failing(400, 1, method="POST", path="/messages")
    of.ada.says("/help")


def somebody_knows_the_secret(of: People) -> None:
    for room in ("R-1", "R-2"):
        assert post(of.stage.http_url, delivery("messages", "M-1", of.ann.person.id, room)) == 204


def nobody_sweeps(of: People) -> None:
    of.stage.import_orders(CONTOSO)
    of.stage.clock.move_to(datetime(2026, 3, 2, 9, 10, tzinfo=UTC))
    of.stage.bot.reminders.audit()


def a_reminder_is_taken_out_of_the_calendar(of: People) -> None:
    of.stage.import_orders(CONTOSO)
    with of.stage.bot.store.unit_of_work() as uow:
        assert uow.reminders.withdraw("90417263")
    of.stage.bot.reminders.audit()


def nobody_audits(of: People) -> None:
    of.stage.clock.passes(minutes=21)


def webex_refuses(of: People) -> None:
    of.stage.world.faults.rate_limited(5, retry_after=1, method="GET", path="/messages/")
    of.ada.says("help")
    for _ in range(5):
        of.stage.wait(minutes=1)


def no_space_is_for_the_order(of: People) -> None:
    of.ada.says_in_space("/space here SA")
    invited(of.stage, of.ann, CONTOSO.replace(",SA,", ",DE,"))
    of.stage.wait(days=1)


def nobody_makes_backups(of: People) -> None:
    back_up(of.stage.bot.store, of.stage.folder / "backup.db", of.stage.clock.now())
    assert not sounds(ALARMS["SetupNowBackupOld"]["expr"], NOTHING, scraped(of.stage))
    of.stage.clock.passes(days=2, seconds=1)


def an_admin_pauses(of: People) -> None:
    of.ada.says("/pause")


STORIES: Mapping[str, Callable[[People], None]] = {
    "SetupNowProbeLost": nobody_works,
    "SetupNowSlow": the_machine_is_slow,
    "SetupNowNotReady": nobody_works,
    "SetupNowEventsWait": somebody_writes_and_nobody_reads,
    "SetupNowMessagesWait": very_much_is_owed,
    "SetupNowDeadLetters": an_answer_is_refused,
    "SetupNowSecretKnown": somebody_knows_the_secret,
    "SetupNowRemindersOverdue": nobody_sweeps,
    "SetupNowRemindersWrong": a_reminder_is_taken_out_of_the_calendar,
    "SetupNowAuditorStopped": nobody_audits,
    "SetupNowWebexSlowsUs": webex_refuses,
    "SetupNowUnrouted": no_space_is_for_the_order,
    "SetupNowPaused": an_admin_pauses,
    "SetupNowBackupOld": nobody_makes_backups,
}


@pytest.mark.parametrize("name", STORIES)
def test_an_alarm_sounds_when_it_should_and_not_before(stage: Stage, ann: Actor, ada: Actor, name: str) -> None:
    stage.world.invite(stage.space, ada.person)
    stage.bot.reminders.audit()
    before = scraped(stage)
    loud = [each for each in STORIES if sounds(ALARMS[each]["expr"], before, before)]
    assert set(loud) <= ALWAYS
    STORIES[name](People(stage, ann, ada))
    assert sounds(ALARMS[name]["expr"], before, scraped(stage))


def test_a_pause_on_purpose_is_no_alarm_about_waiting(stage: Stage, ann: Actor, ada: Actor) -> None:
    before = scraped(stage)
    an_admin_pauses(People(stage, ann, ada))
    ann.says("help")
    stage.clock.passes(minutes=10)
    assert not sounds(ALARMS["SetupNowEventsWait"]["expr"], before, scraped(stage))


def test_a_start_is_no_alarm_before_the_first_audit(stage: Stage) -> None:
    started = scraped(stage)
    assert not sounds(ALARMS["SetupNowAuditorStopped"]["expr"], started, started)


def test_a_full_disk_sounds(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    before = scraped(stage)
    assert not sounds(ALARMS["SetupNowDiskFull"]["expr"], before, before)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1))
    assert sounds(ALARMS["SetupNowDiskFull"]["expr"], before, scraped(stage))
    assert ALARMS["SetupNowDiskFull"]["expr"].endswith(f" < {LEAST_FREE_BYTES}"), "the doctor says what the alarm says"


def test_an_old_backup_is_old_for_alarm_and_doctor_alike() -> None:
    assert ALARMS["SetupNowBackupOld"]["expr"].endswith(f" > {OLDEST_BACKUP.total_seconds():.0f}")


def test_every_alarm_has_its_story_and_its_line_in_the_runbook() -> None:
    assert set(ALARMS) == {*STORIES, "SetupNowDiskFull", NOT_OURS}
    headings = re.findall(r"(?m)^### (.+)$", (ROOT / "docs/runbook.md").read_text(encoding="utf-8"))
    assert headings == list(ALARMS), "the runbook has them in the order of the alarms"
    assert [rule["annotations"]["runbook"] for rule in RULES] == [f"docs/runbook.md#{n.lower()}" for n in headings]


def names_in(expressions: Iterable[str]) -> set[str]:
    """Return the metrics that expressions speak of, a histogram by its own name."""
    found = {name for each in expressions for name in OURS.findall(each)}
    return {re.sub(r"_(bucket|sum|count)$", "", each) for each in found}


def test_alarms_and_dashboard_speak_of_numbers_that_exist_and_the_dashboard_shows_most() -> None:
    known = {exported(each) for each in families()}
    board = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))
    shown = names_in(target["expr"] for panel in board["panels"] for target in panel["targets"])
    alarmed = names_in(rule["expr"] for rule in RULES)
    assert shown <= known
    assert alarmed <= known
    assert all(panel["title"] and panel["description"] for panel in board["panels"])


def test_every_number_says_what_it_means() -> None:
    assert all(len(each.documentation) > len("Messages.") and each.documentation.endswith(".") for each in families())
