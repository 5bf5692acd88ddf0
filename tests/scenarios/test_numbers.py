"""Numbers: orders as a file, and what happened in the last days, for admins alone."""

import csv
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.orders import OrderState
from bot.operations import charts
from cards.words import bare
from store import Store
from tests.logged import logged_by
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine, begun, march


def file_of(stage: Stage, actor: Actor) -> str:
    """Return the newest file that somebody got, as bytes made text."""
    [content] = actor.answers[-1].files
    return str(content.data, "utf-8")


def rows_of(stage: Stage, actor: Actor) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file_of(stage, actor).removeprefix("\ufeff"))))


def test_an_export_goes_to_the_asker_alone_with_what_was_answered(stage: Stage, ann: Actor, ada: Actor) -> None:
    begun(stage, ann)
    stage.import_orders(CONTOSO, FABRIKAM)
    stage.world.invite(stage.space, ada.person)
    ada.says_in_space("/export")

    assert ada.sees == "2 orders, as a file for a spreadsheet."
    [contoso, fabrikam] = rows_of(stage, ada)
    assert contoso["Order"] == "90417263"
    assert contoso["State"] == "started"
    assert contoso["Step"] == "Your partner organization"
    assert contoso["What is your role?"] == "I am a partner"
    assert contoso["Closes on"] == "2026-03-09"
    assert fabrikam["Customer"] == "Fabrikam Logistics"
    assert stage.world.transcript(stage.space)[-1].text == "I have answered you in our direct chat."

    ada.says("/export started")
    assert [row["Order"] for row in rows_of(stage, ada)] == ["90417263"]
    ada.says("/export fabrikam")
    assert [row["Order"] for row in rows_of(stage, ada)] == ["90417310"]


def test_an_export_runs_nothing_and_opens_right_in_arabic(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO.replace("Contoso Dental Group", "@HYPERLINK(1)"))
    ada.says("language ar").says("/export مجدول")

    file = file_of(stage, ada)
    assert file.startswith("\ufeffالطلب,")
    [row] = rows_of(stage, ada)
    assert row["العميل"] == "'@HYPERLINK(1)"
    with stage.bot.store.reading() as uow:
        newest = uow.outbox.get(uow.outbox.newest())
    assert newest is not None
    assert newest.message.file is None


def test_an_order_id_keeps_its_zeros_through_a_spreadsheet_and_back(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO.replace("90417263", "0090417263"))
    ada.says("/export")
    [row] = rows_of(stage, ada)
    assert row["Order"] == '="0090417263"'

    back = stage.import_orders(CONTOSO.replace("90417263", '"=""0090417263"""'))
    assert not back[1].new
    assert stage.order("0090417263").customer_name == "Contoso Dental Group"


def test_an_export_of_either_kind_is_imported_and_changes_nothing(stage: Stage, ann: Actor, ada: Actor) -> None:
    begun(stage, ann)
    stage.import_orders(CONTOSO, FABRIKAM)
    for language, words in (("ar", "لا يغير"), ("fr", "ne change rien"), ("en", "changes nothing")):
        ada.says(f"language {language}").says("/export")
        files = [message.files[0] for message in ada.answers[-2:]]
        assert [each.name.rpartition(".")[2] for each in files] == ["xlsx", "csv"]
        for each in files:
            ada.attaches(each.name, each.data)
            assert words in ada.sees
    assert "the columns about the progress of orders were not read: State, Step, Offer, …" in ada.sees
    edited = files[1].data.replace(b"Contoso Dental Group", b"Contoso Dental Clinics")
    assert "END CUSTOMER NAME: Contoso Dental Group → Contoso Dental Clinics" in ada.attaches("o.csv", edited).sees


def test_an_export_ends_where_a_file_does(stage: Stage, ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.orders.exporting.MOST_EXPORTED", 1)
    stage.import_orders(CONTOSO, FABRIKAM)
    ada.says("/export")

    assert len(rows_of(stage, ada)) == 1
    assert "type /export and some words" in ada.sees


def make_history(store: Store) -> None:
    """Orders 1 to 6 were invited on 3 March; 1 to 4 begun and mapped; 1 to 3 provisioned, the third late."""
    with store.unit_of_work() as uow:
        for n, order in enumerate(uow.orders.each(), start=1):
            changed = replace(order, state=OrderState.INVITED, invited_at=march(3))
            if n <= 4:
                changed = replace(changed, state=OrderState.MAPPED, begun_at=march(4), mapped_at=march(4))
            if n <= 3:
                changed = replace(
                    changed, state=OrderState.PROVISIONED, provisioned_at=march(3) + timedelta(days=3 * n)
                )
            uow.orders.save(changed)


def have_six_orders(stage: Stage) -> None:
    orders = [CONTOSO.replace("90417263", f"9041726{n}").replace("2026-03-02", "2026-03-20") for n in range(6)]
    stage.import_orders(*orders)
    make_history(stage.bot.store)


@pytest.mark.usefixtures("quick_painter")
def test_the_report_says_what_the_export_says(stage: Stage, ann: Actor, ada: Actor, rita: Actor) -> None:
    have_six_orders(stage)
    stage.clock.move_to(march(12) + timedelta(minutes=1))
    ada.says("/escalate 90417265")
    rita.says("/claim 90417265").says("/resolve 90417265")
    ada.says("/export")
    rows = rows_of(stage, ada)
    ada.says("time zone Asia/Riyadh").says("/report 10")
    assert "From Monday 2 March 2026, 12:01 to Thursday 12 March 2026, 12:01 (Riyadh)" in ada.sees

    numbers = dict(line.split(": ", 1) for line in ada.sees.split("\n") if ": " in line)
    assert numbers["Orders invited"] == str(sum(bool(row["Invited at"]) for row in rows)) == "6"
    assert numbers["Orders begun"] == str(sum(bool(row["Begun at"]) for row in rows)) == "4"
    assert numbers["Mappings confirmed"] == str(sum(bool(row["Mapping confirmed at"]) for row in rows)) == "4"
    in_time = [row for row in rows if row["Provisioned at"] and row["Provisioned at"][:10] <= row["Closes on"]]
    assert numbers["Provisioned before closing"] == str(len(in_time))
    assert numbers["Provisioned late"] == str(sum(bool(row["Provisioned at"]) for row in rows) - len(in_time))
    assert numbers["Median time from invitation to provisioned"] == "6 days"
    assert (numbers["Escalations opened"], numbers["Escalations claimed"], numbers["Escalations resolved"]) == (
        ("1", "1", "1")
    )
    ada.says("/report 1")
    assert "Orders invited: 0" in ada.sees
    ada.says("/report 31")
    assert "from 1 to 30" in ada.sees


@pytest.mark.usefixtures("quick_painter")
def test_the_report_names_what_is_at_risk_and_counts_reminders(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    stage.wait(days=4)
    ada.says("/report")

    assert "90417263 · Contoso Dental Group: Invited" in ada.sees
    with stage.bot.store.reading() as uow:
        counts = uow.happened(stage.clock.now() - timedelta(days=7), stage.clock.now())
    assert f"Reminders sent: {counts.reminded}" in ada.sees
    assert counts.reminded > 1


WAITING_IN = {
    "en": ("Up to 1 day: 0", "More than 1, up to 3 days: 1", "Invited, not begun: 2"),
    "ar": ("يوم واحد أو أقل: 0", "أكثر من يوم وحتى 3 أيام: 1", "تمت الدعوة ولم يبدأ الإعداد: 2"),
    "fr": ("1 jour au plus : 0", "Plus de 1 et jusqu’à 3 jours : 1", "Invitation envoyée, pas encore commencée : 2"),
}


def test_the_report_comes_as_a_picture_above_its_table(stage: Stage, ada: Actor) -> None:
    have_six_orders(stage)
    stage.clock.move_to(march(12) + timedelta(minutes=1))
    for language, told in WAITING_IN.items():
        ada.says(f"language {language}").says("/report 10")
        picture, table = ada.answers[-2:]
        [file] = picture.files
        assert file.name == "report-2026-03-12.png"
        width, height = size_of(file.data)
        assert (width, 2 * width > height > width) == (800, True)
        is_from_the_right = language == "ar"
        assert colours_at_the_ends_of_the_second_bar(file.data, is_from_the_right) == [BLUE, GREY]
        lines = picture.text.split("\n")
        assert [line[-1] for line in lines[1:]] == ["6", "4", "4", "0", "3"]
        assert set(lines[1:4]) < set(bare(table.text).split("\n"))
        for line in told:
            assert line in bare(table.text).replace("\xa0", " ").replace("\u202f", " ")


BLUE, GREY = (0x0B, 0x63, 0xC5), (0xE1, 0xE5, 0xEB)


def colours_at_the_ends_of_the_second_bar(png: bytes, is_from_the_right: bool) -> list[object]:
    """Return the colours of "Orders begun" where a bar begins and where the longest ends."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    return [picture.getpixel((picture.width - x if is_from_the_right else x, 312)) for x in (60, 640)]


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and height of a picture."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"IEND" in png[-12:]
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.parametrize(
    ("hindrance", "cause"),
    [
        ({"PAINTER": "bot.nowhere"}, "No module"),
        ({"PATIENCE": 0}, "status -9"),
        ({"ROOT": Path("/nowhere")}, "No such file"),
    ],
)
def test_the_table_comes_alone_where_nothing_can_be_drawn(
    stage: Stage,
    ada: Actor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    hindrance: dict[str, object],
    cause: str,
) -> None:
    for name, value in hindrance.items():
        monkeypatch.setattr(charts, name, value)
    stage.import_orders(CONTOSO)
    ada.says("/report")
    assert not any(message.files for message in ada.answers)
    assert "Orders invited: 0" in ada.sees
    [record] = logged_by("bot.operations.charts", caplog)
    assert cause in vars(record)["cause"]
