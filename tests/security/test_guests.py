"""Guests: to be in the rep space, which anybody in it may have brought about, makes nobody a representative."""

import pytest

from bot.domain.orders import Order
from cards.pressing import carried
from tests.staging.actors import Actor
from tests.staging.rep_space import N, cards_to_press, last_in_space, owner_of
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, CONTOSO_ORG, FABRIKAM, at_nine, invited


@pytest.fixture
def late(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> Order:
    """Ann's order, a day after its start date: its escalation stands in the rep space."""
    invited(stage, ann)
    stage.wait(days=1)
    return stage.order(N)


@pytest.fixture
def gus(stage: Stage) -> Actor:
    """Somebody of another organization, whom Rita has brought into the rep space."""
    return stage.person("gus@elsewhere.example.org", "Gus Guest")


def comes_in(stage: Stage, actor: Actor) -> Actor:
    stage.world.invite(stage.space, actor.person)
    stage.settle()
    return actor


@pytest.mark.usefixtures("late")
def test_a_guest_in_the_rep_space_does_nothing_and_is_told_so(stage: Stage, ann: Actor, gus: Actor) -> None:
    comes_in(stage, gus)
    [card] = cards_to_press(stage)
    heard = len(ann.answers)

    gus.presses("Claim", card)
    assert "You are a guest" in last_in_space(stage)
    for words in (f"/claim {N}", f"/reply {N} Hello", f"/order {N}", f"/order set {N} contact={gus.email}", "/board"):
        gus.says_in_space(words)
        assert "You are a guest" in last_in_space(stage)
        gus.says(words)
        stage.wait(minutes=1)
    assert owner_of(stage) == ""
    assert len(ann.answers) == heard
    assert stage.order(N).contact == ann.email
    assert "Contoso" not in gus.heard


@pytest.mark.usefixtures("late")
def test_a_partner_in_the_rep_space_is_still_no_representative(stage: Stage, ann: Actor) -> None:
    comes_in(stage, ann)
    ann.says_in_space(f"/claim {N}")
    assert "You are a guest" in last_in_space(stage)
    ann.says(f"/claim {N}")
    assert owner_of(stage) == ""
    ann.says("status")
    assert N in ann.sees


@pytest.mark.usefixtures("late")
def test_the_admins_hear_of_a_guest_once(stage: Stage, ada: Actor, gus: Actor) -> None:
    comes_in(stage, gus)
    stage.world.remove(stage.space, gus.person)
    comes_in(stage, gus)
    stage.bot.lifecycle.guard.check()
    stage.settle()
    told = [each.text for each in ada.answers if gus.email in each.text]
    assert len(told) == 1
    assert "is in the space Cisco reps" in told[0]
    ada.says("/space")
    assert "1 person" in ada.sees, "only Rita counts"


def test_a_guest_who_was_there_before_is_told_of_too(stage: Stage, rita: Actor, ada: Actor, gus: Actor) -> None:
    with stage.world.deliveries.held():
        stage.world.invite(stage.space, gus.person)
        stage.world.deliveries.lose()
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert gus.email in ada.sees


def test_domains_of_others_can_be_let_in(stage: Stage, ann: Actor, rita: Actor, gus: Actor) -> None:
    invited(stage, ann)
    stage.wait(days=1)
    stage.restart(REP_DOMAINS="elsewhere.example.org")
    comes_in(stage, gus).says(f"/claim {N}")
    assert owner_of(stage) == gus.email
    rita.says(f"/claim {N}")
    assert owner_of(stage) == gus.email


def test_who_is_named_on_an_order_is_no_guest(stage: Stage, ann: Actor, ada: Actor, gus: Actor) -> None:
    stage.import_orders(CONTOSO.replace(",UTC,,,", f",UTC,,{gus.email},"), FABRIKAM)
    at_nine(stage)
    stage.wait(days=1)
    comes_in(stage, gus).says_in_space(f"/claim {N}")
    assert owner_of(stage) == gus.email
    assert "is in the space" not in ada.heard


def test_where_no_domain_is_known_nobody_is_a_representative_by_being_there(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    invited(stage, ann)
    stage.wait(days=1)
    stage.restart(ADMIN_EMAILS="ada@gmail.com")
    rita.says_in_space(f"/claim {N}")
    assert "You are a guest" in last_in_space(stage)
    findings = {each.name: each for each in stage.bot.doctor.findings()}
    assert "REP_DOMAINS" in findings["reps"].fix


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize("address", ["samir@cisco.example.com", "omar@evil.example", "ann.archer@gmail.com"])
def test_a_contact_outside_needs_an_admin(stage: Stage, rita: Actor, ada: Actor, ann: Actor, address: str) -> None:
    rita.says(f"/order set {N} contact={address}")
    assert "nothing changes" in rita.sees
    assert stage.order(N).contact == ann.email
    assert ada.title == f"Give order {N} to an outside address?"
    ada.presses("Change the contact")
    assert stage.order(N).contact == address
    assert f"is now {address}" in rita.sees


@pytest.mark.usefixtures("late")
def test_an_admin_can_say_no_by_typing(stage: Stage, rita: Actor, ada: Actor, ann: Actor) -> None:
    rita.says(f"/order set {N} contact=omar@evil.example")
    ada.says("no")
    assert stage.order(N).contact == ann.email
    assert "has not agreed" in rita.sees


@pytest.mark.usefixtures("late")
def test_nobody_but_an_admin_can_agree(stage: Stage, rita: Actor, ada: Actor, ann: Actor) -> None:
    rita.says(f"/order set {N} contact=omar@evil.example")
    asked = carried(ada.card.card)
    [card] = cards_to_press(stage)
    stage.world.actions.submit(rita.person, card, asked)
    stage.settle()
    assert stage.order(N).contact == ann.email


@pytest.mark.usefixtures("late")
def test_a_contact_of_either_company_needs_nobody(stage: Stage, rita: Actor, ada: Actor) -> None:
    stage.import_directory(CONTOSO_ORG)
    for address in ("omar@northwind.example.com", "carla@contoso.example.com"):
        rita.says(f"/order set {N} contact={address}")
        assert stage.order(N).contact == address


@pytest.mark.usefixtures("late")
def test_an_admin_needs_no_other(stage: Stage, ada: Actor) -> None:
    ada.says(f"/order set {N} contact=omar@evil.example")
    assert stage.order(N).contact == "omar@evil.example"
