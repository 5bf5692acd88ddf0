"""Webex Admin: the organizations that the partner manages, people in them by address, and licenses. Read only.

An empty answer never means that an address is free: /people sees the token's own and the managed organizations alone.
Answers and errors: developer.webex.com (organizations, people, licenses), and the public OpenAPI description.
"""

import logging
from copy import copy
from datetime import date, datetime
from functools import partial
from math import inf
from time import monotonic
from typing import Any
from urllib.parse import quote

from bot.domain.lookups import Membership
from bot.domain.organizations import ManagedOrganization, OrgKind
from bot.domain.webex_ids import key_in
from bot.errors import Rejected, Unreachable
from bot.services.tokens import Bearer, authorized, bearing
from bot.services.transport import ServiceSession, making_sense, object_in
from bot.webex.errors import calling, judge

log = logging.getLogger(__name__)

FORBIDDEN = 403


class WebexAdmin:
    """Speaks to the administration API of Webex with the token of a service app."""

    def __init__(self, api_url: str, bearer: Bearer, session: ServiceSession) -> None:
        self._api_url = api_url.rstrip("/")
        self._bearer = bearer
        self._session = session
        self._until = inf
        # The partner's own organization once it was told, or "" where it is not; shared with who is in a hurry.
        self._own: list[str] = []

    def hurried(self, seconds: float) -> "WebexAdmin":
        """Return the same door for somebody who waits: after so many seconds in all no further call is begun."""
        hurried = copy(self)
        hurried._until = monotonic() + seconds
        return hurried

    def own_organization(self) -> str:
        """Return the id of the organization that the service app belongs to: the partner's own. It is asked once.

        Without the scope for it nobody can tell, and every organization is taken for a customer's.
        """
        if not self._own:
            try:
                self._own.append(str(self._get("people/me").get("orgId", "")))
            except Rejected as error:
                log.warning("own organization not told", extra={"action": "own_organization", "cause": error.reason})
                self._own.append("")
        return self._own[0]

    def organizations(self) -> list[ManagedOrganization]:
        """Return every organization that the token can see: the partner's own, and those that it manages."""
        own = self.own_organization()
        return [organization_from(each, own) for each in items_of(self._get("organizations"))]

    def organization(self, org_id: str) -> ManagedOrganization:
        """Return one organization."""
        own = self.own_organization()
        return organization_from(self._get(f"organizations/{quote(org_id, safe='')}"), own)

    def memberships(self, address: str) -> list[Membership]:
        """Return the organizations in which an address is known. An empty answer says nothing about any other one."""
        found = items_of(self._get("people", email=address))
        with making_sense():
            known = [each for each in found if each.get("orgId")]
            return [Membership(str(each["orgId"]), is_administrator(each.get("roles") or [])) for each in known]

    def subscriptions(self, org_id: str) -> frozenset[str]:
        """Return the subscriptions that the licenses of an organization show."""
        licenses = items_of(self._of_organization(org_id, "licenses", orgId=org_id))
        with making_sense():
            return frozenset(str(each.get("subscriptionId") or "") for each in licenses) - {""}

    def _of_organization(self, org_id: str, path: str, **query: str) -> dict[str, Any]:
        """Read something of a managed organization.

        A partner's access to one may have lapsed; reading the organization itself brings it back, once.
        """
        try:
            return self._get(path, **query)
        except Rejected as error:
            if error.status != FORBIDDEN:
                raise
            self.organization(org_id)
            return self._get(path, **query)

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        if monotonic() >= self._until:
            raise Unreachable("Webex took too long")
        return authorized(self._bearer, partial(self._asked, path, query))

    def _asked(self, path: str, query: dict[str, str], token: str) -> dict[str, Any]:
        with calling():
            answer = self._session.get(f"{self._api_url}/{path}", params=query, headers=bearing(token))
            judge(answer)
            return object_in(answer)


@making_sense()
def items_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the items of a list."""
    return list(content["items"])


@making_sense()
def organization_from(content: dict[str, Any], own: str) -> ManagedOrganization:
    kind = OrgKind.PARTNER if own and content["id"] == own else OrgKind.CUSTOMER
    return ManagedOrganization(str(content["id"]), str(content["displayName"]), kind, created=day_in(content))


def day_in(content: dict[str, Any]) -> date | None:
    """Return when an organization was created, where that is told."""
    try:
        return datetime.fromisoformat(str(content.get("created", ""))).date()
    except ValueError:
        return None


def is_administrator(roles: list[str]) -> bool:
    """Return whether one of these roles administers: a user has none, and the id of a role holds its name.

    A role whose name cannot be read counts, for users have no roles.
    """
    names = [name_of_role(each) for each in roles]
    return any("admin" in name or not name for name in names)


def name_of_role(role: str) -> str:
    name = key_in(role) or ""
    return name.lower() if name.startswith("id_") else ""
