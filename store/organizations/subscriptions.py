"""What the embedded provisioning stores of an order: its organizations, and the settings of its services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store.codec import json_text
from store.table import Table


@dataclass(frozen=True, slots=True)
class Mapped:
    """The organizations that an order was mapped to."""

    order: str
    partner_org: str
    customer_org: str
    mapped_at: datetime


class Mappings(Table):
    """The organizations and the provisioning of each order."""

    def map(self, order: str, partner_org: str, customer_org: str, now: datetime) -> None:
        """Map an order to its organizations."""
        self._change(
            """INSERT INTO mappings (order_number, partner_org, customer_org, mapped_at)
            VALUES (:order, :partner_org, :customer_org, :now)
            ON CONFLICT (order_number) DO UPDATE SET partner_org = excluded.partner_org,
                customer_org = excluded.customer_org, mapped_at = excluded.mapped_at""",
            order=order,
            partner_org=partner_org,
            customer_org=customer_org,
            now=now,
        )

    def get(self, order: str) -> Mapped | None:
        """Return the organizations of an order; None where it was not mapped."""
        return self._one(Mapped, "SELECT * FROM mappings WHERE order_number = :order", order=order)

    def provision(self, order: str, settings: Mapping[str, object], now: datetime) -> None:
        """Store that an order's services were provisioned, with these settings."""
        self._change(
            """INSERT INTO provisionings (order_number, settings, provisioned_at) VALUES (:order, :settings, :now)
            ON CONFLICT (order_number) DO UPDATE SET settings = excluded.settings,
                provisioned_at = excluded.provisioned_at""",
            order=order,
            settings=json_text(settings),
            now=now,
        )
