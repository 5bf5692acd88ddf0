"""Reminders end or move: the setup is done, another contact, another date, put off, stopped, or over."""

import pytest

from bot.domain.orders import OrderState
from tests.scenarios.weeks import INVITE, NUDGE, calls, heard
from tests.staging.actors import Actor, heading_of
from tests.staging.rep_space import space
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine, at_service_setup, begun, fill_sections, invited, march


def test_finishing_the_setup_ends_all_reminders(stage: Stage, ann: Actor, rita: Actor) -> None:
    at_service_setup(stage, ann)
    fill_sections(ann)
    ann.presses("Provision", consent="true")
    assert stage.order("90417263").state is OrderState.PROVISIONED

    said = len(heard(stage, ann))
    stage.go_to(march(20))
    assert len(heard(stage, ann)) == said
    assert calls(stage) == 0


def all_but_posting(stage: Stage, day: int) -> None:
    """Let a day come, and everything be handled; what is to be posted still waits."""
    stage.clock.move_to(march(day))
    stage.bot.reminders.sweep()
    while stage.bot.workers.handling.next():
        pass


def test_a_reminder_in_the_outbox_is_withdrawn_when_the_order_is_cancelled(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    all_but_posting(stage, 2)
    stage.import_orders(CONTOSO.rsplit(",", 1)[0] + ",Cancelled")

    assert heard(stage, ann) == [], "who never heard of an order does not hear of its end either"


def test_a_reminder_in_the_outbox_is_withdrawn_when_the_order_goes_to_somebody_else(
    stage: Stage, ann: Actor, omar: Actor
) -> None:
    stage.import_orders(CONTOSO)
    all_but_posting(stage, 2)
    stage.import_orders(CONTOSO.replace("ann@", "omar@"))
    stage.go_to(march(2))

    assert heard(stage, ann) == []
    assert omar.title == INVITE


def test_a_reminder_in_the_outbox_is_withdrawn_when_the_order_begins_on_another_day(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    all_but_posting(stage, 2)
    stage.import_orders(CONTOSO.replace("2026-03-02", "2026-03-10"))
    stage.go_to(march(9))
    assert heard(stage, ann) == []

    stage.go_to(march(10))
    assert heard(stage, ann) == [INVITE]


def test_the_call_for_the_representatives_still_goes_out_where_the_order_gets_another_contact_meanwhile(
    stage: Stage, ann: Actor, omar: Actor, rita: Actor
) -> None:
    invited(stage, ann)
    all_but_posting(stage, 3)
    stage.import_orders(CONTOSO.replace("ann@", "omar@"))

    assert "90417263" in "".join(stage.cards_in_space())
    assert NUDGE not in heard(stage, ann)


def test_nobody_is_called_again_where_the_order_begins_on_another_day_meanwhile(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    invited(stage, ann)
    stage.go_to(march(3))
    all_but_posting(stage, 4)
    stage.import_orders(CONTOSO.replace("2026-03-02", "2026-03-10"))
    stage.settle()

    assert "The requested start date is now Tuesday 10 March" in "".join(stage.cards_in_space())
    assert "Please claim" not in "\n".join(space(stage))


def test_stop_takes_back_what_waits_but_for_the_first_message_of_an_order(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.import_orders(FABRIKAM.replace("2026-03-02", "2026-03-03"))
    all_but_posting(stage, 3)
    said = len(heard(stage, ann))
    ann.person.says(stage.me, "stop")
    stage.world.settle()
    while stage.bot.workers.handling.next():
        pass
    stage.settle()
    assert [each for each in heard(stage, ann)[said:] if each in (INVITE, NUDGE)] == [INVITE]


def test_a_reminder_that_is_due_is_not_moved_by_another_time_zone(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    stage.clock.move_to(march(2))
    stage.import_orders(CONTOSO.replace(",UTC,", ",America/New_York,"))
    stage.go_to(march(2))
    assert heard(stage, ann) == [INVITE]


def test_a_file_that_names_another_contact_invites_that_one(stage: Stage, ann: Actor, omar: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@", "orders-alias@"))
    at_nine(stage)
    assert len(stage.cards_in_space()) == 1
    stage.import_orders(CONTOSO.replace("ann@", "omar@"))

    assert omar.title == INVITE
    with stage.bot.store.reading() as uow:
        assert uow.escalations.get("90417263") is None
    stage.go_to(march(3))
    assert "6 days left" in omar.sees


def test_a_new_date_moves_the_invitation(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO)
    stage.import_orders(CONTOSO.replace("2026-03-02", "2026-03-10"))
    stage.go_to(march(9))
    assert ann.answers == []
    stage.go_to(march(10))
    assert heard(stage, ann) == [INVITE]
    assert calls(stage) == 0


def test_the_colleague_who_took_over_is_reminded_and_the_other_is_not(stage: Stage, ann: Actor, omar: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.presses("Next", owner="colleague")
    ann.presses("Next", email=omar.email)
    omar.presses("Set Up Now")
    said = len(heard(stage, ann))
    stage.go_to(march(3))

    assert omar.title == NUDGE
    assert len(heard(stage, ann)) == said


def test_somebody_who_puts_a_reminder_off_gets_it_on_the_day_they_chose(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.go_to(march(3))
    ann.presses("Remind me later", until="3")
    assert "Friday 6 March 2026" in ann.sees

    stage.go_to(march(5, 18))
    assert "Friday 6 March 2026" in ann.sees
    stage.go_to(march(6))
    assert ann.title == NUDGE
    assert len([line for line in heard(stage, ann) if line == NUDGE]) == 1


@pytest.mark.parametrize(
    "words",
    ["Remind me Thursday", "can you remind me in 3 days?", "rappelle-moi jeudi", "plus tard jeudi", "ذكرني يوم الخميس"],
)
def test_who_asks_in_words_is_reminded_on_the_day_they_name(stage: Stage, ann: Actor, words: str) -> None:
    invited(stage, ann)
    for not_one_day in ("remind me Tuesday or Thursday", "don't remind me Thursday", "ذكرني الشهر القادم"):
        ann.says(not_one_day)
        assert ann.sees.startswith("Everything is saved. Please ask again with one day"), not_one_day
    ann.says("later today")
    assert "choose one of the days: Tuesday 3 March 2026" in ann.sees
    ann.says(words)
    assert "on Thursday 5 March 2026" in ann.sees

    said = len(heard(stage, ann))
    stage.go_to(march(4, 18))
    assert len(heard(stage, ann)) == said
    stage.go_to(march(5))
    assert heard(stage, ann)[said:] == [INVITE]
    ann.says("remind me next Monday")
    assert "There is time until Monday 9 March 2026" in ann.sees, "by then the line has closed"


def test_nobody_can_put_a_reminder_off_past_the_end(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.go_to(march(6))
    choices = next(part for part in ann.card.card["body"] if part.get("id") == "until")["choices"]
    assert [choice["value"] for choice in choices] == ["1", "2"]

    for until in ("2026-03-20", "14"):
        ann.presses("Remind me later", forged=True, until=until)
        assert "choose one of the days: Saturday 7 March 2026 or Sunday 8 March 2026" in ann.sees
    stage.go_to(march(8, 18))
    ann.says("later")
    assert "closes before tomorrow" in ann.sees


def test_stop_ends_reminders_and_tells_the_reps_who_stay_on_it(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    ann.says("stop")
    assert "Ann Archer wants no more reminders" in stage.world.transcript(stage.space)[-1].words
    ann.says("later")
    assert "You get no reminders at the moment" in ann.sees
    said = len(heard(stage, ann))

    stage.go_to(march(7))
    assert len(heard(stage, ann)) == said
    assert calls(stage) == 1

    # A new order is announced all the same, once.
    stage.import_orders(CONTOSO.replace("90417263", "90417299").replace("2026-03-02", "2026-03-08"))
    stage.go_to(march(11))
    assert heard(stage, ann)[said:] == [INVITE]

    ann.says("reminders")
    stage.go_to(march(13))
    assert "90417299" in ann.sees


def test_the_end_closes_the_order_and_says_what_to_do(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    stage.go_to(march(9))

    assert stage.order("90417263").state is OrderState.CLOSED
    assert heading_of(ann.answers[-1].card) == "Your order line has closed"
    assert "type rep" in ann.sees
    assert "7 days after that" in ann.sees
    assert "The order line has closed" in stage.cards_in_space()[-1]
    ann.says("setup")
    assert "contact your Cisco representative" in ann.sees
    ann.says("rep ما العمل الآن؟")
    assert "“ما العمل الآن؟”" in stage.cards_in_space()[-1]
    assert "you can go on" not in ann.sees
    ann.says("rep Can we have another week?")
    assert "another week" in stage.world.transcript(stage.space)[-1].words


def test_a_line_that_a_file_closes_stays_closed_whatever_date_the_file_gives_it(stage: Stage, ann: Actor) -> None:
    def imported(day: str, status: str = "") -> OrderState:
        stage.import_orders(f"{CONTOSO.rsplit(',', 1)[0]},{status}".replace("2026-03-02", day))
        return stage.order("90417263").state

    invited(stage, ann)
    assert imported("2026-03-10", "Closed") is OrderState.CLOSED
    assert heading_of(ann.answers[-1].card) == "Your order line has closed"

    said = len(heard(stage, ann))
    assert imported("2026-03-10", "Closed") is OrderState.CLOSED
    assert imported("2026-03-12", "Closed") is OrderState.CLOSED
    stage.go_to(march(12))
    assert len(heard(stage, ann)) == said, "nobody is invited into a closed line"

    assert imported("2026-03-16") is OrderState.SCHEDULED
    stage.go_to(march(16))
    assert heard(stage, ann)[said:] == [INVITE]


def test_yesterdays_card_counts_from_today(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.go_to(march(3))
    card = ann.card
    stage.go_to(march(4, 12))
    ann.presses("Remind me later", card, until="1")
    assert "Thursday 5 March 2026" in ann.sees
    ann.presses("Remind me later", card, forged=True, until="2026-03-04")
    assert "Thursday 5 March 2026" in ann.sees, "a date that has come stands for the next day"


def test_later_asks_which_of_several_orders_is_meant(stage: Stage, ann: Actor) -> None:
    begun(stage, ann, CONTOSO, FABRIKAM)
    ann.says("later")
    assert "later 90417263 – Contoso Dental Group" in ann.sees
    assert "later all – all of them" in ann.sees
    ann.says("later #90417310.")
    assert "remind you of order 90417310" in ann.sees
    ann.says("language fr")
    ann.says("plus tard toutes")
    assert {"90417263", "90417310"} <= {word for each in ann.answers[-2:] for word in each.words.split()}
