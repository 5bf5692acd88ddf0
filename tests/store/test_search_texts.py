"""Orders stay found when words are compared otherwise than when they were saved."""

import sqlite3
from contextlib import closing

from bot.operations import search_texts
from bot.operations.search_texts import renew_search_texts
from store import Store
from tests.store.things import order


def stale(store: Store) -> None:
    """Let the file be one that an earlier version wrote."""
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("UPDATE orders SET search_text = 'łodz telekom'")
        db.execute("DELETE FROM settings WHERE key = ?", (search_texts.RENEWED_BY,))


def found(store: Store, words: str) -> list[str]:
    with store.reading() as uow:
        return [each.number for each in uow.orders.search(words)]


def test_all_orders_are_found_as_words_are_compared_now_however_often_the_bot_stopped_meanwhile(store: Store) -> None:
    numbers = [str(90417000 + n) for n in range(2 * search_texts.RENEWED_AT_A_TIME + 1)]
    with store.unit_of_work() as uow:
        for number in numbers:
            uow.orders.save(order(number, customer_name="Łódź Telekom"))
    stale(store)
    assert not found(store, "lodz")

    renew_search_texts(store, lambda _seconds: True)
    assert found(store, "lodz 90417000")
    assert not found(store, f"lodz {numbers[-1]}")
    renew_search_texts(store, lambda _seconds: False)
    assert all(found(store, f"lodz {number}") for number in (numbers[0], numbers[-2], numbers[-1]))


def test_what_was_renewed_is_not_renewed_again(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.orders.save(order("90417263"))
    renew_search_texts(store, lambda _seconds: False)
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("UPDATE orders SET search_text = 'left alone'")

    renew_search_texts(store, lambda _seconds: False)
    assert found(store, "left alone") == ["90417263"]
