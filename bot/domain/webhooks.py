"""Webhooks: what Webex is asked to tell us about, and where."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as registered at Webex."""

    id: str
    name: str
    resource: str
    event: str
    target_url: str
    secret: str = field(default="", repr=False)
    is_active: bool = True
