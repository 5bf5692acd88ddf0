"""Look-ups: what was asked of Webex Admin and of Cisco Commerce, when, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# An order is looked up again after this time, or when somebody asks.
LOOKED_UP_EVERY = timedelta(days=1)


class LookUpResult(StrEnum):
    """What came of a look-up. UNKNOWN: the answer was empty, which never proves that something is free or missing.

    FAILED: nobody could be asked, or nobody answered in time.
    """

    FOUND = "found"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LookUp:
    """When an address was looked up among the organizations that the partner manages, and what came of it."""

    email: str
    looked_up_at: datetime
    finding: LookUpResult


@dataclass(frozen=True, slots=True)
class Membership:
    """To which organization a person belongs, and whether they administer it."""

    org_id: str
    is_admin: bool


@dataclass(frozen=True, slots=True)
class OrderLookUp:
    """What Cisco said about an order, and when it is asked again. A finding is None where nobody was asked.

    `status` is the status in Cisco Commerce, or why it was not told; `seen_in` is the organization whose licenses show
    the subscription, or why that was not seen.
    """

    order: str
    looked_up_at: datetime
    due_at: datetime
    commerce: LookUpResult | None = None
    status: str = ""
    licenses: LookUpResult | None = None
    seen_in: str = ""
