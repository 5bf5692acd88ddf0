"""The partner guide, in every language, speaks of buttons, cards, words and numbers as they are."""

import re
from pathlib import Path

import pytest

from bot.dispatch.commands import Command
from bot.domain.claim_codes import CODE_LIVES
from bot.domain.orders import OFFERS
from bot.domain.password_links import LINK_LIVES
from bot.language.answers import answer_meant
from bot.language.folders import OTHERS, SOURCE_LANGUAGE
from bot.language.texts import texts
from bot.reminders.calendar import QUIET_FROM, QUIET_UNTIL
from bot.settings import Settings
from bot.wizard.steps import WIZARD
from handlers import GRAMMAR
from tools.texts import sentences

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {SOURCE_LANGUAGE: DOCS / "partner-guide.md"} | {other: DOCS / f"partner-guide.{other}.md" for other in OTHERS}
# What stands for how something looks, not for words of the bot.
LOOKS = {"Bold", "bold", "this", "بخط عريض", "هكذا", "en gras", "ainsi"}

in_each = pytest.mark.parametrize("language", PAGES)


def page(language: str) -> str:
    return re.sub(r"[ \n]+", " ", PAGES[language].read_text(encoding="utf-8"))


def marked(mark: str, language: str) -> set[str]:
    found = re.findall(rf"{re.escape(mark)}(.+?){re.escape(mark)}", page(language))
    return set(found) - LOOKS


@in_each
def test_what_it_shows_is_what_the_bot_shows(language: str) -> None:
    t = texts(language)
    said = {t(message.id) for message in sentences() if isinstance(message.id, str) and message.id}
    assert not marked("**", language) - said


@in_each
def test_what_it_lets_people_type_is_understood(language: str) -> None:
    words = marked("`", language)
    assert len(words) > 15
    assert not {word for word in words if GRAMMAR.named(word) is None and not answer_meant(word)}


@in_each
def test_every_card_of_the_wizard_is_in_it(language: str) -> None:
    t = texts(language)
    assert not {t(step.title) for step in WIZARD.steps} - marked("**", language)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same(language: str) -> None:
    english, other = texts(SOURCE_LANGUAGE), texts(language)
    said = {english(m.id): other(m.id) for m in sentences() if isinstance(m.id, str) and m.id}
    assert {said[words] for words in marked("**", SOURCE_LANGUAGE)} == marked("**", language)
    assert commands_in(SOURCE_LANGUAGE) == commands_in(language)
    assert numbers_in(SOURCE_LANGUAGE) == numbers_in(language)


def commands_in(language: str) -> set[Command | None]:
    return {GRAMMAR.named(word) for word in marked("`", language)}


def numbers_in(language: str) -> list[str]:
    return sorted(re.findall(r"\d+", page(language)))


def test_its_numbers_are_those_of_the_bot() -> None:
    numbers = re.findall(r"\d[\d:]*", page(SOURCE_LANGUAGE))
    closing = [str(days) for days in sorted({offer.closes_after_days for offer in OFFERS.values()})]
    day = [f"{QUIET_UNTIL:%H:%M}", f"{QUIET_FROM:%H:%M}"]
    minutes = str(LINK_LIVES.seconds // 60)
    assert [each for each in numbers if each != "3"] == [
        str(CODE_LIVES.days),
        *closing,
        *day,
        str(Settings.model_fields["keep_events_days"].default),
        minutes,
    ]
