"""What people type, who may, and what a stranger or an old card gets."""

import pytest

from bot.domain.outgoing import Address, Lane, Message
from cards.pressing import carried
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, CONTOSO_ORG, FABRIKAM, NORTHWIND_ORG, at_nine, at_review, begun, invited


def test_the_whole_first_half_can_be_typed(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.says("Set Up Now")
    ann.says("1")
    assert ann.title == "Who will set up the services?"
    ann.says("Yes, I will set up")
    ann.says("Northwind Collab\nUnited States\nadmin@northwind.example.com")
    assert ann.title == "Customer administrator"
    ann.says("it@contoso.example.com")
    ann.says("Company name: Contoso Dental Group\nCountry or region: Saudi Arabia")
    assert ann.title == "Confirm customer and partner"
    ann.says("back")
    assert ann.title == "Customer organization"


def test_a_wrong_answer_is_explained_and_kept(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="other", email="admin@northwind.example.com")
    ann.presses("Next", country="Atlantis")

    assert ann.title == "Your partner organization"
    assert "country or region" in ann.sees.lower()
    assert "Atlantis" in ann.sees


def test_help_leaves_the_place_alone(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("help")
    for word in ("setup", "orders", "status", "back", "exit", "start over"):
        assert word in ann.sees
    ann.says("status")
    assert "Your partner organization" in ann.sees

    ann.says("Northwind Collab\nUS\nadmin@northwind.example.com")
    assert ann.title == "Customer administrator"


def test_an_old_card_writes_nothing_and_shows_the_live_one(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    old = ann.card
    ann.presses("Next", role="partner")
    ann.presses("Next", owner="self")
    ann.replays(old, "Next", role="customer")

    assert "out of date" in ann.heard
    assert ann.title == "Your partner organization"


def test_two_orders_are_listed_and_kept_apart(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO, FABRIKAM)
    stage.wait(hours=1)
    ann.says("orders")
    assert "90417263" in ann.sees
    assert "90417310" in ann.sees

    ann.presses("Open", order="90417310")
    assert "Fabrikam Logistics" in ann.sees
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.says("order 90417263")
    ann.presses("Set Up Now")
    assert ann.title == "What is your role?"
    ann.presses("Exit")
    assert "Type order 90417263 to go on" in ann.sees


def test_resume_goes_on_with_what_was_left_and_begins_nothing_else(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Exit")
    stage.import_orders(FABRIKAM)
    stage.wait(minutes=1)
    assert ann.title == "Set up your Webex order"

    ann.says("resume")
    assert ann.title == "Your partner organization"
    assert "90417263" in ann.sees
    ann.says("orders").says("resume")
    assert ann.title == "Your partner organization"
    ann.presses("Exit").says("order 90417310").presses("Set Up Now").presses("Exit")
    ann.says("resume")
    assert ann.title == "Your orders"


@pytest.mark.parametrize("words", ["continue", "suivant", "التالي"])
def test_who_goes_on_after_leaving_is_back_at_the_step(stage: Stage, ann: Actor, words: str) -> None:
    begun(stage, ann)
    ann.presses("Exit").says(words)
    assert ann.title == "Your partner organization"


def test_a_stranger_gets_one_polite_answer_and_nothing_of_any_order(stage: Stage, ann: Actor, zoe: Actor) -> None:
    invited(stage, ann)
    zoe.says("order 90417263")
    zoe.says("setup")
    zoe.says("/orders")

    assert len(zoe.answers) == 1
    assert "Contoso" not in zoe.sees


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("مرحبًا", "روبوت"),
        ("Bonjour, j’ai reçu un courriel de Cisco", "Je suis le bot"),
        ("ok", "I am the Set Up Now bot"),
    ],
)
def test_a_stranger_is_answered_in_the_language_they_write_in(
    stage: Stage, zoe: Actor, words: str, answer: str
) -> None:
    zoe.says(words)

    assert answer in zoe.sees


def test_a_card_made_for_somebody_else_cannot_be_pressed(stage: Stage, ann: Actor, omar: Actor) -> None:
    stage.import_orders(CONTOSO, FABRIKAM.replace("ann@", "omar@"))
    stage.wait(hours=1)
    stolen = carried(ann.card.card)
    stage.world.actions.submit(omar.person, omar.card, stolen)
    stage.settle()

    assert "made for somebody else" in omar.sees
    with stage.bot.store.reading() as uow:
        assert uow.progress.get("90417263", omar.email) is None
        assert uow.audit.recent(5)[0].outcome == "refused"


def test_an_admin_lists_shows_and_reminds(stage: Stage, ann: Actor, ada: Actor) -> None:
    invited(stage, ann)
    ada.says("/orders")
    assert "90417263" in ada.sees
    ada.says("/order 90417263")
    assert "Contoso Dental Group" in ada.sees
    heard = len(stage.world.transcript(stage.world.direct(ann.person, stage.me), deleted=True))
    ada.says("/remind 90417263")
    assert len(stage.world.transcript(stage.world.direct(ann.person, stage.me), deleted=True)) == heard + 1
    ada.says("/help")
    for word in ("/orders", "/order N", "/remind N", "/space here"):
        assert word in ada.sees


def test_a_partner_is_refused_admin_words_politely(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.says("/orders")

    assert "That command is for representatives and admins." in ann.sees
    assert "90417310" not in ann.sees


def test_an_admin_makes_a_room_the_rep_space(stage: Stage, ann: Actor, ada: Actor) -> None:
    room = stage.world.room("Escalations", ada.person, stage.me)
    stage.settle()
    stage.world.says(ada.person, room, "/space here", mentions=(stage.me,))
    stage.settle()
    invited(stage, ann)
    stage.wait(days=1)

    assert [message for message in stage.world.transcript(room) if message.card]


def test_the_same_file_twice_changes_nothing(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    before = stage.order("90417263")
    _file, plan = stage.import_orders(CONTOSO)

    assert plan.is_empty
    assert stage.order("90417263") == before


def test_back_before_beginning_shows_the_way_in(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.says("back")

    assert ann.title == "Set up your Webex order"


def test_every_button_can_be_typed(stage: Stage, ann: Actor, omar: Actor) -> None:
    invited(stage, ann)
    ann.says("set up now")
    assert ann.title == "What is your role?"
    ann.says("next")
    ann.says("Another person in my company will set up")
    ann.says(omar.email)
    ann.says("take it back")
    assert ann.title == "Who will set up the services?"
    ann.says("2").says(omar.email)
    omar.says("Decline")
    assert ann.title == "Who will set up the services?"
    ann.says("start over").says("Start over")
    ann.says("start over").says("back")
    assert ann.title == "What is your role?"


def test_words_that_are_no_answer_confirm_nothing(stage: Stage, ann: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    ann.says("no, that is not us!")

    assert ann.title == "Your partner organization"
    assert "buttons" in ann.sees
    ann.says("yes")
    assert ann.title == "Customer administrator"


def test_an_answer_is_changed_at_review_by_typing(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    ann.says("Customer administrator")
    assert ann.title == "Customer administrator"
    ann.says("head.of.it@contoso.example.com")
    assert ann.title == "Confirm customer and partner"
    ann.says("not sure")
    assert ann.title == "Confirm customer and partner"
    assert stage.order("90417263").mapped_at is None
    ann.says("confirm and map for good")
    assert ann.title == "Your order is set up successfully"


def test_a_card_pressed_fifty_times_answers_once_and_says_once_that_it_is_out_of_date(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    role = ann.card
    heard = len(ann.answers)
    for _press in range(50):
        data = carried(role.card)
        stage.world.actions.submit(ann.person, role, {**data, "role": "partner"})
    stage.settle()

    assert ann.title == "Who will set up the services?"
    assert len(ann.answers) == heard + 1, "the card that says so takes the place of the one before"
    with stage.bot.store.reading() as uow:
        assert len([line for line in uow.audit.of_order("90417263") if line.verb == "stale_card"]) == 49


def test_orders_asked_for_in_a_room_are_told_to_the_person_alone(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    room = stage.world.room("Project Contoso", ann.person, stage.me)
    stage.settle()
    for words in ("orders", "status", "setup"):
        stage.world.says(ann.person, room, words, mentions=(stage.me,))
        stage.settle()

    said = [message.words for message in stage.world.transcript(room) if message.person_id == stage.me.id]
    assert said[-3:] == ["I have answered you in our direct chat."] * 3
    assert not any("Contoso" in text for text in said)


def test_words_are_explained_without_losing_the_place(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    card = ann.card
    assert "manages the organizations of your customers" in ann.unfolds("What is this?")

    ann.presses("Next", card, company="Northwind Collab", country="US", email="admin@northwind.example.com")
    assert ann.title == "Customer administrator"
    ann.says("what is this?")
    assert "one Webex organization at a time" in ann.sees


def test_a_password_in_the_chat_is_neither_used_nor_kept(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("password: Tr1cky-enough!")
    assert "looks like a password" in ann.sees
    ann.presses("Next", company="token: abc123def456", country="US", email="admin@northwind.example.com")
    assert "looks like a password" in ann.sees

    kept = stage.database.read_bytes()
    assert b"Tr1cky-enough!" not in kept
    assert b"abc123def456" not in kept
    assert ann.title == "Your partner organization"


def test_a_message_deleted_at_once_holds_nobody_up(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    with stage.world.deliveries.held():
        regretted = ann.person.says(stage.me, "I pressed the wrong key")
        stage.world.deletes(ann.person, regretted)
    stage.settle()
    heard = len(ann.answers)

    ann.says("status")

    assert len(ann.answers) == heard + 1
    assert "90417263" in ann.sees

    # What is owed when the last look is in vain goes out all the same.
    stage.clock.passes(seconds=30)
    with stage.bot.store.unit_of_work() as uow:
        owed = Message("By the way")
        uow.outbox.post(Address(email=ann.email), owed, Lane.REPLY, stage.clock.now())
    stage.settle()
    assert ann.sees == owed.text


def test_a_stray_word_at_a_form_is_not_taken_for_its_first_input(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("hello there")

    assert ann.title == "Your partner organization"
    assert "hello there" not in ann.sees
    ann.says("Administrator email address: admin@northwind.example.com")
    assert ann.title == "Customer administrator"


@pytest.mark.parametrize("words", ["order web90431", "order #WEB90431", "order WEB90431?", "status Web90431."])
def test_an_order_is_found_however_its_number_is_typed(stage: Stage, ann: Actor, words: str) -> None:
    stage.import_orders(CONTOSO.replace("90417263", "WEB90431"))
    at_nine(stage)

    ann.says(words)

    assert "WEB90431" in ann.sees
    assert "can't find" not in ann.sees
