"""The outbox: in order within a chat, replies first between chats, edits only of what was sent."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.outgoing import Address, Lane, Message, Operation, OutboxEntry, Posted
from store import Store, UnitOfWork
from store.queues.outbox import OLDEST_TO_STRANGER
from tests.store.things import ANN, NOON, OMAR, SPACE, after, owe, steps_of

POSTED = Posted("M1", "R1")


def leased(uow: UnitOfWork, **later: float) -> OutboxEntry:
    entry = uow.outbox.lease("relay", after(**later))
    assert entry
    return entry


def next_text(uow: UnitOfWork, **later: float) -> str | None:
    entry = uow.outbox.lease("relay", after(**later))
    return entry.message.text if entry else None


def send(uow: UnitOfWork, message_id: str = "M1") -> OutboxEntry:
    """Lease the next entry and have it posted."""
    entry = leased(uow)
    assert uow.outbox.sent(entry, "relay", Posted(message_id, "R1"), NOON)
    return entry


def edit(uow: UnitOfWork, about: int, text: str = "answered", address: Address = ANN) -> int:
    return uow.outbox.edit(about, address, Message(text), Lane.REPLY, NOON)


def test_an_entry_carries_everything_that_was_owed(uow: UnitOfWork) -> None:
    message = Message("Which role? شريك", card={"body": [{"text": "Which role?"}], "version": "1.3"})

    entry_id = uow.outbox.post(SPACE, message, Lane.REMINDER, NOON, parent_id="M0", order="90017", awaited=False)

    assert leased(uow) == OutboxEntry(
        id=entry_id,
        address=SPACE,
        operation=Operation.POST,
        message=message,
        lane=Lane.REMINDER,
        created_at=NOON,
        due_at=NOON,
        parent_id="M0",
        order="90017",
        awaited=False,
        attempts=1,
    )


def test_a_chat_gets_its_messages_in_order(uow: UnitOfWork) -> None:
    owe(uow, "first")
    owe(uow, "second")

    first = leased(uow)
    assert first.message.text == "first"
    assert uow.outbox.lease("relay", NOON) is None
    assert uow.outbox.next_due() is None
    uow.outbox.sent(first, "relay", POSTED, NOON)
    assert next_text(uow) == "second"


def test_replies_go_before_reminders_before_broadcasts(uow: UnitOfWork) -> None:
    owe(uow, "broadcast", ANN, Lane.BROADCAST)
    owe(uow, "reminder", OMAR, Lane.REMINDER)
    owe(uow, "reply", SPACE, Lane.REPLY)

    assert [next_text(uow) for _ in range(4)] == ["reply", "reminder", "broadcast", None]


def test_a_retry_holds_back_its_own_chat_only(uow: UnitOfWork) -> None:
    owe(uow, "first")
    owe(uow, "second")
    owe(uow, "elsewhere", OMAR)
    first = leased(uow)

    assert uow.outbox.retry(first, "relay", after(seconds=30), "429", uncertain=True)

    assert next_text(uow) == "elsewhere"
    assert next_text(uow) is None
    assert uow.outbox.next_due() == after(seconds=30)
    again = leased(uow, seconds=30)
    assert (again.message.text, again.attempts, again.uncertain) == ("first", 2, True)


def test_what_is_due_later_waits_for_it_and_its_chat_too(uow: UnitOfWork) -> None:
    owe(uow, "tomorrow", due_at=after(days=1))
    owe(uow, "now")

    assert uow.outbox.next_due() == after(days=1)
    assert next_text(uow) is None
    assert next_text(uow, days=1) == "tomorrow"


def test_an_edit_carries_the_message_it_is_about(uow: UnitOfWork) -> None:
    post = owe(uow, "card")
    edit(uow, about=post)
    send(uow, "M7")

    entry = leased(uow)

    assert (entry.operation, entry.about, entry.message_id, entry.room_id) == (Operation.EDIT, post, "M7", "R1")
    uow.outbox.sent(entry, "relay", None, NOON)
    assert uow.posted.message_of(entry.id) is None


def test_an_edit_in_another_chat_waits_for_its_post(uow: UnitOfWork) -> None:
    post = owe(uow, "card", ANN, Lane.BROADCAST)
    edit(uow, about=post, address=OMAR)

    entry = leased(uow)
    assert entry.id == post
    assert uow.outbox.lease("relay", NOON) is None
    assert uow.outbox.next_due() is None
    uow.outbox.sent(entry, "relay", POSTED, NOON)
    assert leased(uow).message_id == "M1"


def test_an_edit_of_what_was_never_sent_falls_away(uow: UnitOfWork) -> None:
    dead, withdrawn = owe(uow, "dead", ANN), owe(uow, "withdrawn", OMAR, order="90017")
    edit(uow, about=dead)
    edit(uow, about=withdrawn, address=OMAR)
    edit(uow, about=12345, address=SPACE)
    uow.withdrawals.posts(order="90017")
    uow.outbox.give_up(leased(uow), "relay", "404", NOON)

    assert uow.outbox.lease("relay", NOON) is None
    assert uow.outbox.counts() == {"due": 0, "leased": 0, "sent": 3, "dead": 1, "withdrawn": 1}


def test_a_lost_lease_cannot_close(uow: UnitOfWork) -> None:
    owe(uow, "hello")
    entry = leased(uow)

    assert uow.outbox.release("relay") == 1
    assert not uow.outbox.sent(entry, "relay", POSTED, NOON)
    again = uow.outbox.lease("other", NOON)
    assert again
    assert again.uncertain, "the one before may have sent it"

    assert not uow.outbox.sent(entry, "relay", POSTED, NOON)
    assert not uow.outbox.retry(entry, "relay", NOON, "late")
    assert not uow.outbox.give_up(entry, "relay", "late", NOON)
    assert uow.outbox.sent(again, "other", POSTED, NOON)


def test_the_dead_free_their_chat_and_can_be_revived(uow: UnitOfWork) -> None:
    post = owe(uow, "first")
    owe(uow, "second")
    assert uow.outbox.give_up(leased(uow), "relay", "400: too long", NOON)

    [dead] = uow.dead_letters.all()
    assert (dead.key, dead.words, dead.cause, dead.given_up_at) == (str(post), "first", "400: too long", NOON)
    assert uow.outbox.revive(post, after(hours=1))
    assert not uow.outbox.revive(post, after(hours=1))
    assert next_text(uow) is None, "the first goes first again, when it is due"
    again = leased(uow, hours=1)
    assert (again.message.text, again.attempts) == ("first", 1)


def test_a_revived_entry_waits_for_what_is_in_hand(uow: UnitOfWork) -> None:
    post = owe(uow, "first")
    owe(uow, "second")
    uow.outbox.give_up(leased(uow), "relay", "400", NOON)
    second = leased(uow)
    uow.outbox.revive(post, NOON)

    assert uow.outbox.lease("relay", NOON) is None
    uow.outbox.sent(second, "relay", POSTED, NOON)
    assert next_text(uow) == "first"


def test_the_dropped_are_never_sent(uow: UnitOfWork) -> None:
    post = owe(uow, "first")
    uow.outbox.give_up(leased(uow), "relay", "400", NOON)

    assert uow.outbox.drop(post)
    assert not uow.outbox.drop(post)

    assert uow.dead_letters.all() == []
    assert next_text(uow) is None


def test_posts_are_withdrawn_unless_they_are_in_hand(uow: UnitOfWork) -> None:
    owe(uow, "in hand", order="1")
    owe(uow, "waits", order="1")
    owe(uow, "of another order", OMAR, order="2")
    in_hand = leased(uow)

    assert uow.withdrawals.posts(order="1") == 1

    uow.outbox.sent(in_hand, "relay", POSTED, NOON)
    assert next_text(uow) == "of another order"
    assert next_text(uow) is None


@pytest.mark.parametrize(
    ("what", "left"),
    [
        ({"order": "1"}, ["to omar"]),
        ({"address": ANN}, ["to omar"]),
        ({"lane": Lane.REPLY}, ["a reminder"]),
        ({"order": "1", "lane": Lane.REMINDER}, ["to ann", "to omar"]),
        ({"order": "3"}, ["to ann", "to omar", "a reminder"]),
    ],
)
def test_what_is_withdrawn_matches_in_everything(uow: UnitOfWork, what: dict[str, Any], left: list[str]) -> None:
    owe(uow, "to ann", ANN, order="1")
    owe(uow, "to omar", OMAR, order="2")
    owe(uow, "a reminder", ANN, Lane.REMINDER, order="1")

    uow.withdrawals.posts(**what)

    texts = []
    while entry := uow.outbox.lease("relay", NOON):
        texts.append(entry.message.text)
        uow.outbox.sent(entry, "relay", POSTED, NOON)
    assert texts == left


def test_nothing_is_withdrawn_by_oversight(uow: UnitOfWork) -> None:
    with pytest.raises(ValueError, match="what to withdraw"):
        uow.withdrawals.posts()


def test_a_message_leads_to_its_entry_and_back(uow: UnitOfWork) -> None:
    post = owe(uow, "card", order="90017")
    assert uow.posted.message_of(post) is None
    send(uow, "M9")

    assert uow.posted.message_of(post) == Posted("M9", "R1")
    entry = uow.outbox.get(post)
    assert entry
    assert (entry.id, entry.order, entry.message_id) == (post, "90017", "M9")
    assert uow.outbox.get(12345) is None


def test_edits_are_counted(uow: UnitOfWork) -> None:
    post = owe(uow, "card")
    send(uow)
    for _ in range(3):
        edit(uow, about=post)
    uow.outbox.sent(leased(uow), "relay", None, NOON)
    uow.outbox.give_up(leased(uow), "relay", "400", NOON)

    assert uow.posted.edits_of(post) == 2


def test_what_was_sent_long_ago_is_forgotten_but_live_cards(uow: UnitOfWork) -> None:
    old, live, edited = owe(uow, "old"), owe(uow, "live", OMAR), owe(uow, "edited", SPACE)
    for message_id in ("M1", "M2", "M3"):
        send(uow, message_id)
    uow.live_cards.replace("wizard:90017:omar", live)
    edit(uow, about=edited, address=SPACE)

    assert uow.outbox.prune(NOON, 9) == 0
    assert uow.outbox.prune(after(days=14), 9) == 1

    assert uow.outbox.get(old) is None
    assert uow.posted.message_of(live) == Posted("M2", "R1")
    assert leased(uow).message_id == "M3"


def test_no_id_is_given_twice(uow: UnitOfWork) -> None:
    first = owe(uow, "first")
    send(uow)
    uow.outbox.prune(after(days=14), 9)

    assert owe(uow, "second") > first


def test_a_place_has_one_live_card(uow: UnitOfWork) -> None:
    assert uow.live_cards.replace("wizard:1:ann", 4) is None
    assert uow.live_cards.replace("wizard:1:ann", 9) == 4
    assert uow.live_cards.get("wizard:1:ann") == 9
    assert uow.live_cards.forget("wizard:1:ann") == 9
    assert uow.live_cards.forget("wizard:1:ann") is None
    assert uow.live_cards.get("wizard:1:ann") is None


def test_the_search_for_the_next_walks_an_index(store: Store) -> None:
    steps = steps_of(store, "SELECT id FROM outbox_heads WHERE due_at <= '9' ORDER BY lane, id")
    assert "SCAN outbox USING INDEX outbox_due" in steps
    assert not any("TEMP B-TREE" in step for step in steps)


def test_a_used_card_waits_for_others_answers_but_holds_up_none_of_its_own_chat(uow: UnitOfWork) -> None:
    first = owe(uow, "to ann", ANN)
    lease_and_send(uow, "to ann")
    uow.outbox.edit(first, ANN, Message("answered"), Lane.TIDYING, NOON)
    owe(uow, "to omar", OMAR)
    lease_and_send(uow, "to omar")

    owe(uow, "a reminder to omar", OMAR, lane=Lane.REMINDER)
    owe(uow, "the next to ann", ANN)
    lease_and_send(uow, "the next to ann")
    lease_and_send(uow, "a reminder to omar")
    lease_and_send(uow, "answered")


def test_in_one_chat_answers_go_before_reminders_and_each_lane_keeps_its_order(uow: UnitOfWork) -> None:
    owe(uow, "first reminder", lane=Lane.REMINDER)
    owe(uow, "second reminder", lane=Lane.REMINDER)
    owe(uow, "answer")
    owe(uow, "another answer")
    for text in ("answer", "another answer", "first reminder", "second reminder"):
        lease_and_send(uow, text)


def test_what_is_about_a_message_never_waits_for_it_in_vain(uow: UnitOfWork) -> None:
    reminder = owe(uow, "reminder", lane=Lane.REMINDER)
    edit(uow, reminder)
    lease_and_send(uow, "reminder")
    lease_and_send(uow, "answered")


def test_an_unasked_message_that_waits_can_be_superseded_once_it_is_in_hand_no_more(uow: UnitOfWork) -> None:
    reminder, answer = owe(uow, "reminder", lane=Lane.REMINDER), owe(uow, "answer")
    assert not uow.withdrawals.supersede(answer)
    assert uow.withdrawals.supersede(reminder)
    lease_and_send(uow, "answer")
    assert uow.outbox.lease("me", NOON) is None
    late = owe(uow, "late reminder", lane=Lane.REMINDER)
    assert uow.outbox.lease("me", NOON)
    assert not uow.withdrawals.supersede(late)


def lease_and_send(uow: UnitOfWork, text: str) -> None:
    """Take what goes out next, which is this, and send it."""
    entry = uow.outbox.lease("me", NOON)
    assert entry is not None
    assert entry.message.text == text
    uow.outbox.sent(entry, "me", Posted(f"id of {text}", "room") if entry.operation is Operation.POST else None, NOON)


def test_a_stranger_who_has_waited_for_long_is_found_whoever_else_waits(store: Store, uow: UnitOfWork) -> None:
    steps = steps_of(store, f"SELECT id {OLDEST_TO_STRANGER}".replace(":now", "'9'").replace(":lane", "5"))
    assert "SEARCH outbox USING INDEX outbox_due (lane=?)" in steps
    assert not any("TEMP B-TREE" in step for step in steps)
    owe(uow, "to zoe", ANN, lane=Lane.STRANGERS)
    owe(uow, "to omar", OMAR)
    assert not uow.outbox.has_stranger(NOON - timedelta(seconds=1))
    assert uow.outbox.has_stranger(NOON)
    entry = uow.outbox.lease_to_stranger("relay", NOON)
    assert entry is not None
    assert (entry.message.text, next_text(uow)) == ("to zoe", "to omar")
