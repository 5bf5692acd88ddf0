"""Escalations: the reps are called, one claims, and a card in their space says how things stand until the end."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.domain.escalations import ADMINS, CallPolicy, Level
from bot.reminders.rules import UNCLAIMED
from tests.staging.actors import Actor
from tests.staging.rep_space import (
    N,
    cards_to_press,
    drain,
    escalated,
    live_cards,
    owner_of,
    space,
    space_presses,
)
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine, begun, march


def test_of_ten_reps_who_claim_at_once_one_gets_it_and_the_others_hear_who(stage: Stage, ann: Actor) -> None:
    reps = [stage.rep(f"rep{n}@cisco.example.com", f"Rep {n}") for n in range(10)]
    escalated(stage, ann)
    for rep in reps:
        rep.person.says(stage.me, f"/claim {N}")
    stage.world.settle()

    with ThreadPoolExecutor(10) as threads:
        for _done in threads.map(lambda _n: drain(stage), range(10)):
            pass
    stage.settle()

    first = next(rep for rep in reps if rep.email == owner_of(stage))
    told = [rep for rep in reps if f"already claimed by {first.person.name}" in rep.sees]
    assert len(told) == 9
    assert len(live_cards(stage)) == 1

    # Whoever has it changes nothing by claiming it again.
    first.says(f"/claim {N}")
    assert first.sees == f"You have claimed order {N} already."
    with stage.bot.store.reading() as uow:
        assert [each.verb for each in uow.audit.of_order(N)].count("claim") == 1


def test_one_live_card_says_how_things_stand_and_follow_ups_are_its_thread(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    escalated(stage, ann)
    space_presses(stage, rita, "Claim")
    [card] = live_cards(stage)
    assert card.count("Rita Rep") == 1
    assert "Rita Rep has claimed it." in card

    space_presses(stage, rita, "Nudge the contact")
    said = stage.world.transcript(stage.space)[-1]
    assert "Rita Rep nudges the contact" in said.words
    parent = cards_to_press(stage)[0]
    assert said.parent_id == parent.id
    space_presses(stage, rita, "Release")
    assert len(live_cards(stage)) == 1


def test_what_happens_is_said_below_a_card_that_is_gone_as_well(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    [card] = cards_to_press(stage)
    stage.world.deletes(stage.me, card)
    rita.says(f"/claim {N}")
    said = [each.words for each in stage.world.transcript(stage.space)]
    assert any(words.startswith("Rita Rep has claimed order") for words in said)


def test_the_card_changes_where_it_stands_and_its_thread_keeps_the_history(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    stage.rep("omar@cisco.example.com", "Omar Rep").says("/board")
    begun(stage, ann)
    ann.says("next").says("rep please help")
    [card] = cards_to_press(stage)
    for button in ("Claim", "Reply", "Release", "Claim"):
        space_presses(stage, rita, button, words="I am on it")
    assert [each.id for each in cards_to_press(stage)] == [card.id], "one card, where it always was"

    thread = [m.words for m in stage.world.transcript(stage.space) if m.parent_id == card.id]
    assert [" ".join(words.split()[:5]) for words in thread] == [
        "Rita Rep has claimed order",
        f"Rita Rep writes to {ann.email}",
        "Rita Rep has released order",
        "Rita Rep has claimed order",
    ]
    space_presses(stage, rita, "Resolve")
    assert cards_to_press(stage) == []
    assert "Resolved by Rita Rep" in "".join(space(stage))


def test_a_card_that_has_been_changed_nine_times_makes_room_for_a_new_one(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    begun(stage, ann)
    ann.says("next").says("rep please help")
    [card] = cards_to_press(stage)
    for _each in range(5):
        space_presses(stage, rita, "Claim")
        space_presses(stage, rita, "Release")
    [another] = cards_to_press(stage)
    assert another.id != card.id


def test_where_cards_cannot_be_edited_a_new_one_takes_the_place_of_the_old(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    stage.world.faults.card_edits_refused = True
    begun(stage, ann)
    ann.says("next").says("rep please help")
    [card] = cards_to_press(stage)
    space_presses(stage, rita, "Claim")
    [another] = cards_to_press(stage)
    assert another.id != card.id
    assert "Rita Rep has claimed it." in another.text


def test_an_unclaimed_order_is_called_again_and_then_the_admins_hear(
    stage: Stage, ann: Actor, rita: Actor, ada: Actor
) -> None:
    escalated(stage, ann)
    stage.go_to(march(4))
    assert (
        "Please claim order 90417263: type /claim 90417263. Nobody has claimed it since Tuesday 3 March"
        in space(stage)[-1]
    )
    # On Thursday something more useful is said: the line closes on Monday, and the weekend is between.
    stage.go_to(march(5))
    assert "closes soon" in space(stage)[-1]
    assert ada.answers == []
    # The third working day after Tuesday is a Sunday in Saudi Arabia.
    stage.go_to(march(8))
    assert "Please claim order 90417263" in ada.sees


def policy_of(stage: Stage, number: str) -> str:
    """Return by which policy an order was escalated first."""
    with stage.bot.store.reading() as uow:
        return next(str(line.detail["policy"]) for line in uow.audit.of_order(number) if line.verb == "escalated")


def test_another_policy_changes_only_what_opens_later(
    stage: Stage, ann: Actor, rita: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    escalated(stage, ann)
    monkeypatch.setattr("bot.domain.escalations.POLICY", CallPolicy(2, (Level(ADMINS, 1),)))
    stage.restart()
    stage.import_orders(FABRIKAM)
    stage.go_to(march(4))
    assert "Please claim order 90417263" in "\n".join(space(stage))
    assert ada.answers == []

    stage.go_to(march(5))
    assert "Please claim order 90417310" in ada.sees
    ada.says(f"/order {N}")
    assert "Escalated to the representatives: Setup has not begun" in ada.sees
    assert "level 2, turn 1" in ada.sees
    ada.says("/order 90417310")
    assert "Escalated to the representatives: Setup has not begun" in ada.sees
    assert [policy_of(stage, number) for number in (N, "90417310")] == ["v1", "v2"]


def test_a_claim_in_which_nothing_happens_goes_back_to_all(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    space_presses(stage, rita, "Claim")
    stage.go_to(march(4))

    assert owner_of(stage) == ""
    assert "Rita Rep claimed this on Tuesday 3 March 2026" in live_cards(stage)[0]
    assert "Nobody has claimed order" not in "".join(space(stage)), "the calls begin anew"
    with stage.bot.store.reading() as uow:
        calls = [each.due_at for each in uow.reminders.pending(N) if each.rule == UNCLAIMED.name]
    assert min(calls) > march(4)


def test_a_claim_in_which_something_happens_stays(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    space_presses(stage, rita, "Claim")
    stage.wait(hours=2)
    rita.says_in_space(f"/note {N} Called, they will begin tomorrow")
    stage.go_to(march(4))
    assert owner_of(stage) == rita.email


def test_what_somebody_has_claimed_is_theirs_to_end(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    samir = stage.rep("samir@cisco.example.com", "Samir Saleh")
    escalated(stage, ann)
    space_presses(stage, rita, "Claim")
    for words in (f"/resolve {N}", f"/snooze {N} 4h"):
        samir.says(words)
        assert "is claimed by Rita Rep, who alone can do that. Ask them to type /release 90417263" in samir.sees
    samir.says(f"/release {N}")
    assert "Only whoever claimed order" in samir.sees
    assert owner_of(stage) == rita.email

    ada.says(f"/release {N}")
    assert owner_of(stage) == ""
    samir.says(f"/resolve {N}")
    assert owner_of(stage) == "no escalation"


def test_a_claim_that_is_given_back_is_called_for_anew(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("A-FLEX-3", "A-WX").replace(",SA,", ",DE,"))
    at_nine(stage)
    stage.go_to(march(3))
    rita.says(f"/claim {N}")
    stage.go_to(march(3, 15))
    rita.says(f"/note {N} On it")
    stage.go_to(march(5))
    rita.says(f"/release {N}")
    stage.go_to(march(6))
    assert (
        "Please claim order 90417263: type /claim 90417263. Nobody has claimed it since Thursday 5 March"
        in space(stage)[-1]
    )


def test_the_card_says_whom_anybody_has_reached(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@", "orders-alias@"), FABRIKAM)
    at_nine(stage)
    assert "Last contact: no contact yet" in live_cards(stage)[0]
    stage.go_to(march(3))
    [card] = [each for each in live_cards(stage) if "90417310" in each]
    assert "Last contact: Monday 2 March 2026, 09:00" in card
    ann.says("order 90417310")
    stage.wait(minutes=20)
    rita.says("/claim 90417310")
    [card] = [each for each in live_cards(stage) if "90417310" in each]
    assert "Last contact: Tuesday 3 March 2026, 09:00" in card


def test_the_contact_who_begins_after_all_ends_the_call(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")

    assert owner_of(stage) == "no escalation"
    assert "has begun the setup" in "\n".join(space(stage))
    assert live_cards(stage) == []


def test_silence_for_three_working_days_calls_the_reps(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("A-FLEX-3", "A-WX"))
    at_nine(stage)
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    stage.go_to(march(4, 18))
    assert live_cards(stage) == []
    stage.go_to(march(5))
    assert "nothing has come from the contact" in live_cards(stage)[0]
    assert "Who will set up the services?" in live_cards(stage)[0]


def test_the_end_is_announced_to_the_reps_unless_somebody_has_it(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    stage.go_to(march(4, 18))
    assert live_cards(stage) == []
    # The line closes on Monday, and Friday and Saturday are free in Saudi Arabia.
    stage.go_to(march(5))
    assert "closes soon" in live_cards(stage)[0]
