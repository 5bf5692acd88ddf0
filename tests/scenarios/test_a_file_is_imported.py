"""An admin hands in a file of orders in the chat: it is shown, then agreed to, then done exactly so."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import Workbook

from cards.pressing import parts_of
from tests.staging.actors import Actor
from tests.staging.files import ORDER_COLUMNS
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine

LATER = CONTOSO.replace("2026-03-02", "2026-03-09")
BAD = "@cmd,A-WX,2026-03-02,ann at northwind,Fabrikam Logistics,,,,,,,"


def file_of(*rows: str) -> str:
    return "\n".join((ORDER_COLUMNS, *rows))


def errors_seen(ada: Actor) -> list[list[str]]:
    """Return the newest file that the bot sent, as a spreadsheet shows it."""
    (file,) = next(message.files for message in reversed(ada.answers) if message.files)
    assert file.name == "rows-left-out.csv"
    return list(csv.reader(StringIO(file.data.decode("utf-8-sig"))))


def has(stage: Stage, number: str) -> bool:
    with stage.bot.store.reading() as uow:
        return uow.orders.get(number) is not None


def test_what_a_file_changes_is_shown_and_then_done(stage: Stage, ada: Actor, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.attaches("orders.csv", file_of(LATER, FABRIKAM, BAD))

    assert ada.title == "Import orders.csv?"
    for words in (
        "New orders: 1",
        "Changed orders: 1",
        "90417310: Fabrikam Logistics · ann@northwind.example.com · Monday 2 March 2026",
        "90417263 · REQUESTED START DATE: 2026-03-02 → 2026-03-09",
        "Row 4, WEB ORDER ID: Enter an order id of 1 to 40 letters and digits. “@cmd”",
        "Nobody is told about this now.",
    ):
        assert words in ada.sees
    assert errors_seen(ada)[1:] == [
        ["4", "WEB ORDER ID", "Enter an order id of 1 to 40 letters and digits.", "'@cmd"],
        [
            "4",
            "PROVISIONING CONTACT EMAIL",
            "Enter an email address, such as name@example.com.",
            "ann at northwind",
        ],
    ]
    assert not has(stage, "90417310")

    ada.presses("Import")

    assert ada.sees.startswith("Imported")
    assert stage.order("90417263").start_date.isoformat() == "2026-03-09"
    at_nine(stage)
    assert ann.title == "Set up your Webex order"
    assert "90417310" in ann.sees


def test_who_would_be_told_is_counted_first(stage: Stage, ada: Actor, ann: Actor, omar: Actor) -> None:
    at_nine(stage)
    for_omar = FABRIKAM.replace("ann@", "omar@")
    ada.attaches("orders.csv", file_of(CONTOSO, for_omar, LATER.replace("90417263", "90417264")))
    assert "2 people are told at once." in ada.sees
    assert (ann.answers, omar.answers) == ([], [])

    ada.says("import")
    assert ann.title == omar.title == "Set up your Webex order"


def test_a_cancellation_tells_who_is_midway_after_it_was_agreed_to(stage: Stage, ada: Actor, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    ann.presses("Set Up Now")
    ada.attaches("orders.csv", file_of(f"{CONTOSO}Cancelled"))
    assert "1 person is told at once." in ada.sees

    ada.presses("Import")
    assert ann.sees.startswith("Order 90417263 was cancelled.")


def test_where_orders_changed_meanwhile_it_is_shown_again(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.attaches("orders.csv", file_of(LATER))
    stage.import_orders(CONTOSO.replace("2026-03-02", "2026-03-05"))

    ada.presses("Import")
    assert ada.sees.startswith("This has changed since I asked you.")
    assert "2026-03-05 → 2026-03-09" in ada.sees
    assert stage.order("90417263").start_date.isoformat() == "2026-03-05"

    ada.presses("Import")
    assert stage.order("90417263").start_date.isoformat() == "2026-03-09"


def test_what_somebody_else_has_done_meanwhile_is_not_done_again(stage: Stage, ada: Actor) -> None:
    ada.attaches("orders.csv", file_of(CONTOSO))
    stage.import_orders(CONTOSO)
    ada.presses("Import")
    assert ada.sees.startswith("orders.csv changes nothing")


def test_while_reminders_are_held_back_nobody_is_told_at_once(stage: Stage, ada: Actor) -> None:
    ada.says("/pause reminders")
    ada.attaches("orders.csv", file_of(CONTOSO.replace("2026-03-02", "2026-02-27")))
    assert "Nobody is told about this now." in ada.sees


def test_the_file_is_kept_over_a_restart_until_it_is_decided(stage: Stage, ada: Actor) -> None:
    ada.attaches("orders.csv", file_of(CONTOSO))
    stage.restart()
    question = ada.card
    ada.presses("Import")
    assert has(stage, "90417263")

    ada.replays(question, "Import")
    assert ada.sees == "This import is no longer open. Attach the file again and type /import."


def test_an_import_that_is_declined_or_too_old_does_nothing(stage: Stage, ada: Actor) -> None:
    question = ada.attaches("orders.csv", file_of(CONTOSO)).card
    ada.presses("Cancel")
    assert ada.sees == "Nothing was imported."
    ada.replays(question, "Import")
    assert not has(stage, "90417263")

    ada.attaches("orders.csv", file_of(CONTOSO))
    stage.go_to(stage.clock.now() + timedelta(minutes=61))
    ada.says("import")
    assert ada.sees.startswith("This import is no longer open.")
    ada.says("import")
    assert ada.sees.startswith("Attach a CSV or XLSX file")
    assert not has(stage, "90417263")


def test_from_a_space_only_the_admin_sees_what_is_in_the_file(stage: Stage, ada: Actor, rita: Actor) -> None:
    stage.world.invite(stage.space, ada.person)
    ada.attaches("orders.csv", file_of(CONTOSO, BAD), in_space=True)

    said = [message for message in stage.world.transcript(stage.space) if message.person_id == stage.me.id]
    assert said[-1].text == "I have answered you in our direct chat."
    assert not [message for message in said if message.card or message.files]
    assert ada.title == "Import orders.csv?"


def test_nobody_else_can_agree_with_the_admins_button(stage: Stage, ada: Actor, rita: Actor) -> None:
    ada.attaches("orders.csv", file_of(CONTOSO))
    rita.says("/board")
    stolen = next(action["data"] for action in parts_of(ada.card.card) if action.get("title") == "Import")
    stage.world.actions.submit(rita.person, rita.answers[-1], stolen)
    stage.settle()
    assert rita.sees == "That card was made for somebody else."
    assert not has(stage, "90417263")


def test_only_an_admin_can_hand_in_a_file(stage: Stage, rita: Actor) -> None:
    stage.world.faults.failing(path="/contents")
    rita.attaches("orders.csv", file_of(CONTOSO))
    assert rita.sees == "That command is for admins. Type /help to see what representatives can do."
    assert stage.world.faults.take_call("GET", "/contents/1"), "the file was fetched"


def test_an_admin_who_is_none_any_more_cannot_agree(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@northwind", "ada@cisco"))
    ada.attaches("orders.csv", file_of(FABRIKAM))
    stage.restart(ADMIN_EMAILS="somebody-else@cisco.example.com")
    ada.presses("Import")
    assert ada.sees.startswith("That command is for representatives and admins.")
    assert not has(stage, "90417310")


def test_a_workbook_is_imported_like_a_csv_file(stage: Stage, ada: Actor) -> None:
    book, content = Workbook(), BytesIO()
    for line in (ORDER_COLUMNS, CONTOSO):
        book.active.append(line.split(","))
    book.save(content)
    ada.attaches("Aufträge 2026.XLSX", content.getvalue())
    assert ada.title == "Import Aufträge 2026.XLSX?"


def test_the_same_file_again_changes_nothing(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.attaches("orders.csv", file_of(CONTOSO))
    assert ada.sees.startswith("orders.csv changes nothing")
    assert "Unchanged orders: 1" in ada.sees


def test_a_file_that_webex_keeps_is_said_to_be_so(stage: Stage, ada: Actor) -> None:
    why = {410: "malware", 428: "Save it without one", 404: "no longer provides this file", 403: "no longer provides"}
    why |= {302: "outside Webex"}
    for status, words in why.items():
        stage.world.faults.failing(status, path="/contents")
        ada.attaches("orders.csv", file_of(CONTOSO))
        assert words in ada.sees


def test_a_file_that_is_still_looked_into_is_waited_for(stage: Stage, ada: Actor) -> None:
    stage.world.faults.failing(423, 2, path="/contents", retry_after=20)
    ada.attaches("orders.csv", file_of(CONTOSO))
    assert ada.answers == []
    stage.wait(seconds=20)
    stage.wait(seconds=20)
    assert ada.title == "Import orders.csv?"


def test_a_file_that_is_looked_into_for_too_long_is_given_up(stage: Stage, ada: Actor) -> None:
    stage.world.faults.failing(423, 20, path="/contents", retry_after=20)
    ada.attaches("orders.csv", file_of(CONTOSO))
    for _ in range(8):
        stage.wait(seconds=20)
    assert ada.sees == "Webex is still looking for malware in this file. Try again in a few minutes."


NO_FILES: list[tuple[str, bytes, str]] = [
    ("orders.pdf", b"%PDF-1.4", "I cannot read orders.pdf"),
    ("orders.csv", b"", "The file is empty."),
    ("orders.csv", b"\xd0\xcf\x11\xe0 protected", "without a password"),
    ("orders.csv", b"," * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ("orders.csv", f"{ORDER_COLUMNS}\n".encode() + b"x\n" * 1001, "more than 1000 rows"),
]


def test_what_is_no_file_of_orders_is_refused(ada: Actor) -> None:
    for name, content, words in NO_FILES:
        ada.attaches(name, content)
        assert words in ada.sees


def test_import_without_a_file_tells_how_to_attach_one(ada: Actor) -> None:
    ada.says("/import")
    assert ada.sees.startswith("Attach a CSV or XLSX file")
    ada.attaches("orders.csv", file_of(CONTOSO), text="")
    assert ada.sees == "Attach a CSV or XLSX file to the message and type /import with it."


def test_a_file_is_imported_in_arabic(stage: Stage, ada: Actor) -> None:
    ada.says("language ar")
    ada.attaches("طلبات.csv", file_of(CONTOSO, BAD))
    assert "طلبات.csv" in ada.title
    ada.says("استيراد")
    assert has(stage, "90417263")


def test_a_long_file_is_imported_in_portions_and_says_how_far_it_is(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.operations.imports.ORDERS_AT_A_TIME", 2)
    rows = [FABRIKAM.replace("90417310", str(number)) for number in range(1, 6)]
    said: list[tuple[int, int]] = []

    _file, plan = stage.bot.imports.orders(
        file_of(*rows).encode(), "orders.csv", progress=lambda done, total: said.append((done, total))
    )

    assert said == [(2, 5), (4, 5), (5, 5)]
    assert [order.number for order in plan.new] == ["1", "2", "3", "4", "5"]


def test_what_a_card_has_no_room_for_comes_as_a_file(stage: Stage, ada: Actor) -> None:
    stage.import_orders(*(CONTOSO.replace("90417263", f"904172{n}") for n in range(10, 22)))
    changed = [LATER.replace("90417263", f"904172{n}") for n in range(10, 22)]
    ada.attaches("orders.csv", file_of(*changed, FABRIKAM))
    (file,) = next(message.files for message in reversed(ada.answers) if message.files)
    assert file.name == "what-changes.csv"
    lines = list(csv.reader(StringIO(file.data.decode("utf-8-sig"))))
    assert ["Changed orders", "90417221 · REQUESTED START DATE", "2026-03-02 → 2026-03-09"] in lines
    assert len(lines) == 1 + 1 + 12
    assert "4 more" in ada.sees
