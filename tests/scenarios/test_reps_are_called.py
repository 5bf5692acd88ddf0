"""The rep space: who is called when, and what a representative can do about it."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.orders import OrderState
from cards.pressing import buttons
from tests.staging.actors import Actor, bare
from tests.staging.rep_space import cards_to_press, last_in_space, live_cards, owner_of, space_presses
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, CONTOSO_ORG, NORTHWIND_ORG, begun, invited

THE_DAY_AFTER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
NUDGE = "Nudge the contact"


def test_a_day_later_the_reps_are_called_once_when_nobody_began(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)

    assert len(stage.cards_in_space()) == 1
    card = stage.cards_in_space()[0]
    for words in ("90417263", "Contoso Dental Group", "Northwind Collab", "ann@northwind.example.com"):
        assert words in card

    stage.wait(days=1)
    stage.restart()
    assert len(stage.cards_in_space()) == 1


def test_nobody_is_called_once_the_contact_has_begun(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    stage.go_to(THE_DAY_AFTER)

    assert stage.cards_in_space() == []


def test_opening_the_card_is_not_beginning(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    stage.go_to(THE_DAY_AFTER)

    assert len(stage.cards_in_space()) == 1


def test_what_was_due_while_the_bot_was_down_is_sent_when_it_is_back(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO)
    stage.clock.move_to(datetime(2026, 3, 5, 12, 0, tzinfo=UTC))
    stage.restart()

    assert len(ann.answers) == 1
    assert "late" in ann.sees
    assert stage.cards_in_space() == [], "nobody is called over who was asked a second ago"
    stage.go_to(datetime(2026, 3, 6, 9, 0, tzinfo=UTC))
    assert len(stage.cards_in_space()) == 1


def test_one_rep_owns_an_escalation_and_the_others_are_told_who(stage: Stage, ann: Actor, rita: Actor) -> None:
    samir = stage.rep("samir@cisco.example.com", "Samir Saleh")
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)

    space_presses(stage, rita, "Claim")
    samir.says_in_space("/claim 90417263")

    assert "Rita Rep" in last_in_space(stage)
    assert owner_of(stage) == rita.email


def test_a_nudge_reaches_the_contact_and_a_second_one_within_the_hour_does_not(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)
    heard = len(ann.answers)
    old = cards_to_press(stage)[-1]

    rita.presses("Nudge the contact", old)
    rita.replays(old, "Nudge the contact")

    assert len(list(stage.world.transcript(stage.world.direct(ann.person, stage.me), deleted=True))) == heard + 1
    assert "within the last hour. You can nudge again in 60 minutes." in last_in_space(stage)


def test_a_nudge_is_offered_only_where_it_would_be_sent(stage: Stage, ann: Actor, rita: Actor) -> None:
    nadia = stage.person("nadia@cisco.example.com", "Nadia Nasr")
    invited(stage, ann, CONTOSO.replace(",,,", f",,{nadia.email},"))
    nadia.says("time zone Riyadh")
    stage.go_to(THE_DAY_AFTER)
    space_presses(stage, rita, "Claim")
    assert "Next: Nudge the contact, or call them" in live_cards(stage)[-1]

    stage.wait(minutes=4)
    rita.says("/nudge 90417263")
    shown = bare(live_cards(stage)[-1])
    assert "Next: Call the contact if nothing comes back" in shown
    assert "Last nudge: Tuesday 3 March 2026, 09:04 (UTC); you can nudge again from 10:04" in shown
    assert "12:04 (Riyadh); you can nudge again from 13:04" in bare(nadia.card.text)
    rita.says("/order 90417263")
    for offered in (cards_to_press(stage)[-1], nadia.card, rita.card):
        assert NUDGE not in titles(offered)
        assert "Resolve" in titles(offered)

    stage.wait(minutes=59)
    assert NUDGE not in titles(cards_to_press(stage)[-1])
    said = len(stage.world.transcript(stage.space)), len(nadia.answers)
    stage.restart()
    stage.wait(minutes=1)
    for offered in (cards_to_press(stage)[-1], nadia.card):
        assert NUDGE in titles(offered)
        assert "nudge again" not in offered.text
    assert "Next: Nudge the contact, or call them" in live_cards(stage)[-1]
    assert (len(stage.world.transcript(stage.space)), len(nadia.answers)) == said, "nobody hears of it"
    rita.says("/order 90417263")
    assert NUDGE in titles(rita.card)
    assert "nudge the contact again" not in rita.sees


def test_a_card_that_is_closed_within_the_hour_stays_closed_and_the_next_one_offers_a_nudge_in_time(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)
    space_presses(stage, rita, NUDGE)
    stage.wait(minutes=10)
    space_presses(stage, rita, "Resolve")
    shown = stage.cards_in_space()
    with stage.bot.store.reading() as uow:
        assert "nudgeable" not in {each.rule for each in uow.reminders.pending("90417263")}
    stage.wait(minutes=20)
    ann.says("rep please call me")
    assert NUDGE not in titles(cards_to_press(stage)[-1])
    assert stage.cards_in_space()[:-1] == shown

    with stage.bot.store.reading() as uow:
        (again,) = [each for each in uow.reminders.pending("90417263") if each.rule == "nudgeable"]
    assert again.due_at == datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
    stage.wait(minutes=30)
    assert stage.cards_in_space()[:-1] == shown


def titles(message: Any) -> set[str]:
    return {str(each["title"]) for each in buttons(message.card)}


def test_snoozed_escalations_come_back(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)
    space_presses(stage, rita, "Snooze", hours="4")
    assert "snoozed" in last_in_space(stage)
    said = len(stage.world.transcript(stage.space, deleted=True))

    stage.wait(hours=4)

    assert len(stage.world.transcript(stage.space, deleted=True)) > said


def test_a_claim_is_kept_while_it_is_snoozed(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)
    rita.says("/claim 90417263")
    stage.wait(hours=1)
    rita.says("/snooze 90417263 48h")
    for hours in (23, 24):
        stage.wait(hours=hours)
        assert owner_of(stage) == rita.email

    # Friday and Saturday are days off there.
    stage.wait(days=3)
    assert owner_of(stage) == ""


def test_nobody_snoozes_past_the_closing_of_the_line(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.go_to(datetime(2026, 3, 8, 12, 0, tzinfo=UTC))
    rita.says("/snooze 90417263 24h")
    assert "closes before then" in rita.sees
    rita.says("/snooze 90417263 3h")
    assert "can be snoozed for 4, 24 or 48 hours" in rita.sees
    rita.says("/snooze 90417263 4 h")
    assert "has snoozed the escalation" in rita.sees


def test_resolving_closes_the_escalation(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)

    space_presses(stage, rita, "Resolve")

    with stage.bot.store.reading() as uow:
        assert uow.escalations.get("90417263") is None


def test_an_unknown_organization_stops_the_wizard_and_a_rep_sends_it_back(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    ann.presses("I don't recognize this organization")
    ann.presses("I don't recognize it")

    assert "contact your Cisco representative" in ann.sees
    assert stage.order("90417263").state is OrderState.STOPPED
    assert "Unknown organization" in stage.cards_in_space()[0]
    ann.says("setup")
    assert "contact your Cisco representative" in ann.sees

    rita.says_in_space("/return 90417263")
    assert ann.title == "Your partner organization"
    assert stage.order("90417263").state is OrderState.STARTED


def test_a_contact_who_is_not_on_webex_becomes_a_task_for_the_reps(stage: Stage, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@", "orders-alias@"))
    stage.go_to(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    assert len(stage.cards_in_space()) == 1
    assert "cannot be reached" in stage.cards_in_space()[0]


def test_a_partner_cannot_act_as_a_rep(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)

    ann.says("/claim 90417263")

    with stage.bot.store.reading() as uow:
        refused = [line for line in uow.audit.recent(50) if line.outcome == "refused"]
    assert owner_of(stage) == ""
    assert refused


def test_a_stopped_order_cannot_be_started_over(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    ann.presses("I don't recognize this organization")
    ann.presses("I don't recognize it")

    ann.says("start over")

    assert "contact your Cisco representative" in ann.sees
    rita.says_in_space("/return 90417263")
    assert ann.title == "Your partner organization"


def test_a_card_that_cannot_be_changed_offers_the_nudge_and_says_from_when(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    stage.world.faults.card_edits_refused = True
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)
    stage.wait(minutes=5)
    space_presses(stage, rita, NUDGE)
    heard, said = len(ann.answers), len(stage.world.transcript(stage.space))
    shown = bare(live_cards(stage)[-1])
    assert "you can nudge again from 10:05" in shown
    assert "Contact before that: Tuesday 3 March 2026, 09:00" in shown
    assert NUDGE in titles(cards_to_press(stage)[-1])

    stage.wait(minutes=59)
    rita.presses(NUDGE, cards_to_press(stage)[-1])
    assert "You can nudge again in 1 minute" in last_in_space(stage)
    stage.wait(minutes=1)
    assert len(stage.world.transcript(stage.space)) == said + 1, "nobody hears that the hour is over"
    assert len(ann.answers) == heard
    rita.presses(NUDGE, cards_to_press(stage)[-1])
    assert "Set up your Webex order" in ann.sees
    assert "Rita Rep nudges the contact" in live_cards(stage)[-1]
