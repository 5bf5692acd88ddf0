"""The partner guide, in both languages, speaks of buttons, cards, words and numbers as they are."""

import re
from pathlib import Path

import pytest

from bot.domain.claim_codes import CODE_LIVES
from bot.domain.orders import OFFERS
from bot.language.texts import texts
from bot.operations.housekeeping import KEEP_DONE
from bot.reminders.calendar import QUIET_FROM, QUIET_UNTIL
from bot.wizard.steps import WIZARD
from handlers import GRAMMAR
from handlers.chat.passwords import LINK_LIVES
from tools.texts import sentences

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": DOCS / "partner-guide.md", "ar": DOCS / "partner-guide.ar.md"}
# What stands for how something looks, not for words of the bot.
LOOKS = {"bold", "this", "بخط عريض", "هكذا", "Bold"}

in_both = pytest.mark.parametrize("language", PAGES)


def page(language: str) -> str:
    return " ".join(PAGES[language].read_text(encoding="utf-8").split())


def marked(mark: str, language: str) -> set[str]:
    found = re.findall(rf"{re.escape(mark)}(.+?){re.escape(mark)}", page(language))
    return set(found) - LOOKS


@in_both
def test_what_it_shows_is_what_the_bot_shows(language: str) -> None:
    t = texts(language)
    said = {t(message.id) for message in sentences() if isinstance(message.id, str) and message.id}
    assert not marked("**", language) - said


@in_both
def test_what_it_lets_people_type_is_understood(language: str) -> None:
    words = marked("`", language)
    assert len(words) > 15
    assert not {word for word in words if GRAMMAR.named(word) is None}


@in_both
def test_every_card_of_the_wizard_is_in_it(language: str) -> None:
    t = texts(language)
    assert not {t(step.title) for step in WIZARD.steps} - marked("**", language)


def test_both_languages_say_the_same() -> None:
    english, arabic = texts("en"), texts("ar")
    said = {english(m.id): arabic(m.id) for m in sentences() if isinstance(m.id, str) and m.id}
    assert {said[words] for words in marked("**", "en")} == marked("**", "ar")
    commands = {language: {GRAMMAR.named(word) for word in marked("`", language)} for language in PAGES}
    assert commands["en"] == commands["ar"]
    numbers = {language: sorted(re.findall(r"\d+", page(language))) for language in PAGES}
    assert numbers["en"] == numbers["ar"]


def test_its_numbers_are_those_of_the_bot() -> None:
    numbers = re.findall(r"\d[\d:]*", page("en"))
    closing = [str(days) for days in sorted({offer.closes_after_days for offer in OFFERS.values()})]
    day = [f"{QUIET_UNTIL:%H:%M}", f"{QUIET_FROM:%H:%M}"]
    minutes = str(LINK_LIVES.seconds // 60)
    assert [each for each in numbers if each != "3"] == [
        str(CODE_LIVES.days),
        *closing,
        *day,
        str(KEEP_DONE.days),
        minutes,
    ]
