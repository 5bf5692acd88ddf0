"""A step's card: what it asks and holds, what it says is wrong, and how its text is answered."""

from dataclasses import replace

import pytest

from bot.domain.actions import FIELD
from bot.domain.organizations import OrgKind
from bot.domain.outgoing import Message
from bot.errors import InvalidAnswer
from bot.language.folders import LANGUAGES
from bot.language.texts import _, texts
from bot.wizard import fields as f
from bot.wizard.step import Stop
from bot.wizard.typing import understand
from cards.step import Feedback
from tests.cards.gallery import LINK, step_of
from tests.cards.samples import ORDER, SIGNER, SIMILAR, Place, everywhere, org, places
from tests.cards.webex import actions_of, blocks_of, card_of, check, inputs_of
from tests.fakes.directories import Directory
from tests.tables import each_row

T = texts("en")
each_place = each_row("place", everywhere)


def at(name: str, *, nth: int = 0) -> Place:
    return [place for place in everywhere() if place.name == name][nth]


def shown(message: Message, field: str) -> str:
    return str(next(each for each in inputs_of(message) if each["id"] == field).get("value", ""))


@each_place
def test_the_text_holds_title_question_facts_and_choices(place: Place) -> None:
    text, stop = step_of(place, T).text, place.stop
    assert text.startswith(T(stop.step.title))
    assert T(stop.step.question(stop.situation)) in text
    for fact in stop.facts(T):
        assert f"{T(fact.label)}: {fact.value}" in text
    for field in stop.fields:
        assert T(field.label) in text
        for number, option in enumerate(options_of(field, stop), start=1):
            assert f"{number}. {option.show(T)}" in text


def options_of(field: object, stop: Stop) -> tuple[f.Option, ...]:
    return field.options(stop.situation) if isinstance(field, f.Choice) else ()


@each_place
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_how_to_answer(place: Place, language: str) -> None:
    t = texts(language)
    text, fields = step_of(place, t).text, place.stop.fields
    if len(fields) > 1:
        assert t(_("Reply with one line for each, in this order: {labels}."), labels="|").partition("|")[0][:20] in text
    elif fields and isinstance(fields[0], f.Choice | f.Country):
        assert t(_("Reply with the number or the words.")) in text
    elif fields:
        assert t(_("Reply yes to agree.")) in text or t(_("Reply with: {label}"), label=t(fields[0].label)) in text


@each_place
def test_the_words_of_every_button_press_it(place: Place) -> None:
    last_line = step_of(place, T).text.splitlines()[-1]
    words = last_line.partition(": ")[2].split(" · ")
    verbs = [understand(place.stop, each, {}).verb for each in words]
    assert verbs == [each.verb for each in place.stop.buttons if each.verb != "link"]


@each_place
def test_an_answer_can_go_back_as_the_card_shows_it(place: Place) -> None:
    """What a card holds when it comes is what the step takes; nothing is lost between the two."""
    stop = place.stop
    inputs = inputs_of(step_of(place, T))
    for field, drawn in zip(stop.fields, inputs, strict=True):
        assert drawn["id"] == field.id
        if drawn.get("value") and not isinstance(field, f.Toggle):
            assert field.parse(drawn["value"], stop.situation) == field.default(stop.situation)


@each_place
def test_the_answer_button_carries_what_the_card_pinned(place: Place) -> None:
    for action in actions_of(step_of(place, T)):
        if action["type"] == "Action.Submit":
            unpacked = SIGNER.unpack(action["data"])
            pinned = place.stop.carried if unpacked.verb == "answer" else {}
            assert unpacked.given == pinned


@each_place
def test_inputs_never_take_the_place_of_the_signed_data(place: Place) -> None:
    assert FIELD not in [each["id"] for each in inputs_of(step_of(place, T))]


def test_a_step_that_is_no_question_is_not_counted() -> None:
    assert "Step" not in step_of(at("done"), T).text.partition("The order is mapped.")[0]
    assert "Step 1 of about 12" in step_of(at("role"), T).text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (5, "5 days left until the order line closes"),
        (1, "1 day left until the order line closes"),
        (0, "The order line closes today"),
        (-1, "The order line is closed"),
    ],
)
def test_the_days_left_are_said_in_words(days: int, words: str) -> None:
    assert words in step_of(at("service_setup"), T, days_left=days).text


def test_beside_the_number_of_the_step_few_words_say_it() -> None:
    assert "Step 1 of about 12 · 5 days left\n" in step_of(at("role"), T, days_left=5).text
    assert "Step 1 of about 12 · closes today\n" in step_of(at("role"), T, days_left=0).text


def test_what_was_entered_stays_and_the_complaint_comes_first() -> None:
    complaint = InvalidAnswer("Did you mean {country}?", country="Niger").about("country")
    message = step_of(
        at("new_customer_org"), T, Feedback(entered={"company": "Fab", "country": "Narnia"}, complaint=complaint)
    )
    assert message.text.startswith("Country or region: Did you mean Niger?")
    assert shown(message, "company") == "Fab"
    assert shown(message, "country") == "Narnia"
    [wrong] = [block["text"] for block in blocks_of(message) if block.get("color") == "attention"]
    assert wrong == "Did you mean Niger?"
    body = card_of(message)["body"]
    place = next(n for n, part in enumerate(body) if part.get("text") == wrong)
    assert body[place - 1]["id"] == "country"


def test_a_complaint_about_the_only_input_needs_no_name() -> None:
    message = step_of(at("delegate"), T, Feedback(complaint=InvalidAnswer("That is wrong.").about("email")))
    assert message.text.startswith("That is wrong.")


def test_an_answer_given_before_is_shown_again() -> None:
    place = at("role")
    again = replace(place, progress=replace(place.progress, answers={"role": {"role": "customer"}}))
    assert shown(step_of(again, T), "role") == "customer"


def test_words_that_are_no_choice_leave_it_as_it_was() -> None:
    place = at("role")
    assert shown(step_of(place, T, Feedback(entered={"role": "wizard"})), "role") == "partner"
    assert shown(step_of(place, T, Feedback(entered={"role": "2"})), "role") == "customer"


def test_an_agreement_is_on_only_once_it_was_given() -> None:
    place = at("provision")
    assert shown(step_of(place, T), "consent") == "false"
    assert shown(step_of(place, T, Feedback(entered={"consent": "true"})), "consent") == "true"
    assert shown(step_of(place, T, Feedback(entered={"consent": "false"})), "consent") == "false"


def test_a_few_choices_are_all_in_sight() -> None:
    assert inputs_of(step_of(at("owner"), T))[0]["style"] == "expanded"
    assert inputs_of(step_of(at("service_setup"), T))[0]["style"] == "compact"


def test_a_button_that_opens_a_page_is_there_when_there_is_a_page() -> None:
    place = at("password")
    assert [each["type"] for each in actions_of(step_of(place, T))] == [
        "Action.OpenUrl",
        "Action.Submit",
        "Action.ShowCard",
    ]
    assert LINK in step_of(place, T).text
    assert [each["type"] for each in actions_of(step_of(place, T, link=""))] == ["Action.Submit", "Action.ShowCard"]


def test_several_organizations_stand_apart() -> None:
    place = next(each for each in places(ORDER, SIMILAR) if each.name == "partner_org")
    containers = [each for each in step_of(place, T).card["body"] if each["type"] == "Container"]  # type: ignore[index]
    assert [each.get("separator", False) for each in containers] == [False, True]


def test_too_many_organizations_keep_their_numbers_and_the_way_to_a_new_one() -> None:
    crowd = Directory(*(org(f"Contoso {n:03}", OrgKind.PARTNER, f"p{n}@contoso.example") for n in range(50)))
    place = next(each for each in places(ORDER, crowd) if each.name == "partner_org")
    message = step_of(place, T)
    check(message)
    choices = inputs_of(message)[0]["choices"]
    assert len(choices) == 30
    assert choices[-1]["value"] == "new"
    assert "51. Create a new partner organization" in message.text
