"""Words as people write them: buttons with marks around them, answers that begin like a command, a plain yes."""

import pytest

from bot.domain.orders import OrderState
from bot.language.texts import texts
from bot.wizard.finishing import PROVISION
from bot.wizard.mapping import DONE
from handlers.wizard.answers import NOTHING_YET
from tests.staging.actors import Actor
from tests.staging.deliveries import delivery, post
from tests.staging.stage import Stage
from tests.staging.stories import (
    CONTOSO,
    CONTOSO_ORG,
    FABRIKAM,
    NORTHWIND_ORG,
    at_review,
    at_service_setup,
    begun,
    fill_calling,
    invited,
)

LRM, RLM = "\u200e", "\u200f"
THREE_LINES = (
    "90417263,{},2026-03-02,ann@northwind.example.com,Contoso Dental Group,Northwind Collab,meetings,SA,UTC,,,"
)


def in_language(ann: Actor, language: str) -> None:
    ann.says(f"language {language}").says("setup")
    ann.presses(texts(language)("Resume"))


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_the_words_of_a_button_press_it_with_marks_around_them(stage: Stage, ann: Actor, language: str) -> None:
    begun(stage, ann)
    for written in ("“{}.”", f"{RLM}*{{}}* !{LRM}", "→ {}", "[{}] ▶", "{} ➡️", "• {} →"):
        in_language(ann, language)
        ann.says(written.format(texts(language)("Exit").upper()))

        assert texts(language)("Set Up Now") not in ann.sees
        assert "90417263" in ann.sees


@pytest.mark.parametrize("apostrophe", ["\u2019", "\u02bc", "\u00b4", ""])
@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_any_apostrophe_is_one(stage: Stage, ann: Actor, apostrophe: str, language: str) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    in_language(ann, language)
    words = texts(language)("I don't recognize this organization")
    ann.says(words.replace("'", apostrophe).replace("’", apostrophe) + ".")
    assert texts(language)("Stop the setup?") in ann.title
    ann.says(texts(language)("I don't recognize it").replace("'", apostrophe).replace("’", apostrophe))

    assert stage.order("90417263").state is OrderState.STOPPED


def test_buttons_and_answers_are_spelt_as_the_british_spell_them(stage: Stage, ann: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    ann.says("I dont recognise this organisation")
    assert ann.title == "Stop the setup?"


def at_provision(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann, CONTOSO.replace("meetings;calling", "calling"))
    ann.says("calling")
    fill_calling(ann)
    ann.says("next").says("contoso")
    if ann.title != PROVISION.title:
        ann.presses("Next", section=PROVISION.name)
    assert ann.title == PROVISION.title


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_nothing_but_a_plain_yes_starts_billing(stage: Stage, ann: Actor, language: str) -> None:
    at_provision(stage, ann)
    in_language(ann, language)
    before = stage.order("90417263").state
    for words in ("ok", "OK.", "1", "١", "on", "y", "o", "👍", "next", "التالي", "suivant", "provision?"):
        ann.says(words)
        assert texts(language)(PROVISION.title) in ann.title, words
        assert words == "provision?" or texts(language)(NOTHING_YET) in ann.sees
        assert stage.order("90417263").state is before

    ann.says({"en": "Yes.", "ar": "نعم", "fr": "oui !"}[language])
    assert stage.order("90417263").state is OrderState.PROVISIONED


@pytest.mark.parametrize(("language", "words"), [("en", "Confirm"), ("ar", "أؤكد"), ("fr", "Je confirme.")])
def test_who_confirms_need_not_write_the_whole_button(stage: Stage, ann: Actor, language: str, words: str) -> None:
    at_review(stage, ann)
    in_language(ann, language)

    ann.says(words)
    assert texts(language)(DONE.title) in ann.title

    ann.says("17")
    assert texts(language)(NOTHING_YET) not in ann.sees, "the order is mapped already"


def test_nothing_but_a_plain_yes_answers_a_question(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    ann.says("start over")
    for words in ("ok", "y", "1", "on", "o"):
        ann.says(words)
        with stage.bot.store.reading() as uow:
            progress = uow.progress.get("90417263", ann.email)
        assert progress is not None
        assert "new_customer_org" in progress.answers


@pytest.mark.parametrize(
    ("company", "separator", "language"),
    [("REP Events", "; ", "en"), ("Claim Partners", "\n", "fr"), ("Packet Data", "؛ ", "ar")],
)
def test_an_answer_may_begin_like_a_command(
    stage: Stage, ann: Actor, company: str, separator: str, language: str
) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    ann.presses("Next", email="it@contoso.example.com")
    in_language(ann, language)
    ann.says(f"{company}{separator}SA")

    assert texts(language)("Confirm customer and partner") in ann.title
    assert company in ann.sees


def test_a_question_to_the_representative_is_no_answer(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    ann.presses("Next", email="it@contoso.example.com")
    ann.says("rep: which name do I give?")

    assert "which name do I give?" in "\n".join(stage.cards_in_space())


def at_flag(stage: Stage, ann: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann, *(THREE_LINES.format(item) for item in ("A-FLEX-3", "A-WX-CALL", "A-WX-ROOM")))
    ann.presses("Next")
    ann.presses("Next", email="carla@contoso.example.com")
    ann.presses("Next")
    ann.presses("Confirm and map for good")
    ann.presses("Continue")
    ann.says("subscription details").says("something is wrong")


@pytest.mark.parametrize("words", ["3 users are missing", "٣ مستخدمين ناقصون", "1 site manque"])
def test_a_number_that_may_be_of_something_else_is_asked_about(stage: Stage, ann: Actor, words: str) -> None:
    at_flag(stage, ann)
    ann.says(words)
    with stage.bot.store.reading() as uow:
        assert uow.flags.open_of("90417263") == []

    ann.says("2")
    with stage.bot.store.reading() as uow:
        (flag,) = uow.flags.open_of("90417263")
    assert (flag.line, flag.words) == (2, words)


@pytest.mark.parametrize("words", ["3: users are missing", "3 - users are missing"])
def test_a_number_with_a_mark_is_the_line(stage: Stage, ann: Actor, words: str) -> None:
    at_flag(stage, ann)
    ann.says(words)
    with stage.bot.store.reading() as uow:
        (flag,) = uow.flags.open_of("90417263")
    assert (flag.line, flag.words) == (3, "users are missing")


def test_a_name_alone_that_begins_like_a_command_is_none(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    ann.presses("Next", email="it@contoso.example.com")
    for company in ("Status Quo", "Order Express", "Claim Adjusters", "Language Lab", "Packet Data"):
        ann.says(company)
        assert "I can't tell which answers these are." in ann.sees

        ann.says(f"Company name: {company}")
        assert ann.title == "Confirm customer and partner"
        assert company in ann.sees
        ann.says("back")


def test_a_command_that_does_something_is_none(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    ann.presses("Next", email="it@contoso.example.com")
    for words in ("status 90417263", "language fr", "order 90417263"):
        ann.says(words)
        assert ann.title != "Confirm customer and partner"


def test_an_edit_is_said_to_be_ignored(stage: Stage, ann: Actor, zoe: Actor) -> None:
    begun(stage, ann)
    wrong = ann.person.says(stage.me, "hello there")
    stage.settle()
    for words in ("hello", "hello again"):
        stage.world.edits(ann.person, wrong, words)
        stage.settle()
    assert [each.words for each in ann.answers].count(
        "I do not read messages that are edited afterwards. If my answer does not fit, please write it again."
    ) == 1
    strange = zoe.person.says(stage.me, "hello")
    stage.settle()
    heard = len(zoe.answers)
    stage.world.edits(zoe.person, strange, "hello!")
    stage.settle()
    assert len(zoe.answers) == heard


@pytest.mark.parametrize("failed_reads", [0, 1])
def test_what_is_edited_before_it_is_read_is_read_and_only_a_later_edit_is_ignored(
    stage: Stage, ann: Actor, failed_reads: int
) -> None:
    begun(stage, ann)
    stage.world.faults.reads_too_early = failed_reads
    said = ann.person.says(stage.me, "hepl")
    if failed_reads:
        stage.settle()
    stage.world.edits(ann.person, said, "status")
    stage.wait(seconds=5)
    assert "Contoso" in ann.sees, "the edited words were read"
    assert not [each for each in ann.answers if "edited afterwards" in each.words]
    stage.world.edits(ann.person, said, "help")
    stage.settle()
    assert "edited afterwards" in ann.sees


def test_an_edit_may_be_told_of_before_its_message(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.world.faults.drop = 1
    said = ann.person.says(stage.me, "hepl")
    stage.world.edits(ann.person, said, "status")
    stage.settle()
    assert post(stage.http_url, delivery("messages", said.id, ann.person.id, said.room_id)) == 204
    stage.wait(seconds=10)
    assert "Contoso" in ann.sees
    assert not [each for each in ann.answers if "edited afterwards" in each.words]
    stage.world.edits(ann.person, said, "help")
    stage.settle()
    assert "edited afterwards" in ann.sees


NAMED = (
    *("setup {}", "resume {}", "order “{}”", "Order: {}", "order number {}", "#{}", "{}", "please open order {}."),
    *("commande n°{}", "la commande n° {}", "configurer {}", "الطلب رقم {}", "إعداد {}", "طلب «{}»"),
)


def test_a_few_words_with_the_number_of_an_own_order_lead_to_it(stage: Stage, ann: Actor, zoe: Actor) -> None:
    invited(stage, ann, CONTOSO, FABRIKAM)
    elsewhere, wanted = "90417310", "90417263"
    arabic_digits = wanted.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for words in NAMED:
        ann.says(f"order {elsewhere}")
        assert elsewhere in ann.sees
        ann.says(words.format(arabic_digits if "ر" in words else wanted))
        assert ann.title == "Set up your Webex order"
        assert wanted in ann.sees, words

    for words in (f"The customer of {wanted} has another name by now", f"{wanted} {elsewhere}"):
        ann.says(words)
        assert "did not understand" in ann.sees, "what is said about an order is for somebody to read"
    zoe.says(wanted)
    assert "Contoso" not in zoe.sees

    ann.says(f"order {elsewhere}").presses("Set Up Now")
    for number in (wanted, elsewhere):
        ann.says(f"no, {number}")
        assert number in ann.sees, "at a question, and at a card that asks something else"
        assert ann.title == "Set up your Webex order"
