"""Every button can be pressed by typing, and who is offered something may say yes, no, or the like to it."""

from typing import Any

import pytest

from bot.dispatch.confirmations import NO, YES
from bot.dispatch.routing import LEAVES_IT, TAKES_IT
from bot.language.folders import LANGUAGES
from bot.language.texts import Texts, all_texts, texts
from cards.pressing import buttons
from handlers import GRAMMAR, ROUTER
from handlers.wizard.answers import VERBS
from tests.cards.gallery import everything
from tests.cards.samples import SIGNER
from tests.staging.actors import bare

# Typed by the wizard's own rules, and by those of confirmations.
ASKED = frozenset({*VERBS, YES, NO})
# These are pressed by their own words only: what they do is neither a yes nor a no to anything.
BY_NAME_ALONE = {
    "start_over": "who does not go on does not want to forget what was answered",
    "take_back": "who has asked a colleague waits, and is asked nothing",
    "recognize": "a yes to “Setup is stopped” may be to its being stopped",
    "ask_rep": "that something was not understood is no question",
    "type": "its words are typed as they are, and a yes to the only ones runs them",
    "more_orders": "a list has one more page, and one button that opens an order",
}
# Whose command has another name.
COMMANDS = {"order_filled_in": "/order add", "audit_page": "/audit", "more_found": "/orders"}
# What is done is said, and not agreed to.
SAID = {"done"}
ANSWERED = {verb for verb, answers in ROUTER.pressed_by.items() if answers}

each_text = pytest.mark.parametrize("t", all_texts(), ids=LANGUAGES)


def verbs_on(card: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    return {SIGNER.unpack(button["data"]).verb: button for button in buttons(card or {})}


def test_every_action_has_a_way_to_be_typed() -> None:
    commands = {command.name for command in GRAMMAR.commands}
    typed = {verb for verb in ROUTER.actions if COMMANDS.get(verb, f"/{verb}") in commands}
    assert ROUTER.actions.keys() - ASKED - ANSWERED - typed == BY_NAME_ALONE.keys()
    assert ROUTER.pressed_by.keys() == ROUTER.actions.keys()


@each_text
def test_the_text_of_a_card_tells_how_each_button_is_typed(t: Texts) -> None:
    for name, message in everything(t).items():
        found = verbs_on(message.card)
        said = bare(message.text).rpartition(bare(t("You can type:")))[2].strip().split(" · ")
        commands = [words for words in said if words.startswith("/") or GRAMMAR.match(words)]
        others = [verb for verb, button in found.items() if bare(button["title"]) not in said]
        assert len(others) <= len(commands), f"{name}: nothing to type for one of {others}"


def test_a_yes_presses_the_main_button_of_an_offer_and_a_no_the_other() -> None:
    for name, message in everything(texts()).items():
        found = {verb: button for verb, button in verbs_on(message.card).items() if verb not in ASKED}
        main = {verb for verb, button in found.items() if button.get("style") == "positive"}
        yes = {verb for verb in found if ROUTER.pressed_by[verb] & TAKES_IT}
        no = {verb for verb in found if ROUTER.pressed_by[verb] & LEAVES_IT}
        assert yes == main & (ANSWERED - SAID), name
        assert not no & main, f"{name}: a no presses the main button"
        if "accept" in found:
            assert next(verb for verb in found if verb in no) == "decline", f"{name}: who says no keeps the order"
