"""Who provisions an order once its answers are complete: people, the partner's own system, or, in a demo, nobody."""

from enum import StrEnum


class Provisioning(StrEnum):
    """Who provisions, by the word of the setting.

    CONTROL_HUB: people do, in Cisco's setup wizard, with our packet; Cisco publishes no interface that maps an order,
    takes a site or a subdomain, or provisions. WEBHOOK: the partner's own system does; it gets the finished setup as a
    signed event, and answers what became of it. EMBEDDED: nobody does; it is simulated, and every card that claims
    something says so.
    """

    CONTROL_HUB = "control-hub"
    WEBHOOK = "webhook"
    EMBEDDED = "embedded"

    @property
    def meaning(self) -> str:
        """What becomes of a finished order, for operators."""
        return MEANINGS[self]


MEANINGS = {
    Provisioning.CONTROL_HUB: "people provision in Cisco's own setup wizard, with the packet",
    Provisioning.WEBHOOK: "your own system provisions: each finished setup goes to it as a signed event",
    Provisioning.EMBEDDED: "provisioning is simulated, and nothing reaches Cisco: for demo, tour and training only",
}
