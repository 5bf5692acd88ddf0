"""Mapping: the order is bound to its organizations."""

import uuid
from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from bot.domain.organizations import Organization, OrgKind
from bot.settings.provisioning import Provisioning
from bot.wizard.engine import Progress
from bot.wizard.who_sets_up import is_partner
from handlers.chat import steps


def map_order(ctx: Context, order: Order, progress: Progress) -> None:
    """Bind the order to one partner and one customer organization, for good.

    Where provisioning is simulated, new ones are created; at Cisco its own wizard does that, and nobody knows them yet.
    """
    situation = steps.situation_of(ctx, order, progress.person).knowing(progress.answers, progress.answers)
    partner = (
        organization(ctx, progress, OrgKind.PARTNER, "partner_org", "new_partner_org") if is_partner(situation) else ""
    )
    customer = organization(ctx, progress, OrgKind.CUSTOMER, "customer_org", "new_customer_org")
    ctx.uow.mappings.map(order.number, partner, customer, ctx.now)
    order = replace(order, state=OrderState.MAPPED, mapped_at=ctx.now)
    ctx.uow.orders.save(order)
    ctx.audit("mapped", order.number)
    steps.show(ctx, order, progress)


def organization(ctx: Context, progress: Progress, kind: OrgKind, step: str, new_step: str) -> str:
    """Return the id of the organization chosen, or of the one created as described; "" where Cisco creates it."""
    described = progress.answers.get(new_step)
    if described is None:
        return progress.answers[step]["organization"]
    if ctx.policy.provisioning is not Provisioning.EMBEDDED:
        return ""
    admin = described.get("email") or progress.answers["customer_admin"]["email"]
    org = Organization(
        id=str(uuid.uuid4()),
        name=described["company"],
        kind=kind,
        country=described["country"],
        created=ctx.now.date(),
        admins=frozenset({admin}),
    )
    ctx.uow.organizations.save(org)
    return org.id


def start_service_setup(ctx: Context, order: Order, progress: Progress) -> None:
    """Go on to the second half of the wizard."""
    order = replace(order, state=OrderState.IN_SERVICE_SETUP)
    ctx.uow.orders.save(order)
    steps.show(ctx, order, progress)
