"""The table of escalations. At most one is open for an order."""

from datetime import datetime

from bot.domain.escalations import Escalation
from bot.domain.spaces import UNROUTED
from bot.language.addresses import normal_email
from store.codec import columns_of, written
from store.table import Table

COLUMNS = columns_of(Escalation)
OPEN = f"""INSERT OR IGNORE INTO escalations ({", ".join(COLUMNS)})
    VALUES ({", ".join(f":{name}" for name in COLUMNS)})"""  # noqa: S608 - names of our own, no input


class Escalations(Table):
    """Orders that need a representative, and who has taken each."""

    def open(self, escalation: Escalation) -> bool:
        """Open an escalation; False when one is open for the order already."""
        opened = self._change(OPEN, **written(escalation))
        return opened == 1

    def get(self, order: str) -> Escalation | None:
        """Return the open escalation of an order."""
        return self._one(
            Escalation, "SELECT * FROM escalations WHERE order_number = :order AND resolved_at IS NULL", order=order
        )

    def save(self, escalation: Escalation) -> bool:
        """Save changes to the open escalation of an order, which may resolve it; False when none is open."""
        saved = self._change(
            """UPDATE escalations SET opened_at = :opened_at, reason = :reason, owner = :owner,
            owner_name = :owner_name, snoozed_until = :snoozed_until, resolved_at = :resolved_at,
            resolution = :resolution, space = :space, route = :route,
            claimed_at = CASE WHEN owner = :owner THEN claimed_at END
            WHERE order_number = :order_number AND resolved_at IS NULL""",
            **written(escalation),
        )
        return saved == 1

    def claim(self, order: str, email: str, name: str, now: datetime) -> Escalation:
        """Make somebody the owner unless it has one; return the escalation with its owner.

        Raises LookupError when none is open.
        """
        self._change(
            """UPDATE escalations SET owner = :email, owner_name = :name, claimed_at = :now
            WHERE order_number = :order AND resolved_at IS NULL AND owner IN ('', :email)""",
            order=order,
            email=normal_email(email),
            name=name,
            now=now,
        )
        escalation = self.get(order)
        if escalation is None:
            raise LookupError(f"no escalation is open for order {order}")
        return escalation

    def open_ones(self) -> list[Escalation]:
        """Return the open escalations, the oldest first."""
        return self._all(Escalation, "SELECT * FROM escalations WHERE resolved_at IS NULL ORDER BY opened_at, id")

    def unrouted(self) -> list[Escalation]:
        """Return the open escalations that came to the fallback space: no route fitted them then, or there was none."""
        return self._all(
            Escalation, "SELECT * FROM escalations WHERE route IN (:route, '') AND resolved_at IS NULL", route=UNROUTED
        )
