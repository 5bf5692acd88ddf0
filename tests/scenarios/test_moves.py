"""Moves: somebody has another address, or Webex moves a room: all goes on as before, and it stands in the audit log."""

import sqlite3
from contextlib import closing
from dataclasses import replace

from bot.domain.actions import Signer
from cards.pressing import buttons
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine, begun, invited

NUMBER, OLD, NEW = "90417263", "ann@northwind.example.com", "ann.baker@northwind.example.com"
KEEPS_THE_PAST = {
    "audit",
    "moved_addresses",
    "moved_rooms",
    "inbox",
    "outbox.card",
    "reminders.envelope",
    "outbox.text",
}


def changes_address(actor: Actor, address: str) -> None:
    """Let somebody have another address at Webex; the bot is not told."""
    actor.person = actor.stage.world.rename(actor.person, address)


def kept(stage: Stage, words: str) -> set[str]:
    """Return in which columns of the database these words stand."""
    found: set[str] = set()
    with closing(sqlite3.connect(stage.database)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            for column in columns:
                if db.execute(f"SELECT 1 FROM {table} WHERE instr({column}, ?)", (words,)).fetchone():
                    found.add(f"{table}.{column}")
    return {each for each in found if each not in KEEPS_THE_PAST and each.partition(".")[0] not in KEEPS_THE_PAST}


def test_who_has_another_address_goes_on_with_the_same_card_and_their_reminders_follow(
    stage: Stage, ann: Actor, ada: Actor
) -> None:
    begun(stage, ann)
    card = ann.card
    changes_address(ann, NEW)

    ann.says("status")
    order = stage.order(NUMBER)
    assert (order.holder, order.contact) == (NEW, NEW)
    ann.presses("Next", card=card, company="Northwind Collab", country="US", email="admin@northwind.example.com")
    assert "made for somebody else" not in ann.sees
    assert kept(stage, OLD) == set()

    stage.wait(days=1)
    assert ann.title == "Go on with your Webex order"
    assert not [text for text in stage.cards_in_space() if "does not deliver messages" in text]
    ada.says(f"/audit {NUMBER}")
    assert f"before {OLD}" in ada.sees


def test_what_comes_under_another_address_of_theirs_is_theirs_too(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.says("status")
    # Webex takes messages for her under this address as well, but names the other.
    changes_address(ann, NEW)
    stage.import_orders(CONTOSO.replace(NUMBER, "90417299").replace(OLD, NEW))
    invitation = ann.card
    stage.import_orders(CONTOSO.replace(NUMBER, "90417298"))
    changes_address(ann, OLD)

    ann.presses("Set Up Now", card=invitation)
    assert ann.title == "What is your role?"
    assert stage.order("90417299").holder == OLD
    ann.says("orders")
    assert all(number in ann.sees for number in (NUMBER, "90417298", "90417299"))


def test_who_only_presses_is_looked_up_once_a_day(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    changes_address(ann, NEW)
    stage.clock.move_to(stage.clock.now().replace(day=4, hour=12))
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    assert stage.order(NUMBER).holder == NEW


def test_an_invitation_is_not_sent_anew_for_another_address(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    changes_address(ann, NEW)
    ann.says("help")
    before = len(ann.answers)
    stage.wait(minutes=5)
    assert [each.words for each in ann.answers[before:]] == []
    stage.import_orders(CONTOSO.replace(OLD, NEW))
    assert [each.words for each in ann.answers[before:]] == []


def test_an_admin_and_a_representative_stay_what_they_are(stage: Stage, ada: Actor, rita: Actor) -> None:
    ada.says("help")
    rita.says("help")
    changes_address(ada, "ada.lovelace@cisco.example.com")
    changes_address(rita, "rita.levi@cisco.example.com")
    stage.bot.lifecycle.guard.check()
    ada.says("/health")
    assert "for representatives and admins" not in ada.sees
    rita.says("/board")
    assert "for representatives and admins" not in rita.sees


def test_an_admin_who_moves_to_another_domain_is_no_guest_of_the_rep_space(stage: Stage, ada: Actor) -> None:
    stage.world.invite(stage.space, ada.person)
    ada.says("help")
    changes_address(ada, "ada@elsewhere.example.org")
    ada.says("help")
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert "as a guest" not in ada.heard
    ada.says("/space")
    assert "1 person" in ada.sees


def test_an_address_that_is_given_to_somebody_else_brings_nothing_with_it(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    changes_address(ada, "ada.lovelace@cisco.example.com")
    ada.says("help")
    other = stage.person("adam@elsewhere.example.org", "Adam")
    other.says("help")
    changes_address(other, "ada@cisco.example.com")
    ada.says("/health")
    assert "for representatives and admins" not in ada.sees
    other.says("/health")
    assert "Settings" not in other.sees


def test_a_rep_space_that_webex_moves_stays_the_rep_space(stage: Stage, rita: Actor, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("rep")
    before = len(stage.cards_in_space())
    assert before == 1
    old = stage.space
    stage.space = stage.world.migrate(old, "urn:TEAM:eu-central-1_k", stage.me)
    stage.settle()
    assert kept(stage, old.id) == set()

    rita.says_in_space("/board")
    assert "for representatives and admins" not in str(stage.world.transcript(stage.space)[-1].words)
    stage.bot.lifecycle.guard.check()
    assert stage.bot.health.readiness() == ["workers are not running"]
    assert len(stage.cards_in_space()) >= before


def test_a_direct_room_that_webex_moves_is_read_after_the_next_outage(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    old = stage.world.direct(ada.person, stage.me)
    stage.world.migrate(old, "urn:TEAM:eu-central-1_k", stage.me)
    stage.settle()
    assert kept(stage, old.id) == set()
    ada.says("help")
    assert len(ada.answers) == 2


def test_reminders_of_an_order_go_on_in_the_moved_room(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    old = stage.world.direct(ann.person, stage.me)
    stage.world.migrate(old, "urn:TEAM:eu-central-1_k", stage.me)
    stage.settle()
    before = len(ann.answers)
    stage.wait(days=1)
    assert len(ann.answers) == before + 1


def test_a_file_that_names_an_old_address_means_the_same_person(stage: Stage, ann: Actor, ada: Actor) -> None:
    begun(stage, ann)
    changes_address(ann, NEW)
    ann.says("status")
    said = len(ann.answers)

    stage.import_orders(CONTOSO, CONTOSO.replace(NUMBER, "90417299"))
    assert {stage.order(number).contact for number in (NUMBER, "90417299")} == {NEW}
    assert stage.order("90417299").holder == NEW
    ada.says(f"/order set 90417299 contact={OLD}")
    assert "stays as it is" in ada.sees
    stage.import_directory(f"org-northwind,Northwind Collab,partner,US,2021-05-04,{OLD},")
    with stage.bot.store.reading() as uow:
        assert uow.organizations.with_person(NEW)
        assert not uow.organizations.with_person(OLD)
    at_nine(stage)
    assert len(ann.answers) > said


def test_a_card_with_an_order_id_as_it_was_written_before_finds_its_order(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO.replace(NUMBER, "WEB90431"))
    at_nine(stage)
    with stage.bot.store.reading() as uow:
        signer = Signer(str(uow.bot_state.get("signing_key")))
    [data] = [button["data"] for button in buttons(ann.card.card) if button["title"] == "Set Up Now"]
    written_before = signer.pack(replace(signer.unpack(data), order="web90431"))
    stage.world.actions.submit(ann.person, ann.card, {**data, **written_before})
    stage.settle()
    assert ann.title == "What is your role?"


def test_who_was_looked_up_at_the_first_press_is_not_at_the_next_ones_until_the_day_after(
    stage: Stage, ann: Actor
) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    stage.world.faults.failing(404, path=f"/people/{ann.person.id}")
    ann.presses("Next", role="partner")
    assert stage.world.faults.planned == 1, "no call has met it"

    stage.wait(days=1, hours=1)
    ann.presses("Resume")
    assert stage.world.faults.planned == 0, "Webex was asked"
