"""The webhook secret has leaked: Mallory can sign whatever she likes, and it is worth a hint to look, no more.

She may be faster than Webex: inside `held` what Webex itself has to tell is still on its way.
"""

from typing import Any

import pytest
import requests

from cards.pressing import carried
from playground import ids
from playground.deliveries import sign
from playground.patience import PATIENCE
from tests.staging.actors import Actor
from tests.staging.deliveries import told
from tests.staging.settings import SECRET
from tests.staging.stage import Stage
from tests.staging.stories import begun, invited

N = "90417263"
NOBODYS = ids.mint("MESSAGE", "00000000-0000-4000-8000-000000000000")


def forges(stage: Stage, resource: str, event: str = "created", **data: str) -> None:
    """Send a delivery as Webex would sign it."""
    body = told(resource, event, **data)
    headers = {"Content-Type": "application/json", "X-Spark-Signature": sign(SECRET, body)}
    answer = requests.post(f"{stage.http_url}/webhooks/webex", data=body, headers=headers, timeout=PATIENCE)
    assert answer.status_code == 204


def alarms(stage: Stage) -> float:
    return stage.metric("setup_now_deliveries_contradicted_total")


def on_record(stage: Stage) -> list[Any]:
    with stage.bot.store.reading() as uow:
        return [line for line in uow.audit.recent(1000) if line.verb == "delivery_contradicted"]


def reps(stage: Stage) -> frozenset[str]:
    with stage.bot.store.reading() as uow:
        return uow.spaces.members(stage.space.id)


def seat(stage: Stage, actor: Actor) -> dict[str, str]:
    """Return what tells of somebody's membership in the rep space, whether or not they have one."""
    space = ids.opened(stage.space.id)
    membership = ids.mint("MEMBERSHIP", f"{ids.opened(actor.person.id).key}:{space.key}", space.cluster)
    return {"id": membership, "roomId": stage.space.id, "personId": actor.person.id, "personEmail": actor.email}


def test_words_are_those_of_who_wrote_them(stage: Stage, ada: Actor, mallory: Actor) -> None:
    for words in ("/config", "/orders"):
        with stage.world.deliveries.held():
            said = mallory.person.says(stage.me, words)
            forges(stage, "messages", id=said.id, roomId=said.room_id, personId=ada.person.id)
        stage.settle()

    assert not any("WEBEX" in each.text for each in (*mallory.answers, *ada.answers[1:]))
    assert alarms(stage) >= 2
    assert ("refused", "another personId than Webex says") in [
        (each.outcome, each.detail["why"]) for each in on_record(stage)
    ]
    assert len(ada.answers) == 1, "the admins hear of it once a day"
    assert "WEBEX_WEBHOOK_SECRET" in ada.sees


def test_a_press_is_of_who_pressed_and_is_not_hidden_by_a_forgery(stage: Stage, ann: Actor, mallory: Actor) -> None:
    begun(stage, ann)
    ann.says("back")
    card = ann.card
    with stage.world.deliveries.held():
        pressed = stage.world.actions.submit(ann.person, card, {**carried(card.card), "owner": "self"})
        forges(
            stage,
            "attachmentActions",
            id=pressed.id,
            messageId=card.id,
            roomId=card.room_id,
            personId=mallory.person.id,
        )
    stage.settle()
    assert ann.title == "Your partner organization"
    assert mallory.answers == []
    assert alarms(stage) >= 1


def test_what_pretends_to_be_the_bots_own_hides_nothing(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    with stage.world.deliveries.held():
        said = ann.person.says(stage.me, "status")
        forges(stage, "messages", id=said.id, roomId=said.room_id, personId=stage.me.id)
    heard = len(ann.answers)
    stage.settle()
    stage.wait(seconds=1)
    assert len(ann.answers) == heard + 1
    assert alarms(stage) >= 1

    with stage.world.deliveries.held():
        again = ann.person.says(stage.me, "status")
        forges(stage, "messages", id=again.id, roomId=again.room_id, personId=stage.me.id, roomType="direct")
    stage.settle()
    assert len(ann.answers) == heard + 2


def test_nobody_is_in_a_room_because_an_envelope_says_so(stage: Stage, ann: Actor, ada: Actor, mallory: Actor) -> None:
    invited(stage, ann)
    forges(stage, "memberships", **seat(stage, mallory))
    stage.settle()
    mallory.says(f"/order {N}")
    assert mallory.email not in reps(stage)
    assert "Contoso" not in mallory.heard
    stage.wait(seconds=20)
    assert alarms(stage) == 1
    assert "WEBEX_WEBHOOK_SECRET" in ada.sees


def test_a_membership_is_that_of_whom_webex_names(stage: Stage, rita: Actor, mallory: Actor) -> None:
    peter = stage.person("peter@cisco.example.com", "Peter")
    with stage.world.deliveries.held():
        stage.world.invite(stage.space, peter.person)
        forges(stage, "memberships", **seat(stage, mallory) | {"id": seat(stage, peter)["id"]})
    stage.settle()
    assert reps(stage) == {rita.email, peter.email}
    assert alarms(stage) >= 1


def test_nobody_has_left_because_an_envelope_says_so(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    forges(stage, "memberships", "deleted", **seat(stage, rita))
    stage.settle()
    stage.wait(seconds=20)
    rita.says(f"/order {N}")
    assert "Contoso" in rita.sees
    assert alarms(stage) == 1


def test_a_flood_of_goings_from_a_rep_space_is_no_flood_of_calls(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    before = stage.bot.health.backlog()[0]
    for n in range(60):
        forges(stage, "memberships", "deleted", **seat(stage, rita), created=f"2026-03-01T09:00:{n:02}.000Z")
    assert stage.bot.health.backlog()[0] - before <= 20
    stage.wait(minutes=1)
    stage.bot.lifecycle.guard.check()
    assert reps(stage) == {rita.email}
    assert "Contoso" in rita.says(f"/order {N}").sees


def test_no_space_is_lost_because_an_envelope_says_so(stage: Stage, rita: Actor, ada: Actor) -> None:
    forges(stage, "memberships", "deleted", **seat(stage, Actor(stage, stage.me)))
    stage.settle()
    stage.wait(seconds=20)
    assert "cannot reach the space" not in ada.heard
    with stage.bot.store.reading() as uow:
        assert uow.spaces.lost() == frozenset()
    assert reps(stage) == {rita.email}


def test_who_really_leaves_after_a_forgery_has_left(stage: Stage, rita: Actor) -> None:
    forges(stage, "memberships", "deleted", **seat(stage, rita))
    stage.settle()
    stage.wait(seconds=20)
    stage.world.remove(stage.space, rita.person)
    stage.settle()
    assert reps(stage) == frozenset()


def test_a_made_up_deletion_hides_nothing(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    heard = len(ann.answers)
    stage.world.faults.too_early(1, path="/messages/")
    with stage.world.deliveries.held():
        said = ann.person.says(stage.me, "status")
        forges(stage, "messages", "deleted", id=said.id)
    stage.settle()
    stage.wait(seconds=1)
    assert len(ann.answers) == heard + 1


def tells_tales(stage: Stage, ann: Actor, resource: str, numbers: range) -> None:
    """Tell of messages or presses of Ann's that never were."""
    room = stage.world.direct(ann.person, stage.me).id
    for n in numbers:
        made_up = {"id": ids.mint(resource.upper(), f"00000000-0000-4000-8000-{n:012}"), "messageId": f"{NOBODYS}{n}"}
        forges(stage, resource, roomId=room, personId=ann.person.id, **made_up)


@pytest.mark.parametrize("resource", ["messages", "attachmentActions"])
def test_whoever_is_named_on_a_flood_of_forgeries_is_answered_at_once(stage: Stage, ann: Actor, resource: str) -> None:
    invited(stage, ann)
    ann.says("status")
    heard = len(ann.answers)
    tells_tales(stage, ann, resource, range(50))
    ann.says("status")
    stage.wait(seconds=1)
    assert len(ann.answers) == heard + 1

    tells_tales(stage, ann, resource, range(50, 100))
    ann.says("help").says("status")
    ann.presses("Set Up Now")
    assert ann.title == "What is your role?"
    stage.wait(seconds=2)
    assert len(ann.answers) == heard + 4
    assert "90417263" in ann.sees


def test_whoever_never_wrote_before_is_heard_in_a_flood_of_forgeries_in_their_name(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    for n in range(50):
        made_up = ids.mint("MESSAGE", f"00000000-0000-4000-8000-{n:012}")
        room = stage.world.direct(ann.person, stage.me).id
        forges(stage, "messages", id=made_up, roomId=room, personId=ann.person.id, personEmail=ann.email)
    heard = len(ann.answers)
    stage.wait(seconds=5)
    ann.says("status")
    stage.wait(seconds=2)
    assert len(ann.answers) == heard + 1


@pytest.mark.parametrize("resource", ["messages", "attachmentActions"])
def test_a_flood_of_forgeries_in_one_name_is_no_flood_of_calls(stage: Stage, ann: Actor, resource: str) -> None:
    invited(stage, ann)
    stage.world.faults.quota_per_minute = 80
    for n in range(30):
        tells_tales(stage, ann, resource, range(10 * n, 10 * n + 10))
        stage.wait(seconds=5)
    assert stage.world.quota.refusals == 0
    assert alarms(stage) >= 1


def test_who_waits_for_a_key_is_told_so_once_whatever_is_made_up_in_their_name(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    before = len(ann.answers)
    stage.world.faults.kms_failures = 1000
    ann.says("order 90417263")
    for n in range(6):
        stage.wait(seconds=4)
        made_up = ids.mint("MESSAGE", f"00000000-0000-4000-8000-00000000000{n}")
        forges(stage, "messages", id=made_up, roomId=ann.chat[-1].room_id, personId=ann.person.id)
        stage.settle()
    assert [each.words.partition(".")[0] for each in ann.answers[before:]] == [
        "Webex does not let me read your last message yet"
    ]

    stage.world.faults.kms_failures = 0
    for _ in range(3):
        stage.wait(minutes=1)
    assert len(ann.answers) == before + 2


def test_who_was_doubted_is_trusted_again(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    tells_tales(stage, ann, "messages", range(3))
    for _ in range(30):
        stage.wait(minutes=1)
    with stage.bot.store.reading() as uow:
        assert not uow.lines.is_doubted(ann.person.id)
    heard = len(ann.answers)
    ann.says("status")
    assert len(ann.answers) == heard + 1


def test_a_rep_in_whose_name_somebody_lies_is_heard_in_the_space(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    for n in range(20):
        made_up = ids.mint("MESSAGE", f"00000000-0000-4000-8000-{n:012}")
        forges(stage, "messages", id=made_up, roomId=stage.space.id, personId=rita.person.id)
    stage.wait(seconds=5)
    rita.says_in_space(f"/order {N}")
    stage.wait(seconds=2)
    assert N in rita.sees


def test_whoever_a_forgery_named_waits_for_none_of_those_that_follow_it(
    stage: Stage, ann: Actor, mallory: Actor
) -> None:
    invited(stage, ann)
    ann.says("help")
    with stage.world.deliveries.held():
        said = mallory.person.says(stage.me, "status")
        forges(stage, "messages", id=said.id, roomId=said.room_id, personId=ann.person.id)
    stage.settle()
    assert alarms(stage) >= 1

    stage.wait(minutes=4)
    room, heard = stage.world.direct(ann.person, stage.me), len(ann.answers)
    forges(stage, "messages", id=NOBODYS, roomId=room.id, personId=ann.person.id)
    ann.says("status")
    stage.wait(seconds=2)
    assert len(ann.answers) == heard + 1


@pytest.mark.parametrize("made_up", ["no-id-of-webex", NOBODYS])
def test_nobody_is_written_to_without_end_about_what_never_was(stage: Stage, ann: Actor, made_up: str) -> None:
    ann.says("help")
    heard = len(ann.answers)
    room = stage.world.direct(ann.person, stage.me)
    for n in range(3):
        forges(stage, "messages", id=f"{made_up}{n}", roomId=room.id, personId=ann.person.id)
    for _ in range(20):
        stage.wait(minutes=1)
    assert len(ann.answers) <= heard + 1


def test_one_message_under_two_spellings_of_its_id_is_handled_once(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.says("status")
    heard = len(ann.answers)
    said = [each for each in ann.chat if each.person_id == ann.person.id][-1]
    forges(stage, "messages", id=f"{said.id}=", roomId=said.room_id, personId=ann.person.id)
    stage.settle()
    assert len(ann.answers) == heard
    assert alarms(stage) == 1


def test_a_delivery_that_comes_again_with_another_name_raises_the_alarm(stage: Stage, ada: Actor, ann: Actor) -> None:
    ann.says("help")
    said = [each for each in ann.chat if each.person_id == ann.person.id][-1]
    forges(stage, "messages", id=said.id, roomId=said.room_id, personId=ada.person.id)
    stage.settle()
    assert alarms(stage) == 1
    assert "WEBEX_WEBHOOK_SECRET" in ada.sees


def test_a_flood_of_tales_about_what_we_never_heard_of_fills_nothing_and_keeps_nobody_waiting(
    stage: Stage, ann: Actor, omar: Actor
) -> None:
    """Messages edited and deleted, people who come and go, and rooms that move: a few of each are looked for."""
    invited(stage, ann)
    stage.world.faults.quota_per_minute = 80
    flood = 60
    before = stage.bot.health.backlog()[0]
    for n in range(flood):
        made_up = {kind: ids.mint(kind, f"00000000-0000-4000-8000-{n:012}") for kind in ("MESSAGE", "ROOM", "PEOPLE")}
        whose = {"roomId": made_up["ROOM"], "personId": made_up["PEOPLE"]}
        ours = {"roomId": made_up["ROOM"], "personId": stage.me.id, "roomType": "direct"}
        forges(stage, "messages", "deleted", id=made_up["MESSAGE"])
        forges(stage, "messages", "updated", id=made_up["MESSAGE"], **{**whose, "personId": ann.person.id})
        forges(stage, "memberships", "created", id=f"M{n}", **whose)
        forges(stage, "memberships", "created", id=f"D{n}", **ours)
        forges(stage, "memberships", "deleted", id=f"L{n}", **whose)
        forges(stage, "rooms", "migrated", id=made_up["ROOM"])
    assert stage.bot.health.backlog()[0] - before < 2 * flood, "of six times as many"
    heard = len(ann.answers)
    said = ann.person.says(stage.me, "status")
    stage.settle()
    assert len(ann.answers) == heard + 1
    stage.world.edits(ann.person, said, "orders")
    stage.settle()
    assert "edited afterwards" in ann.sees, "what really happened to a message is heard"
    stage.wait(minutes=10)
    assert stage.world.quota.refusals == 0
    with stage.bot.store.reading() as uow:
        assert not uow.dead_letters.all()


@pytest.mark.parametrize("whose", ["anybody's", "Ann's"])
def test_presses_on_a_card_that_never_were_keep_nobody_waiting(
    stage: Stage, ann: Actor, rita: Actor, whose: str
) -> None:
    """Mallory knows a card, as everybody does who was shown one."""
    invited(stage, ann)
    rita.says("help")
    stage.world.faults.quota_per_minute = 80
    for n in range(60):
        number = f"00000000-0000-4000-8000-{n:012}"
        who = ann.person.id if whose == "Ann's" else ids.mint("PEOPLE", number)
        press = {"id": ids.mint("ATTACHMENT_ACTION", number), "messageId": ann.card.id, "roomId": ann.card.room_id}
        forges(stage, "attachmentActions", **press, personId=who)
    stage.settle()
    heard = len(rita.answers)
    rita.says("help")
    for _ in range(10):
        stage.wait(seconds=1)
    assert len(rita.answers) == heard + 1
    assert stage.world.quota.refusals == 0
