"""What was passed on between people and representatives, so that answers and failures reach the right person."""

from datetime import datetime

from bot.domain.correspondence import PassedKind, PassedOn
from bot.domain.outgoing import Address
from store.codec import Row, read
from store.table import Table

# Nobody can answer what never went out, or was given up.
ARRIVED = "EXISTS (SELECT 1 FROM outbox WHERE id = entry AND status IN ('due', 'leased', 'sent'))"


class Correspondence(Table):
    """What was passed on, by the outbox entry that carries it."""

    def add(self, passed: PassedOn) -> None:
        """Store that something was passed on."""
        self._change(
            """INSERT INTO passed_on (entry, kind, order_number, person, rep, told_email, told_room, at)
            VALUES (:entry, :kind, :order, :person, :rep, :told_email, :told_room, :at)""",
            entry=passed.entry,
            kind=passed.kind,
            order=passed.order,
            person=passed.person,
            rep=passed.rep,
            told_email=passed.told.email,
            told_room=passed.told.room_id,
            at=passed.at,
        )

    def carried_by(self, entry: int) -> PassedOn | None:
        """Return what an outbox entry carries."""
        return _passed(self._row("SELECT * FROM passed_on WHERE entry = :entry", entry=entry))

    def reaches_elsewhere(self, passed: PassedOn) -> bool:
        """Return whether the same words also went to another place, and were not given up there."""
        others = f"""SELECT EXISTS (SELECT 1 FROM passed_on WHERE order_number = :order AND person = :person
            AND kind = :kind AND at = :at AND entry <> :entry AND {ARRIVED})"""  # noqa: S608 - our own words
        return self._holds(
            others,
            order=passed.order,
            person=passed.person,
            kind=passed.kind,
            at=passed.at,
            entry=passed.entry,
        )

    def last_to_person(self, person: str, since: datetime) -> PassedOn | None:
        """Return what a representative last wrote to somebody since a moment."""
        return self._last(PassedKind.REPLY, since, person=person)

    def last_to_rep(self, rep: str, since: datetime) -> PassedOn | None:
        """Return what was last asked of a representative directly since a moment."""
        return self._last(PassedKind.QUESTION, since, rep=rep)

    def last_question(self, order: str, since: datetime) -> PassedOn | None:
        """Return what was last asked about an order since a moment."""
        return self._last(PassedKind.QUESTION, since, order_number=order)

    def offered_to(self, order: str, since: datetime) -> frozenset[str]:
        """Return to whom an order was handed since a moment, whether or not they took it."""
        rows = self._rows(
            "SELECT DISTINCT person FROM passed_on WHERE kind = :kind AND order_number = :order AND at >= :since",
            kind=PassedKind.ORDER,
            order=order,
            since=since,
        )
        return frozenset(row["person"] for row in rows)

    def times_asked(self, person: str, since: datetime) -> int:
        """Return how often somebody wrote to representatives since a moment."""
        return self._number(
            "SELECT count(DISTINCT at) FROM passed_on WHERE kind = :kind AND person = :person AND at >= :since",
            kind=PassedKind.QUESTION,
            person=person,
            since=since,
        )

    def prune(self, before: datetime) -> int:
        """Forget what was passed on before a moment."""
        return self._change("DELETE FROM passed_on WHERE at < :before", before=before)

    def _last(self, kind: PassedKind, since: datetime, **whose: str) -> PassedOn | None:
        """Return the last of a kind since a moment, by the value of a column."""
        terms = "".join(f" AND {column} = :{column}" for column in whose)
        last = f"""SELECT * FROM passed_on WHERE kind = :kind AND at >= :since{terms} AND {ARRIVED}
            ORDER BY entry DESC LIMIT 1"""  # noqa: S608 - our own words
        return _passed(self._row(last, kind=kind, since=since, **whose))


def _passed(row: Row | None) -> PassedOn | None:
    if row is None:
        return None
    told = Address(row["told_email"], row["told_room"])
    return read(PassedOn, row | {"order": row["order_number"], "told": told})
