"""An address or a room that is replaced everywhere: what names somebody else is left alone, in a file of many years."""

import re

from store import UnitOfWork
from tests.store.things import ANN, OMAR, SPACE, envelope, order, owe

NEW = "ann.baker@partner.example"
LARGE = re.compile(r" (orders|outbox|inbox) ")
LISTED = re.compile(r"USING INDEX (inbox_open|inbox_dead|outbox_dead)$")


def test_what_names_somebody_else_is_not_written_anew(uow: UnitOfWork) -> None:
    for number in range(50):
        uow.orders.save(order(f"A{number}", contact="omar@customer.example", holder="omar@customer.example"))
        owe(uow, "of Omar", OMAR)
    uow.orders.save(order("B1"))
    owe(uow, "of Ann")
    before = uow.db.conn.total_changes
    uow.moves.address(ANN.email, NEW)
    assert uow.db.conn.total_changes - before < 20
    moved = uow.orders.get("B1")
    assert moved is not None
    assert (moved.contact, moved.holder) == (NEW, NEW)
    assert not uow.orders.search(ANN.email)
    assert [each.number for each in uow.orders.search(NEW, limit=9)] == ["B1"]


def test_each_line_goes_on_under_the_new_name_and_none_of_a_longer_one(uow: UnitOfWork) -> None:
    lines = [f"person:{ANN.email}", f"reminders:{ANN.email}", f"person:jo{ANN.email}", "space:r1", "r1", "space:r12"]
    for n, line in enumerate(lines):
        uow.inbox.add(envelope(f"e{n}", line))
    mine = [owe(uow, "of Ann"), owe(uow, "of the space", SPACE)]
    uow.moves.address(ANN.email, NEW)
    uow.moves.room("r1", "r2")
    uow.moves.room(SPACE.room_id, "new-space")
    found = [row[0] for row in uow.db.execute("SELECT line FROM inbox ORDER BY seq")]
    assert found == [f"person:{NEW}", f"reminders:{NEW}", f"person:jo{ANN.email}", "space:r2", "r2", "space:r12"]
    sent = [uow.outbox.get(entry) for entry in mine]
    assert [each.address.line for each in sent if each] == [f"person:{NEW}", "room:new-space"]
    stored = [row[0] for row in uow.db.execute("SELECT line FROM outbox ORDER BY id")]
    assert stored == [f"person:{NEW}", "room:new-space"]


def test_what_names_somebody_in_a_large_table_is_found_by_an_index(uow: UnitOfWork) -> None:
    asked: list[str] = []
    uow.db.conn.set_trace_callback(asked.append)
    uow.moves.address(ANN.email, NEW)
    uow.db.conn.set_trace_callback(None)
    by_person = [sql for sql in asked if LARGE.search(sql)]
    assert len(by_person) == 21
    for sql in by_person:
        steps = [row[3] for row in uow.db.execute(f"EXPLAIN QUERY PLAN {sql}")]
        # Few wait or were given up, and an index lists them.
        assert not any(step.startswith("SCAN") and not LISTED.search(step) for step in steps), (sql, steps)
