"""Webex Admin: organizations, people in them and licenses, as a service app of the partner may read them.

It stands at the same address as the rest of the local Webex, as at Webex itself, and is told from it by the token.
Shapes and parameters: developer.webex.com and the public OpenAPI description of the administration API.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.wrappers import Request

from bot.clock import Clock
from playground import ids
from playground.model import Json
from playground.refusals import BAD_ARGUMENTS, NO_PERSON, NO_TOKEN, Refused, new_tracking_id, what_is_said
from playground.services.trouble import Trouble

WEBEX_ADMIN = "Webex Admin"
PREFIX = "/v1"
ACCESS_LIVES, REFRESH_LIVES = timedelta(days=14), timedelta(days=90)
# What may be asked, as the description has it.
PARAMETERS = {
    "organizations": frozenset[str](),
    "licenses": frozenset({"orgId"}),
    "people": frozenset(
        {"email", "displayName", "id", "orgId", "roles", "callingData", "locationId", "max", "excludeStatus"}
    ),
}


FULL_ADMIN = ids.mint("ROLE", "id_full_admin")


@dataclass
class Tenant:
    """An organization at Webex. One that has `lapsed` refuses until it has been read once."""

    name: str
    admins: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    subscriptions: list[str] = field(default_factory=list)
    created: str = "2021-05-04T08:00:00.000Z"
    lapsed: bool = False
    id: str = field(default_factory=lambda: ids.mint("ORGANIZATION", str(uuid.uuid4())))

    def shape(self) -> Json:
        return {"id": self.id, "displayName": self.name, "created": self.created}


class WebexAdminApi:
    """What a service app of the partner sees. `renewals` counts how often a token was made."""

    def __init__(self, clock: Clock, partner: Tenant, *customers: Tenant) -> None:
        self.clock = clock
        self.partner = partner
        self.tenants = [partner, *customers]
        self.client_id, self.client_secret = f"C{secrets.token_hex(16)}", secrets.token_hex(32)
        self.refresh_token = secrets.token_hex(32)
        self.trouble, self.token_trouble = Trouble(), Trouble()
        self.complaints: list[str] = []
        self.renewals = 0
        self._tokens: dict[str, datetime] = {}
        self.app = self._made()

    def settings(self) -> dict[str, str]:
        """Return the settings of a bot that uses it."""
        return {
            "WEBEX_ADMIN_CLIENT_ID": self.client_id,
            "WEBEX_ADMIN_CLIENT_SECRET": self.client_secret,
            "WEBEX_ADMIN_REFRESH_TOKEN": self.refresh_token,
        }

    def revoke_tokens(self) -> None:
        """Let no access token be good any more."""
        self._tokens.clear()

    def tenant(self, name: str) -> Tenant:
        """Return the organization of a name; a new customer where there is none."""
        found = next((each for each in self.tenants if each.name == name), None)
        if found is None:
            found = Tenant(name, created=self.clock.now().isoformat())
            self.tenants.append(found)
        return found

    def is_for_us(self, environ: dict[str, Any]) -> bool:
        """Return whether a call is one of the service app, and not of a bot or a person."""
        asked = Request(environ)
        token = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        return asked.path == f"{PREFIX}/access_token" or token in self._tokens or token.startswith("sa-")

    def _made(self) -> Flask:
        app = Flask("webex-admin")
        app.add_url_rule(f"{PREFIX}/access_token", view_func=self._renew, methods=["POST"])
        app.add_url_rule(f"{PREFIX}/people/me", view_func=self._me)
        app.add_url_rule(f"{PREFIX}/people", view_func=self._people)
        app.add_url_rule(f"{PREFIX}/organizations", view_func=self._organizations)
        app.add_url_rule(f"{PREFIX}/organizations/<org_id>", view_func=self._organization)
        app.add_url_rule(f"{PREFIX}/licenses", view_func=self._licenses)
        app.before_request(self._arrive)
        app.register_error_handler(Refused, refused)
        return app

    def _arrive(self) -> Response | None:
        if request.path == f"{PREFIX}/access_token":
            return self.token_trouble.meets("POST /access_token")
        spoiled = self.trouble.meets(f"{request.method} {request.path.removeprefix(PREFIX)}")
        if spoiled is not None:
            return spoiled
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._tokens.get(token, self.clock.now()) <= self.clock.now():
            raise Refused(401, NO_TOKEN)
        known = PARAMETERS.get(request.path.removeprefix(f"{PREFIX}/"), frozenset())
        strange = set(request.args) - known
        if strange:
            self._complain(f"{request.path} knows no {', '.join(sorted(strange))}")
        return None

    def _complain(self, words: str) -> None:
        self.complaints.append(words)
        raise Refused(400, BAD_ARGUMENTS)

    def _renew(self) -> Response:
        if request.mimetype != "application/x-www-form-urlencoded":
            self._complain("a token is asked for with a form")
        sent = request.form
        if sent.get("grant_type") != "refresh_token":
            self._complain("the grant of a service app is refresh_token")
        if (sent.get("client_id"), sent.get("client_secret")) != (self.client_id, self.client_secret):
            raise Refused(401, "The client is not known.")
        if sent.get("refresh_token") != self.refresh_token:
            raise Refused(400, "The provided refresh token is expired, revoked, malformed, or invalid.")
        self.renewals += 1
        token = f"sa-{secrets.token_hex(24)}"
        self._tokens[token] = self.clock.now() + ACCESS_LIVES
        return jsonify(
            access_token=token,
            expires_in=int(ACCESS_LIVES.total_seconds()),
            refresh_token=self.refresh_token,
            refresh_token_expires_in=int(REFRESH_LIVES.total_seconds()),
            token_type="Bearer",  # noqa: S106 - what OAuth calls it
        )

    def _me(self) -> Response:
        return jsonify(
            id=ids.mint("PEOPLE", "service-app"), orgId=self.partner.id, displayName="Set Up Now", emails=[], type="bot"
        )

    def _people(self) -> Response:
        address = request.args.get("email", "")
        if not address:
            self._complain("email is missing, and everybody is asked for")
        found = [] if self.trouble.is_empty else list(self._memberships(address.lower()))
        return jsonify(items=found)

    def _memberships(self, address: str) -> Iterable[Json]:
        for tenant in self.tenants:
            if address in tenant.admins | tenant.users:
                yield {
                    "id": ids.mint("PEOPLE", str(uuid.uuid5(uuid.NAMESPACE_URL, address))),
                    "emails": [address],
                    "displayName": address,
                    "orgId": tenant.id,
                    "roles": [FULL_ADMIN] if address in tenant.admins else [],
                    "licenses": [],
                    "type": "person",
                }

    def _organizations(self) -> Response:
        return jsonify(items=[] if self.trouble.is_empty else [each.shape() for each in self.tenants])

    def _organization(self, org_id: str) -> Response:
        tenant = self._by_id(org_id)
        tenant.lapsed = False
        return jsonify(tenant.shape())

    def _licenses(self) -> Response:
        tenant = self._by_id(request.args.get("orgId", self.partner.id))
        if tenant.lapsed:
            raise Refused(403, "Access to the requested resource is forbidden.")
        items = [
            {
                "id": ids.mint("LICENSE", f"{tenant.id}-{subscription}"),
                "name": "Meeting - Webex Meeting Center",
                "totalUnits": 50,
                "consumedUnits": 0,
                "consumedByUsers": 0,
                "subscriptionId": subscription,
            }
            for subscription in ([] if self.trouble.is_empty else tenant.subscriptions)
        ]
        return jsonify(items=[{"id": ids.mint("LICENSE", tenant.id), "name": "Messaging", "totalUnits": 1}, *items])

    def _by_id(self, org_id: str) -> Tenant:
        found = next((each for each in self.tenants if each.id == org_id), None)
        if found is None:
            raise Refused(404, NO_PERSON)
        return found


class AdminDoor:
    """Puts the administration API before the local Webex, at one address."""

    def __init__(self, webex: Any, admin: WebexAdminApi) -> None:
        self._webex = webex
        self._admin = admin

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        app = self._admin.app if self._admin.is_for_us(environ) else self._webex
        return app(environ, start_response)


def refused(error: Refused) -> Response:
    tracking = new_tracking_id()
    answer = jsonify(what_is_said(error.message, tracking))
    answer.status_code = error.status
    answer.headers["trackingid"] = tracking
    return answer
