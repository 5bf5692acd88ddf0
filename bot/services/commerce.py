"""Cisco Commerce: the status of an order, its requested start date and its lines. Read only.

Cisco describes this API only to those who have access to it. We ask and read what public programs of Cisco's own
engineers do (checkOrderStatus, with an order in `DocumentReference`), and look for a field wherever it may stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Protocol

from bot.clock import Clock
from bot.domain.orders import normal_number
from bot.services.tokens import Bearer, authorized, bearing
from bot.services.transport import ServiceSession, making_sense, object_in
from bot.webex.errors import calling, judge

# Not found, or not for these credentials to see: Cisco does not say which.
NOT_FOUND_OR_NOT_OURS = "OSA001"


@dataclass(frozen=True, slots=True)
class CommerceLine:
    """One line of an order."""

    item: str
    status: str = ""
    subscription: str = ""


@dataclass(frozen=True, slots=True)
class CommerceOrder:
    """An order as Cisco Commerce has it; what is not told is empty."""

    number: str
    status: str = ""
    start_date: date | None = None
    lines: tuple[CommerceLine, ...] = ()


class OrderStatusService(Protocol):
    """The port to whoever knows how an order stands. `Commerce` is the door to Cisco's."""

    def look(self, number: str) -> CommerceOrder | None:
        """Return an order by its Web Order ID; None where it is not found, or not ours to see."""
        ...


class Commerce:
    """Speaks to the order API of Cisco Commerce."""

    def __init__(self, api_url: str, bearer: Bearer, session: ServiceSession, clock: Clock) -> None:
        self._url = f"{api_url}/checkOrderStatus"
        self._bearer = bearer
        self._session = session
        self._clock = clock

    def check(self) -> None:
        """Raise the error of a call where Cisco does not know us."""
        self._bearer()

    def look(self, number: str) -> CommerceOrder | None:
        answer = authorized(self._bearer, partial(self._asked, number))
        with making_sense():
            return order_from(number, answer) if answer is not None else None

    def _asked(self, number: str, token: str) -> dict[str, Any] | None:
        """Ask about an order; return None where the answer, whatever its status, says that there is none for us."""
        with calling():
            asked = question(number, self._clock.now())
            answer = self._session.post(self._url, json=asked, headers=bearing(token))
            if NOT_FOUND_OR_NOT_OURS in answer.text:
                return None
            judge(answer)
            return object_in(answer)


def question(number: str, now: datetime) -> dict[str, Any]:
    """Return what is asked about a web order, with the details of its lines."""
    header = {
        "Description": [{"value": "YES", "typeCode": "details"}],
        "DocumentReference": [{"ID": {"value": number}}],
    }
    return {
        "GetPurchaseOrder": {
            "value": {
                "DataArea": {"PurchaseOrder": [{"PurchaseOrderHeader": header}]},
                "ApplicationArea": {
                    "CreationDateTime": now.astimezone(UTC).isoformat(timespec="seconds"),
                    "BODID": {"value": f"set-up-now-{number}", "schemeVersionID": "V1"},
                },
            }
        }
    }


def order_from(number: str, answer: dict[str, Any]) -> CommerceOrder:
    """Return the order in an answer."""
    order = answer["ShowPurchaseOrder"]["value"]["DataArea"]["PurchaseOrder"][0]
    header, lines = order["PurchaseOrderHeader"], order.get("PurchaseOrderLine") or []
    return CommerceOrder(
        normal_number(number),
        status_in(header),
        next((day for each in (*lines, header) for day in days_in(each)), None),
        tuple(line_from(each) for each in lines),
    )


def line_from(line: dict[str, Any]) -> CommerceLine:
    subscription = next((first_text(each.get("ID")) for each in found_in(line, "SubscriptionDetail")), "")
    return CommerceLine(first_text(line["Item"]["ID"]), status_in(line), subscription)


def status_in(part: dict[str, Any]) -> str:
    """Return the status of an order or a line: its code, else its description."""
    status = part.get("Status") or []
    first = status[0] if isinstance(status, list) and status else status
    if not isinstance(first, dict):
        return ""
    return first_text(first.get("Code")) or first_text(first.get("Description"))


def days_in(part: dict[str, Any]) -> Iterator[date]:
    """Return the requested start dates in an order or a line."""
    for each in found_in(part, "RequestedDate"):
        text = first_text(each)
        try:
            yield date.fromisoformat(text[:10])
        except ValueError:
            continue


def found_in(part: Any, name: str) -> Iterator[Any]:
    """Return what stands under a name, however deep."""
    if isinstance(part, dict):
        if name in part:
            yield part[name]
        for each in part.values():
            yield from found_in(each, name)
    elif isinstance(part, list):
        for each in part:
            yield from found_in(each, name)


def first_text(part: Any) -> str:
    """Return a text, whether it stands alone, under `value`, or as the first of several."""
    if isinstance(part, list):
        return first_text(part[0]) if part else ""
    if isinstance(part, dict):
        return first_text(part.get("value"))
    return "" if part is None else str(part).strip()
