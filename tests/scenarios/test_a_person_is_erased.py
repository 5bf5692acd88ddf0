"""A person is erased: not one byte that names them is left, and the rest of the story stays."""

import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import cli
from bot.delivery.processes import is_served as is_served_by_any
from bot.delivery.processes import this_process
from bot.operations import erasing
from tests.logged import everything_logged
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_service_setup

N = "90417263"
ANN = "ann@northwind.example.com"
# The same mailbox, as she gave it to somebody.
TAGGED = "ann+webex@northwind.example.com"
# Somebody else, whose address ends like hers.
JOANN = "joann@northwind.example.com"


def traces_of(stage: Stage, person: Actor) -> list[str]:
    """Return everything by which somebody is known at Webex."""
    return [person.email, person.person.id, person.person.name, stage.world.direct(person.person, stage.me).id]


def searched(address: str) -> str:
    """Return an address as searches look through it."""
    return "".join(filter(str.isalnum, address))


def left_of(traces: Iterable[str], folder: Path) -> list[tuple[str, str]]:
    """Return which of them stand in which file, whatever is in it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    contents = {path.name: path.read_bytes().lower() for path in files}
    for of_joann in (JOANN.encode(), searched(JOANN).encode()):
        contents = {name: content.replace(of_joann, b"") for name, content in contents.items()}
    return [(name, each) for name, content in contents.items() for each in traces if each.lower().encode() in content]


def test_nothing_is_left_in_database_wal_backups_and_log(
    stage: Stage, ann: Actor, omar: Actor, ada: Actor, rita: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    at_service_setup(stage, ann)
    ann.says("rep Where is my order? Yours, ANN@northwind.example.com")
    rita.says(f"/note {N} Ann Archer called: she writes as ann@northwind.example.com")
    rita.says(f"/note {N} ANN ARCHER, or Archer, Ann, also has {TAGGED}")
    rita.says(f"/nudge {N} Dear Ann Archer")
    ada.says(f"/order {N}")
    traces = traces_of(stage, ann)
    assert {each for _file, each in left_of(traces, stage.folder)} == set(traces)
    stage.import_orders(CONTOSO.replace(N, "90417264").replace(ANN, JOANN))
    stage.import_orders(CONTOSO.replace(N, "90417265").replace(ANN, TAGGED))

    ada.says(f"/erase {ANN}")
    assert f"Open orders that are left without a person: {N} and 90417265" in ada.sees
    ada.presses("Keep everything")
    assert left_of([ann.email], stage.folder)
    ada.says(f"/erase {ANN}").presses("Erase for good")
    assert "That person is being erased." in ada.sees
    stage.bot.lifecycle.beats.make("erasing")
    stage.bot.store.backup(stage.folder / "since.db")
    assert left_of([*traces, searched(ANN), "Archer", TAGGED, searched(TAGGED)], stage.folder) == []
    assert [each for each in traces if each in everything_logged(caplog)] == []

    order = stage.order(N)
    assert order.holder.startswith("erased-")
    assert order.customer_name == "Contoso Dental Group"
    assert stage.order("90417264").contact == JOANN
    ada.says(f"/audit {N}")
    assert "confirmed customer and partner" in ada.sees
    stage.restart()
    stage.wait(days=3)
    ada.says(f"/order set {N} contact={omar.email}")
    assert stage.order(N).contact == omar.email
    omar.says("setup")
    assert omar.title == "Service setup", "whoever takes over goes on where it was left"


def test_nothing_names_a_representative_who_had_claimed_an_order(
    stage: Stage, ann: Actor, ada: Actor, rita: Actor
) -> None:
    at_service_setup(stage, ann)
    ann.says("rep Where is my order?")
    rita.says(f"/claim {N}")
    traces = traces_of(stage, rita)
    ada.says(f"/erase {rita.email}").presses("Erase for good")
    stage.bot.lifecycle.beats.make("erasing")

    assert left_of(traces, stage.folder) == []
    ada.says(f"/release {N}")
    assert f"Ada Admin has released order {N}" in ada.sees


def test_what_is_held_about_somebody_is_shown_and_erased_on_the_terminal(
    stage: Stage, ann: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_service_setup(stage, ann)
    traces = traces_of(stage, ann)
    monkeypatch.chdir(stage.folder)
    monkeypatch.setenv("DATABASE", str(stage.database_file))

    shown = CliRunner().invoke(cli, ["personal-data", ANN])
    tables = json.loads(shown.stdout)
    assert tables["people"][0]["email"] == ANN
    assert {"orders", "progress", "audit", "outbox"} <= tables.keys()

    for kept in (f"{stage.database_file.name}.before-restore", f".{stage.database_file.name}.before-m001_x.k1ll3d00"):
        (stage.folder / kept).write_bytes(b"an old copy: " + ANN.encode())
    assert CliRunner().invoke(cli, ["erase", ANN], input="n\n").exit_code == 1
    erased = CliRunner().invoke(cli, ["erase", ANN, "--yes"])
    assert erased.exit_code == 0, erased.output
    assert left_of(traces, stage.folder) == []
    assert "Nothing is held about" in CliRunner().invoke(cli, ["erase", ANN, "--yes"]).output


def test_on_the_terminal_the_file_is_left_to_a_bot_that_serves(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    store, waited, told = stage.bot.store, list[float](), list[bool]()
    with store.unit_of_work() as uow:
        erasing.begin(uow, ANN, stage.clock.now())
    erasing.erase_noted(store, stage.clock.now, waited.append)

    def is_served() -> bool:
        told.append(True)
        return len(told) < 3

    waited.clear()
    erasing.leave_scrubbing(store, is_served, waited.append)
    assert waited == [erasing.LOOK_SECONDS] * 2, "the bot ended meanwhile"
    assert not erasing.is_rewriting_due(store)
    erasing.leave_scrubbing(store, is_served, waited.append)
    assert len(told) == 3
    with store.unit_of_work() as uow:
        me = this_process()
        assert not is_served_by_any(store)
        uow.processes.enter(me.owner, me.host, me.pid, me.started, stage.clock.now())
    assert is_served_by_any(store)


class Killed(Exception):
    """The process has ended."""


def test_an_erasure_goes_on_after_each_kill_and_takes_what_comes_meanwhile(
    stage: Stage, ann: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_service_setup(stage, ann)
    traces = traces_of(stage, ann)
    ada.says(f"/erase {ANN}").presses("Erase for good")
    monkeypatch.setattr(erasing, "ROWS_AT_A_TIME", 8)
    store, lives = stage.bot.store, 0

    def die(_seconds: float) -> None:
        raise Killed

    is_over = False
    while not is_over:
        lives += 1
        with suppress(Killed):
            erasing.erase_noted(store, stage.clock.now, die)
            is_over = True
        with store.reading() as uow:
            assert uow.audit.verify().flaws == ()
        if lives == 2:
            ann.says("status")
    assert lives > 3
    stage.bot.lifecycle.beats.make("erasing")
    assert left_of(traces, stage.folder) == []
    assert stage.order(N).holder.startswith("erased-")
    ada.says(f"/erase {ANN}")
    assert "I hold nothing under the address" in ada.sees


@pytest.mark.parametrize("name", ["2026", "ok", "in service setup", "Contoso Dental Group"])
def test_whoever_is_called_like_a_word_of_ours_takes_nothing_else_along(
    stage: Stage, ann: Actor, omar: Actor, ada: Actor, rita: Actor, name: str
) -> None:
    """A name is what somebody writes into their profile: erased, it must not be taken for a state, a date or a key."""
    at_service_setup(stage, ann)
    rita.says(f"/note {N} a note")
    somebody = stage.person("somebody@northwind.example.com", name)
    stage.import_orders(CONTOSO.replace(N, "90417264").replace(ANN, somebody.email))
    somebody.says("help")
    order, waiting = stage.order(N), waits(stage)
    ada.says(f"/erase {somebody.email}").presses("Erase for good")
    assert "That person is being erased." in ada.sees
    stage.bot.lifecycle.beats.make("erasing")
    assert (stage.order(N), waits(stage)) == (order, waiting)
    with stage.bot.store.reading() as uow:
        assert uow.audit.verify().flaws == ()
    ann.presses("Next")
    assert ann.title == "Subscription details"
    stage.restart()
    stage.wait(days=1)
    assert N in ann.says("status").sees


def test_nobody_writes_to_who_was_erased(stage: Stage, ann: Actor, omar: Actor, ada: Actor, rita: Actor) -> None:
    at_service_setup(stage, ann)
    ada.says(f"/erase {ann.email}").presses("Erase for good")
    stage.bot.lifecycle.beats.make("erasing")

    for somebody, command in ((rita, f"/nudge {N}"), (rita, f"/reply {N} Hello"), (ada, f"/remind {N}")):
        assert somebody.says(command).sees.startswith(f"Nobody has order {N} now: the person was erased.")
    ada.says(f"/order set {N} contact={omar.email}")
    rita.says(f"/nudge {N}")
    assert f"Order: {N}" in omar.sees


def waits(stage: Stage) -> tuple[dict[str, int], int]:
    """Return what is to be handled, and how many reminders are to come."""
    with stage.bot.store.reading() as uow:
        return {name: uow.inbox.counts()[name] for name in ("waiting", "dead")}, len(uow.reminders.pending(N))


def test_only_an_address_can_be_erased(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    for word in ("scheduled", "ann", "2026-11", "@", "northwind.example.com", "a@b"):
        ada.says(f"/erase {word}")
        assert "Enter an email address" in ada.sees
        with stage.bot.store.unit_of_work() as uow, pytest.raises(ValueError, match="address"):
            uow.erasure.begin(word, by=ada.email)
    assert CliRunner().invoke(cli, ["erase", "scheduled", "--yes"]).exit_code == 2
    assert stage.order(N).holder == ANN
