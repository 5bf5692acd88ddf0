"""How the local Webex says no: a status and the sentence that stands in the reply."""

from __future__ import annotations

import uuid
from typing import Any

NO_ROOM = "Could not find a room with provided ID."
NO_MESSAGE = "Unable to get message."
NO_PERSON = "Person not found."
NO_CONVERSATION = "Failed to get one on one conversation"
NO_ACTION = "Could not find an attachment action with provided ID."
NO_WEBHOOK = "Could not find a webhook with provided ID."
NO_MEMBERSHIP = "Could not find a membership with provided ID."
NO_CONTENT = "Could not find the content with provided ID."
NO_TOKEN = "The request requires a valid access token set in the Authorization request header."  # noqa: S105
NOT_SERVED = "The local Webex does not serve {method} {path}: docs/playground.md says what it serves."
BAD_ARGUMENTS = "One (or more) of the arguments is invalid."


class Refused(Exception):
    """Webex does not do what was asked; the caller reads why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message


def new_tracking_id() -> str:
    """Return an id by which Webex finds a call again."""
    return f"ROUTER_{str(uuid.uuid4()).upper()}"


def what_is_said(message: str, tracking_id: str) -> dict[str, Any]:
    """Return the JSON of a reply that says no."""
    return {"message": message, "errors": [{"description": message}], "trackingId": tracking_id}
