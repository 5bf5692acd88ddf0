"""The table of progress: how far each person is in the wizard of each order."""

from bot.wizard.engine import Progress
from store.codec import written
from store.table import Table


class ProgressTable(Table):
    """Each person's progress in an order. A save has to name the revision that it is based on."""

    def get(self, order: str, person: str) -> Progress | None:
        """Return somebody's progress in an order; None where they have not begun."""
        return self._one(
            Progress,
            "SELECT * FROM progress WHERE order_number = :order AND person = :person",
            order=order,
            person=person,
        )

    def save(self, progress: Progress, expected_revision: int) -> bool:
        """Save progress that is based on `expected_revision`; False where another revision is stored.

        Where nothing is stored yet, the expected revision is 0.
        """
        return (expected_revision == 0 and self._insert(progress)) or self._update(progress, expected_revision)

    def people_midway(self) -> list[str]:
        """Return the people who have begun an order and have not left it by Exit."""
        rows = self._rows("SELECT DISTINCT person FROM progress WHERE NOT paused ORDER BY person")
        return [row["person"] for row in rows]

    def drop(self, order: str, person: str) -> None:
        """Delete somebody's progress in an order."""
        self._change(
            "DELETE FROM progress WHERE order_number = :order AND person = :person", order=order, person=person
        )

    def carry(self, order: str, from_person: str, to_person: str) -> Progress | None:
        """Copy somebody's answers to another person, replacing theirs; return the result.

        Its revision is higher than both before, so that no older card can write.
        """
        if from_person == to_person or self.get(order, from_person) is None:
            return self.get(order, to_person)
        replaced = self.get(order, to_person)
        self.drop(order, to_person)
        self._change(
            """UPDATE progress SET person = :to_person, revision = max(revision, :replaced) + 1
            WHERE order_number = :order AND person = :from_person""",
            order=order,
            from_person=from_person,
            to_person=to_person,
            replaced=replaced.revision if replaced else 0,
        )
        return self.get(order, to_person)

    def _insert(self, progress: Progress) -> bool:
        inserted = self._change(
            """INSERT OR IGNORE INTO progress
            (order_number, person, answers, sealed, cursor, changing, paused, revision) VALUES
            (:order_number, :person, :answers, :sealed, :cursor, :changing, :paused, :revision)""",
            **written(progress),
        )
        return inserted == 1

    def _update(self, progress: Progress, expected_revision: int) -> bool:
        updated = self._change(
            """UPDATE progress SET answers = :answers, sealed = :sealed, cursor = :cursor, changing = :changing,
            paused = :paused, revision = :revision
            WHERE order_number = :order_number AND person = :person AND revision = :expected_revision""",
            **written(progress),
            expected_revision=expected_revision,
        )
        return updated == 1
