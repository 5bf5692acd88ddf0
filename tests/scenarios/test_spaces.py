"""Several rep spaces: which orders come to which, who may act, and what when a space is gone."""

import pytest

from playground.model import Room
from tests.staging.actors import Actor, bare
from tests.staging.rep_space import cards_to_press
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine

N = "90417263"
# CONTOSO is an A-FLEX-3 order of Saudi Arabia, FABRIKAM an A-WX order of Germany.
FRANCE = FABRIKAM.replace("90417310", "90417320").replace(",DE,", ",FR,")


@pytest.fixture
def riyadh(stage: Stage, ada: Actor) -> Room:
    """A second space, for Saudi Arabia."""
    room = stage.world.room("Riyadh", ada.person, stage.me)
    stage.settle()
    types(stage, ada, room, "/space here sa")
    return room


def types(stage: Stage, who: Actor, room: Room, words: str) -> str:
    """Type something into a room; returns what the bot said there last."""
    stage.world.says(who.person, room, words, mentions=(stage.me,))
    stage.settle()
    return str(stage.world.transcript(room)[-1].text)


def cards(stage: Stage, room: Room) -> list[str]:
    """Return the cards in a room that can be pressed."""
    return [each.words for each in cards_to_press(stage, room)]


def a_day_late(stage: Stage, *orders: str) -> None:
    """It is a day after the requested start date, and nobody has begun."""
    stage.import_orders(*orders)
    at_nine(stage)
    stage.wait(days=1)


def unrouted(stage: Stage) -> float:
    return stage.metric("setup_now_escalations_unrouted")


def test_an_order_goes_by_its_country_then_by_its_offer_else_to_the_fallback(
    stage: Stage, ada: Actor, riyadh: Room
) -> None:
    webex = stage.world.room("A-WX", ada.person, stage.me)
    stage.settle()
    assert "A-FLEX-3 and A-WX" in types(stage, ada, webex, "/space here A-WX, a-flex-3")
    a_day_late(stage, CONTOSO, FABRIKAM, FRANCE.replace("A-WX", "A-SPK"))

    assert ["90417263" in card for card in cards(stage, riyadh)] == [True]
    assert ["90417310" in card for card in cards(stage, webex)] == [True]
    assert ["90417320" in card for card in cards(stage, stage.space)] == [True]
    assert unrouted(stage) == 1
    stage.bot.lifecycle.guard.check()
    ada.says("/space")
    assert "Riyadh: SA (Saudi Arabia) · 1 person" in ada.sees
    assert "Cisco reps: everything else (fallback)" in ada.sees


def test_an_order_without_a_route_is_counted_until_there_is_one_or_nobody_has_to_be_called(
    stage: Stage, ada: Actor, riyadh: Room
) -> None:
    stage.world.invite(stage.space, ada.person)
    a_day_late(stage, FABRIKAM, FRANCE)
    assert unrouted(stage) == 2
    types(stage, ada, stage.space, "/space here FR")
    assert unrouted(stage) == 1
    ada.says("/resolve 90417310")
    assert unrouted(stage) == 0


def test_an_order_that_was_escalated_before_there_was_any_route_is_counted_like_others(
    stage: Stage, ada: Actor
) -> None:
    stage.world.invite(stage.space, ada.person)
    a_day_late(stage, FABRIKAM)
    assert unrouted(stage) == 0, "where there are no routes, none is missing"
    types(stage, ada, stage.space, "/space here SA")
    assert unrouted(stage) == 1
    types(stage, ada, stage.space, "/space here DE")
    assert unrouted(stage) == 0


def test_a_word_that_is_neither_country_nor_offer_changes_nothing(stage: Stage, ada: Actor, riyadh: Room) -> None:
    assert "Atlantis is neither a country nor an offer" in types(stage, ada, riyadh, "/space here DE Atlantis")
    ada.says("/space")
    assert "DE (" not in ada.sees
    ada.says("/space here DE")
    assert "Type this in the space" in ada.sees


def test_whoever_comes_and_goes_faster_than_webex_shows_it_raises_no_alarm(
    stage: Stage, ada: Actor, rita: Actor
) -> None:
    sam = stage.person("sam@cisco.example.com", "Sam Rep")
    elsewhere = stage.world.room("Elsewhere", sam.person)
    stage.clock.passes(seconds=1)
    with stage.world.deliveries.held():
        stage.world.invite(stage.space, sam.person)
        stage.world.remove(stage.space, sam.person)
        stage.world.remove(stage.space, rita.person)
        stage.world.invite(stage.space, rita.person)
        stage.world.invite(elsewhere, stage.me)
        stage.world.remove(elsewhere, stage.me)
    for _ in range(8):
        stage.wait(seconds=12)
    with stage.bot.store.reading() as uow:
        assert uow.spaces.members(stage.space.id) == {rita.email}
    assert stage.metric("setup_now_deliveries_contradicted_total") == 0
    assert ada.answers == []


def test_who_is_in_any_of_the_spaces_is_a_representative_while_they_are(
    stage: Stage, ann: Actor, ada: Actor, riyadh: Room
) -> None:
    samir = stage.person("samir@cisco.example.com", "Samir Saleh")
    stage.world.invite(riyadh, samir.person)
    a_day_late(stage, CONTOSO, FABRIKAM)

    assert "Samir Saleh has claimed order" in types(stage, samir, riyadh, f"/claim {N}")
    samir.says("/claim 90417310")
    assert "Samir Saleh has claimed order 90417310" in samir.sees
    stage.world.remove(riyadh, samir.person)
    stage.settle()
    samir.says(f"/resolve {N}")
    assert "Resolved" not in samir.sees
    assert len(cards(stage, riyadh)) == 1

    # He is in the room again under the id that he had there before.
    stage.wait(minutes=1)
    stage.world.invite(riyadh, samir.person)
    assert "Samir Saleh has released order" in types(stage, samir, riyadh, f"/release {N}")
    stage.world.remove(riyadh, samir.person)
    stage.settle()
    assert "claimed" not in samir.says(f"/claim {N}").sees


def test_who_was_there_before_it_became_a_rep_space_is_a_representative_at_once(
    stage: Stage, ann: Actor, ada: Actor
) -> None:
    samir = stage.person("samir@cisco.example.com", "Samir Saleh")
    room = stage.world.room("Riyadh", ada.person, samir.person, stage.me)
    types(stage, ada, room, "/space here sa")
    assert "Board" in samir.says("/board").sees
    assert "Riyadh: SA (Saudi Arabia) · 2 people" in bare(types(stage, ada, room, "/space"))


def test_a_space_keeps_its_name_while_webex_cannot_decrypt_it(stage: Stage, ada: Actor, riyadh: Room) -> None:
    stage.world.faults.kms_failures = 2
    stage.bot.lifecycle.guard.check()
    stage.world.faults.kms_failures = 0
    assert "Riyadh: SA (Saudi Arabia)" in bare(types(stage, ada, riyadh, "/space"))


def test_who_asks_in_a_space_is_told_where_the_answer_will_stand(stage: Stage, ann: Actor, rita: Actor) -> None:
    a_day_late(stage, CONTOSO)
    elsewhere = stage.world.room("Project", ann.person, stage.me)
    stage.settle()
    assert types(stage, ann, elsewhere, "rep Which site is it?").endswith("They will answer you in our direct chat.")
    assert "They will answer you here; you can go on meanwhile." in ann.says("rep Or which is not?").sees


def test_what_is_open_stays_where_it_was_opened(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    a_day_late(stage, CONTOSO)
    riyadh = stage.world.room("Riyadh", ada.person, stage.me)
    types(stage, ada, riyadh, "/space here SA")
    rita.says(f"/claim {N}")
    assert "Rita Rep has claimed" in cards(stage, stage.space)[0]
    assert cards(stage, riyadh) == []

    stage.import_orders(CONTOSO.replace(N, "90417299"))
    stage.wait(days=1)
    assert len(cards(stage, riyadh)) == 1
    # Once a space is none any more, nobody in it could act.
    assert "no longer" in types(stage, ada, riyadh, "/space off")
    assert cards(stage, riyadh) == []
    assert len(cards(stage, stage.space)) == 2


@pytest.mark.parametrize("how", ["removed", "deleted"])
def test_the_escalations_of_a_space_that_is_gone_go_to_the_fallback_and_the_admin_hears(
    stage: Stage, ann: Actor, rita: Actor, ada: Actor, riyadh: Room, how: str
) -> None:
    stage.bot.lifecycle.guard.check()
    a_day_late(stage, CONTOSO)
    assert stage.bot.health.readiness() == ["workers are not running"]
    if how == "removed":
        stage.world.remove(riyadh, stage.me, by=ada.person)
    else:
        stage.world.rooms.close(riyadh, ada.person)
        stage.bot.lifecycle.guard.check()
    stage.settle()

    assert N in cards(stage, stage.space)[0]
    assert "I cannot reach the space Riyadh any more" in ada.sees
    assert "a rep space cannot be reached: Riyadh" in stage.bot.health.readiness()
    found = {each.name: each for each in stage.bot.doctor.findings()}
    assert "Riyadh: cannot be reached" in str(found["spaces"])
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert len([each for each in ada.answers if "cannot reach" in each.text]) == 1
    stage.import_orders(CONTOSO.replace(N, "90417299"))
    stage.wait(days=1)
    assert len(cards(stage, stage.space)) == 2


def test_the_only_space_that_is_gone_is_listed_as_such(stage: Stage, ada: Actor) -> None:
    stage.bot.lifecycle.guard.check()
    stage.world.remove(stage.space, stage.me, by=ada.person)
    stage.settle()
    assert ": cannot be reached" in bare(ada.says("/space").sees)


def test_a_space_that_comes_back_is_used_again(stage: Stage, ann: Actor, ada: Actor, riyadh: Room) -> None:
    stage.world.remove(riyadh, stage.me, by=ada.person)
    stage.wait(minutes=1)
    stage.world.invite(riyadh, stage.me)
    stage.settle()
    assert "Within a minute escalations come to this space" in stage.world.transcript(riyadh)[-1].words
    stage.bot.lifecycle.guard.check()
    a_day_late(stage, CONTOSO)

    assert len(cards(stage, riyadh)) == 1
    assert "I can reach the space Riyadh again" in ada.heard


def test_a_post_into_a_room_that_is_gone_is_not_lost(stage: Stage, ann: Actor, ada: Actor, riyadh: Room) -> None:
    """Nobody told us that the room is gone before the card was to go there."""
    stage.import_orders(CONTOSO)
    at_nine(stage)
    stage.world.webhooks.delete(next(w for w in stage.world.webhooks.of(stage.me) if w.event == "deleted"))
    stage.world.rooms.close(riyadh, ada.person)
    stage.wait(days=1)

    assert N in cards(stage, stage.space)[0]


@pytest.fixture
def rosa(stage: Stage) -> Actor:
    """Named on CONTOSO's order as its representative; in no rep space."""
    return stage.person("rosa@cisco.example.com", "Rosa Ruiz")


def of_rosa(order: str) -> str:
    return order.replace(",UTC,,,", ",UTC,,rosa@cisco.example.com,")


def test_the_representative_of_an_order_has_its_escalation_too_and_both_places_agree(
    stage: Stage, ann: Actor, rita: Actor, rosa: Actor
) -> None:
    a_day_late(stage, of_rosa(CONTOSO))
    assert rosa.title == f"Order {N} needs a Cisco representative"
    rosa.presses("Claim")

    assert "Rosa Ruiz has claimed it." in cards(stage, stage.space)[0]
    assert "Rosa Ruiz has claimed it." in rosa.sees
    rita.says(f"/claim {N}")
    assert "already claimed by Rosa Ruiz" in rita.sees
    rosa.presses("Nudge the contact")
    assert "Rosa Ruiz, your Cisco representative, reminds you" in ann.sees
    rosa.says(f"/note {N} Called").says(f"/order {N}")
    assert "Called" in rosa.sees
    rosa.says(f"/resolve {N}")
    assert cards(stage, stage.space) == []
    assert not [each for each in rosa.answers if each.card and "Claim" in str(each.card.get("actions"))]


def test_she_hears_what_happens_in_the_space(stage: Stage, ann: Actor, rita: Actor, rosa: Actor) -> None:
    a_day_late(stage, of_rosa(CONTOSO))
    rita.says_in_space(f"/claim {N}")
    assert "Rita Rep has claimed it." in rosa.sees
    rosa.presses("Resolve")
    assert "is claimed by Rita Rep" in rosa.sees
    ann.says("rep Hello?")
    assert "Hello?" in rosa.sees


def test_of_other_orders_she_learns_and_does_nothing(stage: Stage, ann: Actor, rita: Actor, rosa: Actor) -> None:
    a_day_late(stage, of_rosa(CONTOSO), FABRIKAM)
    said = []
    for number in ("90417310", "90417399"):
        for words in ("claim N", "release N", "nudge N", "snooze N 4h", "resolve N", "return N", "note N x", "order N"):
            rosa.says(f"/{words}".replace("N", number))
            said.append(rosa.sees.replace(number, "…"))
    assert len(set(said)) == 1
    assert "I can't find order" in said[0]
    rosa.says("/board")
    assert N in rosa.sees
    assert "90417310" not in rosa.sees
    rosa.says("/forecast")
    assert "That command is for admins." in rosa.sees


def test_where_there_is_no_space_she_has_it_alone(stage: Stage, ann: Actor, ada: Actor, rosa: Actor) -> None:
    stage.world.remove(stage.space, stage.me, by=stage.rep("rita@cisco.example.com", "Rita Rep").person)
    a_day_late(stage, of_rosa(CONTOSO), FABRIKAM)

    assert rosa.title == f"Order {N} needs a Cisco representative"
    assert ada.title == "Order 90417310 needs a Cisco representative"
    rosa.presses("Resolve")
    assert "has resolved" in rosa.sees


def test_another_representative_takes_the_card_over(
    stage: Stage, ann: Actor, ada: Actor, rosa: Actor, rita: Actor
) -> None:
    ruth = stage.person("ruth@cisco.example.com", "Ruth Roy")
    a_day_late(stage, of_rosa(CONTOSO))
    rosa.presses("Claim")
    ada.says(f"/order set {N} rep=ruth@cisco.example.com")

    assert ruth.title == f"Order {N} needs a Cisco representative"
    assert "Nobody has claimed it yet" in ruth.sees
    rosa.says(f"/claim {N}")
    assert "Rosa" not in cards(stage, stage.space)[0]
    ruth.presses("Claim")
    assert "Ruth Roy has claimed it." in cards(stage, stage.space)[0]


def test_a_representative_who_is_not_on_webex_is_told_to_those_who_are(stage: Stage, ann: Actor, rita: Actor) -> None:
    a_day_late(stage, of_rosa(CONTOSO))

    assert (
        "rosa@cisco.example.com, the representative named on order 90417263"
        in stage.world.transcript(stage.space)[-1].words
    )
    assert "Setup has not begun" in cards(stage, stage.space)[0]

    rita.says(f"/claim {N}").says(f"/release {N}")
    said = [each.words for each in stage.world.transcript(stage.space)]
    assert len([each for each in said if "the representative named on order" in each]) == 1
    rosa = stage.person("rosa@cisco.example.com", "Rosa Ruiz")
    stage.wait(days=1)
    assert "Nobody has claimed it since" in rosa.sees


def test_a_space_is_spoken_to_in_the_language_that_its_representatives_chose(
    stage: Stage, ann: Actor, ada: Actor, rita: Actor
) -> None:
    room = stage.world.room("Elsewhere", ada.person, stage.me)
    stage.settle()
    assert "No escalations come" in types(stage, ada, room, "/space language ar")
    rita.says_in_space("/space language klingon")
    assert "Unknown language" in stage.world.transcript(stage.space)[-1].words
    rita.says_in_space("/space language العربية")
    a_day_late(stage, CONTOSO)
    [card] = cards(stage, stage.space)
    assert "لم يستلمه أحد بعد" in card
    rita.says_in_space(f"/claim {N}")
    assert bare(stage.world.transcript(stage.space)[-1].words) == f"تم استلام الطلب {N} من جانب Rita Rep."

    # Who has chosen no language of their own is answered there in that of the space.
    rita.says_in_space("/board")
    assert bare(stage.world.transcript(stage.space)[-1].words).startswith("اللوحة")
    rita.says_in_space("/help claim")
    assert stage.world.transcript(stage.space)[-1].words.startswith("\u2068/claim\u2069")
    samir = stage.rep("samir@cisco.example.com", "Samir Saleh")
    samir.says("language fr")
    samir.says_in_space("/board")
    assert stage.world.transcript(stage.space)[-1].words.startswith("Tableau")

    # The card changes where it stands, and admins see which language was chosen.
    rita.says_in_space("/space language fr")
    ada.says("/space")
    assert " · 2 people · French\n" in bare(ada.sees)
    [card] = cards(stage, stage.space)
    assert "Rita Rep l’a prise en charge." in card
    rita.says_in_space(f"/resolve {N}")
    assert any("Résolue par Rita Rep." in message.words for message in stage.world.transcript(stage.space))
    with stage.bot.store.reading() as uow:
        assert [line.verb for line in uow.audit.page("", 100, 0)].count("space_language") == 2
