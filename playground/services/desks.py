"""Who stands behind an order in the demo, as one can be them on the page: Cisco, or the partner's own system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

import requests

from bot.clock import Clock
from bot.domain.orders import Order, OrderState
from bot.language.texts import Texts, _
from bot.lifecycle import Bot
from bot.settings.provisioning import Provisioning
from playground.demo import scenes
from playground.demo.running import Running
from playground.model import Json
from playground.refusals import Refused
from playground.services.admin import WEBEX_ADMIN, AdminDoor, Tenant, WebexAdminApi
from playground.services.commerce import CISCO_COMMERCE, CommerceApi
from playground.services.partner_system import PartnerProvisioning
from playground.services.trouble import Trouble
from playground.serving import serve

INTAKE_TOKEN, SECRET = "the-token-of-the-demo", "whsec_c2V0LXVwLW5vdy1kZW1vLXNlY3JldC0wMDAwMDAwMA=="


class Desk(Protocol):
    """Somebody who does something about orders whose setup is finished."""

    @property
    def title(self) -> str: ...

    @property
    def deeds(self) -> Mapping[str, str]: ...

    @property
    def troubles(self) -> Mapping[str, Trouble]:
        """What can go wrong with their services, by the names of these."""
        ...

    def settings(self) -> dict[str, Any]:
        """Return what the bot has to know to reach them."""
        ...

    def act(self, bot: Bot, order: Order, deed: str) -> None:
        """Do one of the deeds."""
        ...

    def kept(self) -> Json:
        """Return what has to be known again after another start."""
        ...

    def put_back(self, kept: Json) -> None:
        """Know again what was kept."""
        ...


@dataclass
class CiscoDesk:
    """Cisco: what is provisioned there shows in the licenses, and in the order status."""

    admin: WebexAdminApi
    commerce: CommerceApi
    commerce_url: str
    title: str = _("Be Cisco")

    @property
    def deeds(self) -> Mapping[str, str]:
        return {"provision": _("Provision"), "move": _("Start a week later"), "cancel": _("Cancel")}

    @property
    def troubles(self) -> Mapping[str, Trouble]:
        return {WEBEX_ADMIN: self.admin.trouble, CISCO_COMMERCE: self.commerce.trouble}

    def settings(self) -> dict[str, Any]:
        named = self.admin.settings() | self.commerce.settings(self.commerce_url)
        return {name.lower(): value for name, value in named.items()}

    def act(self, bot: Bot, order: Order, deed: str) -> None:
        """Do something to an order at Cisco; the bot is left to find out, at once rather than tomorrow."""
        booked = self.commerce.orders[order.number]
        if deed == "move":
            booked.start_date += timedelta(days=7)
        else:
            became = "Provisioned" if deed == "provision" else "Cancelled"
            booked.lines = [(item, became) for item, _status in booked.lines]
        if deed == "provision":
            self.admin.tenant(order.customer_name).subscriptions.append(order.subscription)
        with bot.store.unit_of_work() as uow:
            found = uow.order_lookups.get(order.number)
            if found is not None:
                uow.order_lookups.save(replace(found, due_at=found.looked_up_at))

    def kept(self) -> Json:
        return {
            "booked": {
                each.number: [each.start_date.isoformat(), each.lines] for each in self.commerce.orders.values()
            },
            "tenants": {each.name: [each.id, each.subscriptions] for each in self.admin.tenants},
            "secrets": self.admin.settings() | self.commerce.settings(self.commerce_url),
        }

    def put_back(self, kept: Json) -> None:
        for number, (start_date, lines) in kept["booked"].items():
            booked = self.commerce.orders[number]
            booked.start_date = date.fromisoformat(start_date)
            booked.lines = [(item, status) for item, status in lines]
        for name, (key, subscriptions) in kept["tenants"].items():
            tenant = self.admin.tenant(name)
            tenant.id, tenant.subscriptions = key, subscriptions
        secrets, admin, commerce = kept["secrets"], self.admin, self.commerce
        admin.client_id, admin.client_secret = secrets["WEBEX_ADMIN_CLIENT_ID"], secrets["WEBEX_ADMIN_CLIENT_SECRET"]
        admin.refresh_token = secrets["WEBEX_ADMIN_REFRESH_TOKEN"]
        commerce.client_id, commerce.client_secret = secrets["CCW_CLIENT_ID"], secrets["CCW_CLIENT_SECRET"]


@dataclass
class SystemDesk:
    """The partner's own system, which answers when somebody presses a button."""

    system: PartnerProvisioning
    system_url: str
    bot_url: str
    title: str = _("Be the partner's own system")

    @property
    def deeds(self) -> Mapping[str, str]:
        return {"accepted": _("Accept"), "provisioned": _("Provision"), "refused": _("Refuse the subdomain")}

    @property
    def troubles(self) -> Mapping[str, Trouble]:
        return {_("The partner's system"): self.system.trouble}

    def settings(self) -> dict[str, Any]:
        return {
            "provisioning_url": f"{self.system_url}/events",
            "provisioning_secret": SECRET,
            "intake_token": INTAKE_TOKEN,
        }

    def act(self, bot: Bot, order: Order, deed: str) -> None:
        """Answer over HTTP, as a system does that takes its time."""
        refusal = {"step": "organization", "code": "not-available", "reason": "Taken by another organization"}
        answer = requests.post(
            f"{self.bot_url}/api/orders/{order.number}/provisioning",
            json={"status": deed} | (refusal if deed == "refused" else {}),
            headers={"Authorization": f"Bearer {INTAKE_TOKEN}"},
            timeout=10,
        )
        if not answer.ok:
            raise Refused(409, answer.json()["detail"])

    def kept(self) -> Json:
        return dict(self.system.events)

    def put_back(self, kept: Json) -> None:
        self.system.events.update(kept)


@contextmanager
def desk_for(chosen: Provisioning, clock: Clock, webex: Any, bot_url: str) -> Iterator[Desk | None]:
    """Yield the desk behind the orders of a demo; None where provisioning is simulated."""
    with ExitStack() as stack:
        if chosen is Provisioning.CONTROL_HUB:
            admin, commerce = webex_admin(clock), cisco_commerce(clock)
            webex.wsgi_app = AdminDoor(webex.wsgi_app, admin)
            yield CiscoDesk(admin, commerce, stack.enter_context(serve(commerce.app)).url)
        elif chosen is Provisioning.WEBHOOK:
            system = PartnerProvisioning(SECRET, clock)
            yield SystemDesk(system, stack.enter_context(serve(system.app)).url, bot_url)
        else:
            yield None


def webex_admin(clock: Clock) -> WebexAdminApi:
    """Northwind at Webex, with the customers that it manages."""
    northwind = Tenant(scenes.NORTHWIND, admins=frozenset({scenes.ANN.email}), users=frozenset({scenes.OMAR.email}))
    contoso = Tenant(scenes.CONTOSO, admins=frozenset({scenes.CARLA.email}))
    return WebexAdminApi(clock, northwind, contoso, Tenant("Fabrikam Logistics"))


def cisco_commerce(clock: Clock) -> CommerceApi:
    """Return the orders of the scene, as Cisco Commerce has them."""
    commerce, today = CommerceApi(clock), clock.now().astimezone(scenes.ZONE).date() + scenes.BEGINS_DAYS_EARLIER
    for number in dict.fromkeys(line.order for line in scenes.ORDER_LINES):
        rows = [line.row(today) for line in scenes.ORDER_LINES if line.order == number]
        lines = [(row["ORDERED ITEM"], row["CCW LINE STATUS"]) for row in rows]
        starts = date.fromisoformat(rows[0]["REQUESTED START DATE"])
        commerce.book(number, starts, *lines, subscription=rows[0]["SUBSCRIPTION ID"])
    return commerce


def waiting_at(desk: Desk, running: Running, t: Texts) -> Json | None:
    """Return what the page shows of a desk: its orders, and what can be done about each; nothing while no bot runs."""
    orders = running.reads(lambda uow: uow.orders.search("", OrderState.READY_AT_CISCO))
    if orders is None:
        return None
    return {
        "title": t(desk.title),
        "deeds": [{"does": does, "title": t(title)} for does, title in desk.deeds.items()],
        "orders": [{"number": each.number, "customer": each.customer_name} for each in orders],
    }


def act_at(desk: Desk | None, running: Running, number: str, deed: str) -> None:
    """Do something about an order that waits at a desk."""
    bot = running.bot
    with bot.store.reading() as uow:
        order = uow.orders.get(number)
    if desk is None or order is None or order.state is not OrderState.READY_AT_CISCO or deed not in desk.deeds:
        raise Refused(404, _("That order does not wait here any more."))
    desk.act(bot, order, deed)
