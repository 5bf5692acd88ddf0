"""Cisco Commerce: tokens for client credentials, and the status of orders.

Cisco publishes no description of the order API, so its shapes are those that public programs of Cisco's own engineers
send and read; what they ask for has to be there, and nothing else is taken.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request
from jsonschema import Draft202012Validator

from bot.clock import Clock
from playground.model import Json
from playground.services.trouble import Trouble

CISCO_COMMERCE = "Cisco Commerce"
TOKEN_LIVES = timedelta(hours=1)
NOT_FOUND = "OSA001: Order not found or you are not authorized to view it."


def only(required: Sequence[str], **parts: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": parts, "additionalProperties": False}


def one(part: Json) -> Json:
    return {"type": "array", "items": part, "minItems": 1, "maxItems": 1}


VALUE = only(["value"], value={"type": "string", "minLength": 1})
HEADER = only(
    ["Description"],
    Description=one(only(["value", "typeCode"], value={"enum": ["YES", "NO"]}, typeCode={"const": "details"})),
    DocumentReference=one(only(["ID"], ID=VALUE)),
    SalesOrderReference=one(only(["ID"], ID=VALUE)),
    ID=VALUE,
)
ORDERS = only(["PurchaseOrder"], PurchaseOrder=one(only(["PurchaseOrderHeader"], PurchaseOrderHeader=HEADER)))
AREA = only(
    ["CreationDateTime", "BODID"],
    CreationDateTime={"type": "string"},
    BODID=only(["value", "schemeVersionID"], value={"type": "string"}, schemeVersionID={"const": "V1"}),
)
QUESTION = only(
    ["GetPurchaseOrder"],
    GetPurchaseOrder=only(
        ["value"], value=only(["DataArea", "ApplicationArea"], DataArea=ORDERS, ApplicationArea=AREA)
    ),
)


@dataclass
class Booked:
    """An order as Cisco Commerce has it."""

    number: str
    start_date: date
    lines: list[tuple[str, str]]
    status: str = "Booked"
    subscription: str = ""


@dataclass
class CommerceApi:
    """The token endpoint and the order API."""

    clock: Clock
    orders: dict[str, Booked] = field(default_factory=dict)
    client_id: str = field(default_factory=lambda: secrets.token_hex(12))
    client_secret: str = field(default_factory=lambda: secrets.token_hex(24))

    def __post_init__(self) -> None:
        self.trouble, self.token_trouble = Trouble(), Trouble()
        self.complaints: list[str] = []
        self._tokens: dict[str, datetime] = {}
        self.app = Flask("commerce")
        self.app.add_url_rule("/oauth2/default/v1/token", view_func=self._token, methods=["POST"])
        self.app.add_url_rule("/commerce/ORDER/v2/sync/checkOrderStatus", view_func=self._status, methods=["POST"])

    def settings(self, url: str) -> dict[str, str]:
        """Return the settings of a bot that uses it at an address."""
        return {
            "CCW_CLIENT_ID": self.client_id,
            "CCW_CLIENT_SECRET": self.client_secret,
            "CCW_TOKEN_URL": f"{url}/oauth2/default/v1/token",
            "CCW_API_URL": f"{url}/commerce/ORDER/v2/sync",
        }

    def book(self, number: str, start_date: date, *lines: tuple[str, str], subscription: str = "") -> Booked:
        """Take an order, with the item and the status of each line."""
        self.orders[number] = Booked(number, start_date, list(lines), subscription=subscription)
        return self.orders[number]

    def _token(self) -> Response:
        spoiled = self.token_trouble.meets("POST /token")
        if spoiled is not None:
            return spoiled
        sent = request.form
        if sent.get("grant_type") != "client_credentials":
            return self._refused(400, "unsupported_grant_type")
        if (sent.get("client_id"), sent.get("client_secret")) != (self.client_id, self.client_secret):
            return self._refused(401, "invalid_client")
        token = secrets.token_hex(24)
        self._tokens[token] = self.clock.now() + TOKEN_LIVES
        return jsonify(access_token=token, expires_in=int(TOKEN_LIVES.total_seconds()), token_type="Bearer")  # noqa: S106

    def _status(self) -> Response:
        spoiled = self.trouble.meets("POST /checkOrderStatus")
        if spoiled is not None:
            return spoiled
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._tokens.get(token, self.clock.now()) <= self.clock.now():
            return self._refused(401, "invalid_token")
        sent = request.get_json(silent=True) or {}
        wrong = [error.message for error in Draft202012Validator(QUESTION).iter_errors(sent)]
        if wrong:
            self.complaints += wrong
            return self._refused(400, "; ".join(wrong))
        header = sent["GetPurchaseOrder"]["value"]["DataArea"]["PurchaseOrder"][0]["PurchaseOrderHeader"]
        reference = header.get("DocumentReference") or [{"ID": {"value": ""}}]
        order = None if self.trouble.is_empty else self.orders.get(reference[0]["ID"]["value"])
        return jsonify(answer_about(order))

    def _refused(self, status: int, error: str) -> Response:
        answer = jsonify(error=error, error_description=error)
        answer.status_code = status
        return answer


def answer_about(order: Booked | None) -> Json:
    """Return what is answered about an order; in one form for what is not there, and for what is not the caller's."""
    told = "SUCCESS" if order else NOT_FOUND
    area: Json = {"Show": {"ResponseCriteria": [{"ResponseExpression": {"value": told}}]}}
    if order is not None:
        area["PurchaseOrder"] = [
            {
                "PurchaseOrderHeader": {
                    "DocumentReference": [{"ID": {"value": order.number}}],
                    "SalesOrderReference": [{"ID": {"value": "81234567"}}],
                    "Status": [{"Description": {"value": order.status}}],
                    "Party": [{"Name": [{"value": "End customer"}]}],
                },
                "PurchaseOrderLine": [line_of(n, *line, order) for n, line in enumerate(order.lines, start=1)],
            }
        ]
    return {"ShowPurchaseOrder": {"value": {"DataArea": area}}}


def line_of(number: int, item: str, status: str, order: Booked) -> dict[str, Any]:
    line: dict[str, Any] = {
        "SalesOrderReference": {"LineNumberID": {"value": f"{number}.0"}},
        "Item": {
            "ID": {"value": item},
            "Description": [{"value": item}],
            "Lot": [{"Quantity": {"value": "1"}}],
        },
        "Status": [{"Code": {"value": status}}],
        "ServiceStartDate": {"RequestedDate": f"{order.start_date.isoformat()}T00:00:00Z"},
    }
    if order.subscription:
        line["SubscriptionDetail"] = {"ID": {"value": order.subscription}}
    return line
