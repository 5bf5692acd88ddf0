"""A reminder rule is one row: added to the table it is promised, foreseen, sent, explained and shown; nothing else.

The sentences of these rows are not in the catalogue, so every reader sees them as they are written here.
"""

from datetime import timedelta

import pytest

from bot.domain.escalations import Reason
from bot.reminders.moments import Moments, may_be_nudged
from bot.reminders.rule import Audience, Rule, Words, ahead
from bot.reminders.rules import RULES
from bot.reminders.standing import Standing
from handlers import ROUTER
from tests.staging.actors import Actor
from tests.staging.rep_space import last_in_space, space_presses
from tests.staging.stage import Stage
from tests.staging.stories import begun, invited

TOLD = {
    Audience.PERSON: {"to_person"},
    Audience.REPS: {"to_reps"},
    Audience.BOTH: {"to_person", "to_reps"},
    Audience.NOBODY: {"to_reps"},
}


def two_days_after_the_invitation(standing: Standing) -> Moments:
    return [
        (str(standing.invited_on), standing.for_person(standing.invited_on + timedelta(days=1)) + timedelta(hours=1))
    ]


def two_hours_before_the_end(standing: Standing) -> Moments:
    return [(str(standing.closes_on), standing.closes_at - timedelta(hours=2))]


LIKE_TO_BEGIN = Rule(
    name="like-to-begin",
    audience=Audience.PERSON,
    weight=3,
    words=Words(
        "question whether there is time to begin",
        to_person=("You were invited on {invited} under the offer {offer}.", "Nobody minds if you begin later."),
    ),
    while_=may_be_nudged,
    when=two_days_after_the_invitation,
)
LAST_HOURS = Rule(
    name="last-hours",
    audience=Audience.REPS,
    weight=7,
    words=Words(
        "last call before the end",
        to_reps=("Two hours are left until the line closes on {closes}.",),
        ahead=ahead("{moment}: everybody is called for the last time."),
    ),
    while_=lambda standing: standing.is_open,
    when=two_hours_before_the_end,
    calls_for=Reason.ASKED_BY_ADMIN,
)


@pytest.fixture(autouse=True)
def longer_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table has two more rows."""
    for rule in (LIKE_TO_BEGIN, LAST_HOURS):
        monkeypatch.setitem(RULES, rule.name, rule)


def test_a_rule_for_the_person_is_foreseen_sent_explained_and_shown(
    stage: Stage, ann: Actor, rita: Actor, ada: Actor
) -> None:
    invited(stage, ann)
    ada.says("/forecast 7")
    assert "Question whether there is time to begin · 90417263 · to ann@northwind.example.com" in ada.sees

    stage.wait(days=1)
    stage.wait(days=1)
    assert ann.title == "Set up your Webex order"
    assert "By the rule “question whether there is time to begin”." in ann.sees
    whole = ann.unfolds("Why did I get this?")
    assert "invited on Monday 2 March 2026 under the offer A-FLEX-3." in whole
    assert "Nobody minds if you begin later." in whole

    rita.says("/order 90417263")
    assert "Due: question whether there is time to begin" in rita.sees


def test_a_rule_for_the_representatives_is_announced_calls_them_and_is_explained(
    stage: Stage, ann: Actor, rita: Actor, ada: Actor
) -> None:
    invited(stage, ann)
    stage.wait(days=1)
    space_presses(stage, rita, "Claim")
    stage.wait(days=5)
    assert "07:00 (UTC): everybody is called for the last time." in "\n".join(stage.cards_in_space())
    ada.says("/forecast 2")
    assert "Last call before the end · 90417263 · to the rep space" in ada.sees

    stage.wait(hours=22)

    assert "An admin asks a representative to look at this order" in last_in_space(stage)
    assert "By the rule “last call before the end”. Two hours are left" in "\n".join(stage.cards_in_space())


def test_whom_the_condition_of_a_row_leaves_out_hears_nothing(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("stop")
    heard = len(ann.answers)

    stage.wait(days=2)

    assert len(ann.answers) == heard


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_each_rule_says_its_name_and_its_reason_to_whom_it_reaches(rule: Rule) -> None:
    assert rule.words.title
    for reader in TOLD[rule.audience]:
        assert getattr(rule.words, reader), f"{rule.name} says nobody why: fill in {reader}"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_each_rule_does_something(rule: Rule) -> None:
    by_audience = rule.name not in ROUTER.reminders
    assert not by_audience or rule.audience in ROUTER.reminders, f"nothing handles {rule.name}"
    assert not (by_audience and rule.audience is Audience.REPS) or rule.calls_for, f"{rule.name} calls for nothing"
