"""The wizard's engine and table: what is asked again, what is asked anew, and that nobody is left without words."""

from dataclasses import replace

import pytest

from bot.domain.organizations import OrgKind
from bot.errors import InvalidAnswer
from bot.language.folders import LANGUAGES
from bot.language.texts import texts
from bot.wizard.buttons import EXPLAIN
from bot.wizard.engine import Wizard
from bot.wizard.fields import Choice, Text
from bot.wizard.matching import NEW
from bot.wizard.organizations import PARTNER_ORG
from bot.wizard.step import Step
from bot.wizard.steps import WIZARD
from tests.fakes.directories import Directory
from tests.wizard.walking import ANN, NOBODY, ONE_OF_EACH, SEVERAL, organization, reachable, situation


def test_another_administrator_asks_only_for_the_customer_organization_again() -> None:
    here = situation(ONE_OF_EACH)
    place = next(
        each
        for each in reachable(here)
        if each.name == "review"
        and each.progress.answers["role"] == {"role": "partner"}
        and each.progress.answers["customer_admin"] == {"email": "carla@contoso.example.com"}
    )
    moved = place.moves["change customer_admin"].after({"email": "somebody@new.example.com"})

    assert moved.name == "new_customer_org"
    assert moved.progress.answers["partner_org"] == place.progress.answers["partner_org"]


def test_a_new_organization_is_offered_to_whoever_is_in_none_yet() -> None:
    administered = [organization(f"org-{n}", f"Northwind {n}", OrgKind.PARTNER, ANN) for n in (1, 2)]
    of_others = [
        organization(f"org-{n}", f"Northwind {n}", OrgKind.PARTNER, f"{n}@northwind.example.com") for n in (3, 4)
    ]
    for known, offered in ((administered, ["org-1", "org-2"]), (of_others, ["org-3", "org-4", NEW])):
        here = situation(Directory(*known))
        [choice] = PARTNER_ORG.fields(here)
        assert isinstance(choice, Choice)
        assert [option.value for option in choice.options(here)] == offered


def test_sections_can_be_taken_in_any_order_and_provision_waits_for_all() -> None:
    hub = next(each for each in reachable(situation(NOBODY)) if each.name == "service_setup")
    organization = hub.after({"section": "organization"})
    assert organization.name == "organization"
    with pytest.raises(InvalidAnswer):
        hub.after({"section": "provision"})
    assert organization.after({"subdomain": "contoso"}).name == "subscription"


NEW_STEP = Step(
    "floor",
    "Which floor?",
    "Where are the phones?",
    fields=lambda s: (Text("floor", "Floor"),),
    buttons=WIZARD.steps[1].buttons,
)


def test_a_step_added_under_a_live_conversation_is_asked_next_and_the_answers_stay() -> None:
    here = situation(NOBODY)
    grown = Wizard((*WIZARD.steps[:4], NEW_STEP, *WIZARD.steps[4:]))
    for place in reachable(here):
        progress = place.progress
        if progress.answers.get("owner") == {"owner": "self"} and not progress.sealed:
            stop = grown.current(progress, here)
            assert stop is not None
            assert stop.step.name == "floor"
            moved = grown.answered_at(stop, progress, {"floor": "3"})
            after = grown.current(moved, here)
            assert (after.step.name if after else "the end") == place.name


def test_an_answer_that_is_no_longer_offered_is_asked_again() -> None:
    here = situation(SEVERAL)
    chosen = {"organization": "org-north"}
    places = (
        each for each in reachable(here) if chosen.items() <= each.progress.answers.get("partner_org", {}).items()
    )
    place = next(each for each in places if each.name == "customer_admin")
    gone = replace(here, directory=Directory(*SEVERAL.organizations[1:]))

    for progress in (place.progress, replace(place.progress, cursor="customer_admin", changing=True)):
        stop = WIZARD.current(progress, gone)
        assert stop is not None
        assert stop.step.name == "partner_org"


@pytest.mark.parametrize("step", WIZARD.steps, ids=lambda step: step.name)
def test_every_step_has_a_title_in_every_language_and_a_way_on(step: Step) -> None:
    here = situation(SEVERAL).knowing({"customer_admin": {"email": "it@contoso.example.com"}}, {})
    for language in LANGUAGES:
        assert texts(language)(step.title)
    assert step.buttons(here)


def test_every_question_has_words_that_can_be_explained() -> None:
    for step in WIZARD.steps:
        assert bool(step.terms) == (EXPLAIN in step.buttons(situation(SEVERAL)))
        assert step.terms
