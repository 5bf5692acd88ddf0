"""What admins type: another date, contact or language, cancelling, calling the reps, the audit log, the forecast."""

import re
from collections.abc import Iterator

import pytest

from bot.domain.orders import OrderState
from tests.staging.actors import Actor, bare
from tests.staging.rep_space import N, escalated, live_cards, owner_of, space
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine, at_service_setup, begun, invited, march


def test_a_new_start_date_moves_everything(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.says(f"/order set {N} start=2026-03-10")
    assert "invitation on the requested start date, Tuesday 10 March 2026" in ada.sees
    stage.go_to(march(9))
    assert ann.answers == []
    stage.go_to(march(10))
    assert ann.title == "Set up your Webex order"
    ada.says(f"/order set {N} start=soon")
    assert "This date cannot be read. Write it as 2026-03-02" in ada.sees
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
    assert owner_of(stage) == "no escalation"
    rita.says_in_space(f"/order set {N} start=2026-03-12")
    assert "Thursday 12 March 2026" in space(stage)[-1]
    rita.says_in_space(f"/order set {N} country=US")
    assert space(stage)[-1].endswith("You can change: start, contact, language.")

    stage.go_to(march(12))
    assert "الإعداد الآن" in omar.sees
    ada_reads = stage.person("ada@cisco.example.com", "Ada Admin").says(f"/order {N}").sees
    assert bare(ada_reads).count(f"{rita.email} changed the order: ") == 3


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
    assert "this alert is repeated on Wednesday 4 March 2026, 09:00 (UTC)" in live_cards(stage)[-1]
    rita.says_in_space(f"/claim {N}")
    assert (
        "the order is open to all representatives again on Wednesday 4 March 2026, 09:00 (UTC)" in live_cards(stage)[-1]
    )
    rita.says_in_space(f"/snooze {N} 2d")
    assert "Snoozed until: Thursday 5 March 2026" in live_cards(stage)[-1]
    rita.says_in_space(f"/resolve {N}")

    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.says("rep")
    ann.says("rep Which organization is it?")
    assert "Still missing: Who will set up the services?" in live_cards(stage)[-1]


def test_the_card_says_no_moment_that_has_passed(stage: Stage, ann: Actor) -> None:
    escalated(stage, ann)
    assert "this alert is repeated on Wednesday 4 March 2026, 09:00 (UTC)" in live_cards(stage)[-1]
    stage.go_to(march(4))
    assert "Wednesday 4 March 2026, 09:00 (UTC): this alert" not in live_cards(stage)[-1]


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
    with stage.bot.store.reading() as uow:
        assert uow.progress.get(N, ann.email) is None
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
    assert "is cancelled" in ada.sees
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
    newest_first = [line[:5] for line in ada.sees.split("\n") if line[:2].isdigit() and line[2] == ":"]
    assert len(newest_first) > 10
    assert newest_first == sorted(newest_first, reverse=True)
    ada.says(f"/audit {N} page 1")
    assert "The order came in" in ada.sees
    ada.says("/audit page 9")
    assert "There is nothing older." in ada.sees


def test_letting_many_reminders_run_again_asks_first(stage: Stage, ann: Actor, omar: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO, FABRIKAM.replace("ann@", "omar@"))
    ada.says("/pause reminders")
    at_nine(stage)
    ada.says("/resume")
    assert "People who have reminders waiting: 2. Orders: 2." in ada.sees
    assert ann.answers == omar.answers == []
    old = ada.card
    ada.says("Let them run")
    assert (ann.title, omar.title) == ("Set up your Webex order",) * 2
    assert ada.replays(old, "Let them run").sees == "Nothing is paused: reminders are running."


def test_the_forecast_is_what_is_then_sent(stage: Stage, ann: Actor, omar: Actor, rita: Actor, ada: Actor) -> None:
    orders, days = 6, 2
    others = [FABRIKAM.replace("90417310", f"9041731{n}").replace("ann@", "omar@") for n in range(orders - 1)]
    stage.import_orders(CONTOSO.replace("A-FLEX-3", "A-WX"), *others)
    before = everything_said(stage, ann, omar, ada)
    ada.says(f"/forecast {days}")
    foreseen = list(messages_in(ada.sees))
    ada.says("/pause reminders").says(f"/forecast {days}")
    assert list(messages_in(ada.sees)) == foreseen
    ada.says("/resume")
    before[ada.email] += 6
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


def test_the_present_contact_named_again_loses_nothing(stage: Stage, ann: Actor, ada: Actor) -> None:
    begun(stage, ann)
    before = stage.order(N)
    for contact in (ann.email, f"Ann <{ann.email.upper()}>"):
        ada.says(f"/order set {N} contact={contact}")
        assert ada.sees == f"Order {N} stays as it is."
    assert stage.order(N) == before


def test_the_contact_stays_once_customer_and_partner_are_confirmed(
    stage: Stage, ann: Actor, ada: Actor, omar: Actor
) -> None:
    at_service_setup(stage, ann)
    ada.says(f"/order set {N} contact={omar.email}")
    assert ada.sees == "The contact can no longer be changed: customer and partner are confirmed."
    assert stage.order(N).holder == ann.email


def test_a_list_that_is_long_goes_on_page_by_page(stage: Stage, ada: Actor) -> None:
    stage.import_orders(*(CONTOSO.replace(N, f"7{n:04}") for n in range(45)), FABRIKAM)

    def listed() -> list[str]:
        return re.findall(r"\b(?:7\d{4}|90417310)\b", ada.sees)

    ada.says("/orders contoso")
    assert (listed()[0], listed()[-1]) == ("70000", "70019")
    assert "/orders contoso page 2" in ada.sees
    ada.presses("Show more")
    assert (listed()[0], listed()[-1]) == ("70020", "70039")
    ada.says("/orders contoso page 3")
    assert (listed()[0], listed()[-1]) == ("70040", "70044")
    assert "Show more" not in ada.sees
    ada.says("/orders page 3")
    assert listed()[-1] == "90417310"
    assert "No order matches" in ada.says("/orders page 4").sees
