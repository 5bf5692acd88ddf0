"""The rep space: what representatives and admins type and press, and what everybody else sees of it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.escalations import ADMINS, CallPolicy, Level
from bot.domain.orders import OrderState
from bot.reminders.rules import UNCLAIMED
from tests.scenarios.test_reps_are_called import space_presses
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, CONTOSO_ORG, FABRIKAM, NORTHWIND_ORG, at_nine, begun, invited

N = "90417263"


def march(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def escalated(stage: Stage, ann: Actor) -> None:
    """Nobody has begun a day after the invitation."""
    invited(stage, ann)
    stage.go_to(march(3))


def space(stage: Stage) -> list[str]:
    return [message.words for message in stage.world.transcript(stage.space)]


def live_cards(stage: Stage) -> list[str]:
    """Return the cards in the space that can be pressed."""
    return [message.text for message in cards_to_press(stage)]


def owner(stage: Stage) -> str:
    with stage.bot.store.reading() as uow:
        escalation = uow.escalations.get(N)
    return escalation.owner if escalation else "no escalation"


# --- escalations --------------------------------------------------------------------------------------


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

    first = next(rep for rep in reps if rep.email == owner(stage))
    told = [rep for rep in reps if f"already claimed by {first.person.name}" in rep.sees]
    assert len(told) == 9
    assert len(live_cards(stage)) == 1


def drain(stage: Stage) -> None:
    while stage.bot.workers.handling.next():
        pass


def test_one_live_card_says_how_things_stand_and_follow_ups_are_its_thread(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    escalated(stage, ann)
    space_presses(stage, rita, "Claim")
    [card] = live_cards(stage)
    assert "Rita Rep has claimed order" in card

    space_presses(stage, rita, "Nudge the contact")
    said = stage.world.transcript(stage.space)[-1]
    assert "Rita Rep has nudged the contact" in said.words
    parent = next(m for m in stage.world.transcript(stage.space) if m.card and m.card.get("actions"))
    assert said.parent_id == parent.id
    space_presses(stage, rita, "Release")
    assert len(live_cards(stage)) == 1


def test_the_card_changes_where_it_stands_and_its_thread_keeps_the_history(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    stage.rep("omar@cisco.example.com", "Omar Rep").says("/board")
    begun(stage, ann)
    ann.says("next").says("rep please help")
    [card] = cards_to_press(stage)
    for button in ("Claim", "Nudge the contact", "Release", "Claim"):
        space_presses(stage, rita, button)
    assert [each.id for each in cards_to_press(stage)] == [card.id], "one card, where it always was"

    thread = [m.words for m in stage.world.transcript(stage.space) if m.parent_id == card.id]
    assert [" ".join(words.split()[:5]) for words in thread] == [
        "Rita Rep has claimed order",
        "Rita Rep has nudged the",
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
    assert "Rita Rep has claimed order" in another.text


def cards_to_press(stage: Stage) -> list[Any]:
    return [m for m in stage.world.transcript(stage.space) if m.card and m.card.get("actions")]


def test_an_unclaimed_order_is_called_again_and_then_the_admins_hear(
    stage: Stage, ann: Actor, rita: Actor, ada: Actor
) -> None:
    escalated(stage, ann)
    stage.go_to(march(4))
    assert "Nobody has claimed order 90417263 since Tuesday 3 March" in space(stage)[-1]
    # On Thursday something more useful is said: the line closes on Monday, and the weekend is between.
    stage.go_to(march(5))
    assert "closes soon" in space(stage)[-1]
    assert ada.answers == []
    # The third working day after Tuesday is a Sunday in Saudi Arabia.
    stage.go_to(march(8))
    assert "Nobody has claimed order 90417263" in ada.sees


def test_another_policy_changes_only_what_opens_later(
    stage: Stage, ann: Actor, rita: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    escalated(stage, ann)
    monkeypatch.setattr("bot.domain.escalations.POLICY", CallPolicy(2, (Level(ADMINS, 1),)))
    stage.restart()
    stage.import_orders(FABRIKAM)
    stage.go_to(march(4))
    assert "Nobody has claimed order 90417263" in "\n".join(space(stage))
    assert ada.answers == []

    stage.go_to(march(5))
    assert "Nobody has claimed order 90417310" in ada.sees
    ada.says(f"/order {N}")
    assert "called, by policy v1: Setup has not begun" in ada.sees
    assert "level 2 of the policy, turn 1" in ada.sees
    ada.says("/order 90417310")
    assert "called, by policy v2: Setup has not begun" in ada.sees


def test_a_claim_in_which_nothing_happens_goes_back_to_all(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    space_presses(stage, rita, "Claim")
    stage.go_to(march(4))

    assert owner(stage) == ""
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
    assert owner(stage) == rita.email


def test_what_somebody_has_claimed_is_theirs_to_end(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    samir = stage.rep("samir@cisco.example.com", "Samir Saleh")
    escalated(stage, ann)
    space_presses(stage, rita, "Claim")
    for words in (f"/resolve {N}", f"/snooze {N} 4h"):
        samir.says(words)
        assert "is with Rita Rep, who alone can do that. Ask them for /release 90417263" in samir.sees
    samir.says(f"/release {N}")
    assert "Only its owner or an admin" in samir.sees
    assert owner(stage) == rita.email

    ada.says(f"/release {N}")
    assert owner(stage) == ""
    samir.says(f"/resolve {N}")
    assert owner(stage) == "no escalation"


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
    assert "Nobody has claimed order 90417263 since Thursday 5 March" in space(stage)[-1]


def test_the_card_says_whom_anybody_has_reached(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@", "orders-alias@"), FABRIKAM)
    at_nine(stage)
    assert "Last contact: nobody has been reached yet" in live_cards(stage)[0]
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

    assert owner(stage) == "no escalation"
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


# --- words of the reps --------------------------------------------------------------------------------


def test_the_board_counts_what_needs_somebody(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    stage.import_orders(CONTOSO, FABRIKAM, CONTOSO.replace(N, "90417300"))
    at_nine(stage)
    ann.says(f"order {N}")
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.presses("Next", owner="self")
    ann.presses("I don't recognize this organization")
    stage.go_to(march(4))
    rita.says_in_space("/board")

    board = space(stage)[-1]
    assert "Overdue: invited and not begun: 2" in board
    assert "Waiting on Cisco: 1" in board
    assert "Unclaimed escalations: 3" in board
    assert "At risk: closes within three working days: 2" in board
    assert board.index(N) < board.index("90417310")
    rita.says_in_space("/claim 90417310")
    rita.says_in_space("/board")
    assert "Unclaimed escalations: 2" in space(stage)[-1]


def test_a_note_is_never_seen_by_the_partner(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    rita.says_in_space(f"/note {N} The contact is on leave until spring")
    rita.says(f"/order {N}")

    assert "on leave until spring" in rita.sees
    for words in ("setup", "status", f"order {N}", "orders"):
        ann.says(words)
    stage.go_to(march(9))
    assert not any(
        "on leave" in message.words for message in stage.world.transcript(stage.world.direct(ann.person, stage.me))
    )


def test_the_timeline_tells_the_story_of_an_order(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    rita.says(f"/nudge {N} Can I help you?")
    rita.says(f"/order {N}")

    for words in (
        "The order came in",
        "The contact was invited",
        "ann@northwind.example.com answered: What is your role?",
        "rita@cisco.example.com nudged the contact",
        "Reminder “invitation on the requested start date” was due",
    ):
        assert words in rita.sees


def test_a_nudge_carries_the_words_of_the_rep(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    rita.says(f"/nudge {N} Can I help you with the last steps?")
    assert "Rita Rep, your Cisco representative, writes:" in ann.sees
    assert "Can I help you with the last steps?" in ann.sees
    ann.presses("Resume")
    assert ann.title == "Your partner organization"

    ann.says("stop")
    stage.wait(hours=2)
    rita.says(f"/nudge {N}")
    assert "wants no more reminders" in rita.sees


def test_a_partner_asks_and_a_rep_answers_while_the_wizard_goes_on(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.says("rep Which organization is the right one?")
    assert "You can go on" in ann.sees or "you can go on" in ann.sees
    assert "Which organization is the right one?" in live_cards(stage)[0]
    assert "asks for a Cisco representative" in live_cards(stage)[0]

    rita.says_in_space(f"/reply {N} The first one in the list.")
    assert "Rita Rep, Cisco representative, writes about order 90417263:" in ann.sees
    assert "The first one in the list." in ann.sees
    ann.says("ممثل وماذا عن الثاني؟")
    assert "وماذا عن الثاني" in space(stage)[-1]
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    assert ann.title == "Customer administrator"


def test_what_reps_may_partners_may_not(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    for words in (
        "/board",
        f"/note {N} x",
        f"/reply {N} x",
        f"/order set {N} start=2026-04-01",
        "/pause",
        "/forecast",
        f"/order cancel {N}",
    ):
        ann.says(words)
        assert "for others" in ann.sees
    for words in ("/pause", "/forecast", "/audit", f"/escalate {N}"):
        rita.says(words)
        assert "for others" in rita.sees


# --- words of the admins ------------------------------------------------------------------------------


def test_a_new_start_date_moves_everything(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.says(f"/order set {N} start=2026-03-10")
    assert "invitation on the requested start date, Tuesday 10 March 2026" in ada.sees
    stage.go_to(march(9))
    assert ann.answers == []
    stage.go_to(march(10))
    assert ann.title == "Set up your Webex order"
    ada.says(f"/order set {N} start=soon")
    assert "This is not a date we can read. Write it as 2026-03-02" in ada.sees
    ada.says(f"/order set {N} start=10-Mar-2026")
    assert ada.sees == f"Order {N} stays as it is."
    ada.says(f"/order set {N} colour=red")
    assert "You can change: start, contact, language, country" in ada.sees


def test_a_rep_sets_start_contact_and_language_and_reminders_follow(
    stage: Stage, ann: Actor, omar: Actor, rita: Actor
) -> None:
    escalated(stage, ann)
    rita.says_in_space(f"/order set {N} language=ar")
    assert stage.order(N).language == "ar"
    rita.says_in_space(f"/order set {N} contact={omar.email}")
    assert stage.order(N).holder == omar.email
    assert owner(stage) == "no escalation"
    rita.says_in_space(f"/order set {N} start=2026-03-12")
    assert "Thursday 12 March 2026" in space(stage)[-1]
    rita.says_in_space(f"/order set {N} country=US")
    assert space(stage)[-1].endswith("You can change: start, contact, language.")

    stage.go_to(march(12))
    assert "الإعداد الآن" in omar.sees
    ada_reads = stage.person("ada@cisco.example.com", "Ada Admin").says(f"/order {N}").sees
    assert ada_reads.count("Rita Rep") >= 3 or ada_reads.count(rita.email) >= 3


def test_inviting_before_the_date_is_asked_about_first(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO.replace("2026-03-02", "2026-03-10"))
    ada.says(f"/remind {N}")
    assert "its start date is Tuesday 10 March 2026" in ada.sees
    assert "closes on Tuesday 17 March 2026" in ada.sees
    assert ann.answers == []
    ada.presses("Leave it to the date")
    assert ann.answers == []

    ada.says(f"/remind {N}").presses("Invite now")
    assert ann.title == "Set up your Webex order"
    said = len(ann.answers)
    ada.says(f"/remind {N}")
    assert len(ann.answers) == said + 1
    assert "goes to ann@northwind.example.com now" in ada.sees


def test_the_card_says_what_is_missing_and_what_happens_by_itself(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    assert "Wednesday 4 March 2026, 09:00 (UTC): the call is repeated" in live_cards(stage)[-1]
    rita.says_in_space(f"/claim {N}")
    assert "Wednesday 4 March 2026, 09:00 (UTC): the claim goes back to all" in live_cards(stage)[-1]
    rita.says_in_space(f"/snooze {N} 2d")
    assert "Snoozed until: Thursday 5 March 2026" in live_cards(stage)[-1]
    rita.says_in_space(f"/resolve {N}")

    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.says("rep")
    ann.says("rep Which organization is it?")
    assert "Still missing: Who will set up the services?" in live_cards(stage)[-1]


@pytest.mark.parametrize("by_file", [True, False])
def test_a_new_start_date_takes_back_the_call_and_the_card(
    stage: Stage, ann: Actor, rita: Actor, ada: Actor, by_file: bool
) -> None:
    escalated(stage, ann)
    if by_file:
        stage.import_orders(CONTOSO.replace("2026-03-02", "2026-03-10"))
    else:
        ada.says(f"/order set {N} start=2026-03-10")

    assert stage.order(N).state is OrderState.SCHEDULED
    assert "The requested start date is now Tuesday 10 March 2026." in stage.cards_in_space()[-1]
    assert "I will write to you then" in ann.sees
    stage.go_to(march(9))
    assert "I will write to you then" in ann.sees
    stage.go_to(march(10))
    assert ann.title == "Set up your Webex order"
    stage.go_to(march(11))
    assert "Setup has not begun" in stage.cards_in_space()[-1]


def test_a_new_contact_is_invited_and_the_old_one_hears_no_more(
    stage: Stage, ann: Actor, omar: Actor, ada: Actor
) -> None:
    begun(stage, ann)
    ada.says(f"/order set {N} contact={omar.email}")
    assert omar.title == "Set up your Webex order"
    assert stage.order(N).holder == omar.email
    said = len(ann.answers)
    stage.go_to(march(3))
    assert len(ann.answers) == said
    assert "6 days left" in omar.sees
    ann.says("setup")
    assert "I don't know an order with your address" in ann.sees


def test_a_new_language_is_that_of_the_next_reminder(stage: Stage, ann: Actor, ada: Actor) -> None:
    invited(stage, ann)
    ada.says(f"/order set {N} language=ar")
    stage.go_to(march(3))
    assert "لماذا وصلني هذا" in ann.sees


def test_a_closed_order_is_opened_again_by_a_new_date(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    invited(stage, ann)
    stage.go_to(march(9))
    assert stage.order(N).state is OrderState.CLOSED
    ada.says(f"/order set {N} start=2026-03-12")
    stage.go_to(march(12))
    assert ann.title == "Set up your Webex order"
    assert stage.order(N).state is OrderState.INVITED


def test_cancelling_asks_first(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    escalated(stage, ann)
    ada.says(f"/order cancel {N}")
    assert "cancelled for good" in ada.sees
    ada.says("keep it")
    assert stage.order(N).state is OrderState.INVITED

    ada.says(f"/order cancel {N}")
    ada.says("cancel the order")
    assert stage.order(N).state is OrderState.CANCELLED
    assert "was cancelled" in ann.sees
    assert live_cards(stage) == []
    said = len(ann.answers)
    stage.go_to(march(20))
    assert len(ann.answers) == said


def test_an_admin_calls_the_reps(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    begun(stage, ann)
    ada.says(f"/escalate {N}")
    assert "An admin asks" in live_cards(stage)[0]


def test_the_audit_log_reads_as_sentences(stage: Stage, ann: Actor, ada: Actor) -> None:
    begun(stage, ann)
    ada.says("/audit")
    assert "ann@northwind.example.com answered: Who will set up the services?" in ada.sees
    ada.says(f"/audit {N}")
    assert "The order came in" in ada.sees


def test_the_audit_log_is_read_page_by_page(stage: Stage, ann: Actor, ada: Actor) -> None:
    begun(stage, ann)
    for _n in range(30):
        ann.person.says(stage.me, "/pause")
    stage.settle()
    ada.says("/audit")
    assert ada.sees.count("ann@northwind.example.com was refused: /pause") == 20
    assert "/audit page 2" in ada.sees
    ada.presses("Older")
    assert ada.sees.count("was refused: /pause") == 10
    newest_first = [line[:16] for line in ada.sees.split("\n") if " UTC · " in line]
    assert newest_first == sorted(newest_first, reverse=True)
    ada.says(f"/audit {N} page 1")
    assert "The order came in" in ada.sees
    ada.says("/audit page 9")
    assert "There is nothing older." in ada.sees


def test_letting_many_reminders_run_again_asks_first(stage: Stage, ann: Actor, omar: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO, FABRIKAM.replace("ann@", "omar@"))
    ada.says("/pause")
    at_nine(stage)
    ada.says("/resume")
    assert "People who have reminders waiting: 2. Orders: 2." in ada.sees
    assert ann.answers == omar.answers == []
    old = ada.card
    ada.says("Let them run")
    assert (ann.title, omar.title) == ("Set up your Webex order",) * 2
    assert ada.presses("Let them run", old).sees == "Reminders are running."


@pytest.mark.parametrize(("orders", "days"), [(6, 2)])
def test_the_forecast_is_what_is_then_sent(
    stage: Stage, ann: Actor, omar: Actor, rita: Actor, ada: Actor, orders: int, days: int
) -> None:
    others = [FABRIKAM.replace("90417310", f"9041731{n}").replace("ann@", "omar@") for n in range(orders - 1)]
    stage.import_orders(CONTOSO.replace("A-FLEX-3", "A-WX"), *others)
    before = everything_said(stage, ann, omar, ada)
    ada.says(f"/forecast {days}")
    foreseen = list(messages_in(ada.sees))
    ada.says("/pause").says(f"/forecast {days}")
    assert list(messages_in(ada.sees)) == foreseen
    ada.says("/resume")
    before[ada.email] += 4
    assert everything_said(stage, ann, omar, ada) == before
    assert stage.order(N).state is OrderState.SCHEDULED

    sent = []
    for hour in range(days * 24 + 1):
        stage.wait(hours=1 if hour else 0)
        now = everything_said(stage, ann, omar, ada)
        for who, count in now.items():
            sent += [f"{stage.clock.now():%-d %B %Y, %H:%M} {who}"] * (count - before[who])
        before = now
    assert sent
    assert sorted(foreseen) == sorted(sent)


def messages_in(forecast: str) -> Iterator[str]:
    """Read a forecast: when and to whom, once for each message."""
    moment = ""
    for line in forecast.split("\n"):
        if found := re.fullmatch(r"\w+ (.+) \(UTC\)", line):
            moment = found[1]
        elif found := re.fullmatch(r"(?:(\d+) × )?.* · to (.+)", line):
            yield from [f"{moment} {found[2]}"] * int(found[1] or 1)


def everything_said(stage: Stage, *people: Actor) -> dict[str, int]:
    """Return how many messages the bot has ever posted, by whom they went to."""
    counts = {"the rep space": len(stage.world.transcript(stage.space, deleted=True))}
    for actor in people:
        room = stage.world.direct(actor.person, stage.me)
        said = [m for m in stage.world.transcript(room, deleted=True) if m.person_id == stage.me.id]
        counts[actor.email] = len(said)
    return counts
