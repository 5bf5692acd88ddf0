"""/webhooks: the webhooks of the caller."""

from __future__ import annotations

from flask import Blueprint, Response

from playground.refusals import Refused
from playground.rest.calls import body, caller, done, pages, reply, required, world
from playground.shapes import webhook_shape

blueprint = Blueprint("webhooks", __name__)


@blueprint.get("/webhooks")
def list_() -> Response:
    """Return the caller's webhooks."""
    return pages(world().webhooks.of(caller()), webhook_shape)


@blueprint.get("/webhooks/<webhook_id>")
def get(webhook_id: str) -> Response:
    """One webhook."""
    return reply(webhook_shape(world().webhooks.get(caller(), webhook_id)))


@blueprint.post("/webhooks")
def create() -> Response:
    """Register a webhook."""
    sent = body()
    name, target_url, resource, event = required(sent, "name", "targetUrl", "resource", "event")
    if sent.get("ownedBy", "creator") != "creator":
        raise Refused(403, "Only an administrator can make webhooks of an organization.")
    webhook = world().webhooks.create(
        caller(),
        name=name,
        target_url=target_url,
        resource=resource,
        event=event,
        filter_=sent.get("filter"),
        secret=sent.get("secret"),
    )
    return reply(webhook_shape(webhook))


@blueprint.put("/webhooks/<webhook_id>")
def change(webhook_id: str) -> Response:
    """Change the address or the secret of a webhook, or switch it on again; anything else is ignored."""
    sent = body()
    webhook = world().webhooks.get(caller(), webhook_id)
    name, target_url = required(sent, "name", "targetUrl")
    changed = world().webhooks.change(
        webhook, name=name, target_url=target_url, secret=sent.get("secret"), status=sent.get("status")
    )
    return reply(webhook_shape(changed))


@blueprint.delete("/webhooks/<webhook_id>")
def delete(webhook_id: str) -> Response:
    """Delete a webhook."""
    world().webhooks.delete(world().webhooks.get(caller(), webhook_id))
    return done()
