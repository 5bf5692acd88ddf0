"""/attachment/actions: presses of buttons on cards. There is no list of them."""

from __future__ import annotations

from flask import Blueprint, Response

from playground.refusals import NO_ACTION, Refused
from playground.rest.calls import body, caller, reply, required, served, world
from playground.shapes import action_shape

blueprint = Blueprint("actions", __name__)


@blueprint.post("/attachment/actions")
def create() -> Response:
    """Press a button with any inputs."""
    sent = body()
    kind, message_id = required(sent, "type", "messageId")
    inputs = sent.get("inputs", {})
    if kind != "submit" or not isinstance(inputs, dict):
        raise Refused(400, "type should be submit, and inputs an object.")
    action = world().actions.submit(caller(), world().messages.seen_by(caller(), message_id), inputs)
    return reply(action_shape(action), world().faults.action_status)


@blueprint.get("/attachment/actions/<action_id>")
def get(action_id: str) -> Response:
    """One press of a button."""
    action = world().actions.seen_by(caller(), action_id)
    served().check_not_early(action.id, NO_ACTION)
    return reply(action_shape(action))
