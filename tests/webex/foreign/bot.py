"""A bot on webexpythonsdk that knows nothing of us: it says things back, shows a card, and tells what was filled in.

It is told by its environment where Webex is (WEBEX_API_URL), who it is (WEBEX_ACCESS_TOKEN), what its webhooks are
signed with (WEBHOOK_SECRET) and where it listens (PORT), and says "ready" when it does.
"""

import hashlib
import hmac
import os
import sys

from flask import Flask, abort, request
from waitress import create_server
from webexpythonsdk import WebexAPI, WebhookEvent

SECRET = os.environ["WEBHOOK_SECRET"]
CARD = {
    "type": "AdaptiveCard",
    "version": "1.2",
    "body": [{"type": "Input.Text", "id": "note"}],
    "actions": [{"type": "Action.Submit", "title": "Save", "data": {"act": "save"}}],
}

api = WebexAPI(base_url=os.environ["WEBEX_API_URL"] + "/")
me = api.people.me()
app = Flask(__name__)


@app.post("/hook")
def hook() -> tuple[str, int]:
    """Take what Webex signed, and nothing else."""
    signed = hmac.new(SECRET.encode(), request.get_data(), hashlib.sha1).hexdigest()
    if not hmac.compare_digest(signed, request.headers.get("X-Spark-Signature", "")):
        abort(403)
    answer(WebhookEvent(request.get_json()))
    return "", 204


def answer(event: WebhookEvent) -> None:
    """Do what somebody wrote or pressed asks for."""
    if event.data.personId == me.id:
        return
    if event.resource == "attachmentActions":
        action = api.attachment_actions.get(event.data.id)
        api.messages.create(roomId=action.roomId, text=f"You wrote: {action.json_data['inputs']['note']}")
        return
    said = api.messages.get(event.data.id)
    if said.text == "card":
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}
        api.messages.create(roomId=said.roomId, text="a card", attachments=[attachment])
    else:
        api.messages.create(roomId=said.roomId, text=f"You said: {said.text}")


def main() -> None:
    """Listen, and ask Webex to tell of messages and presses."""
    port = os.environ["PORT"]
    server = create_server(app, listen=f"127.0.0.1:{port}")
    for resource in ("messages", "attachmentActions"):
        api.webhooks.create(resource, f"http://127.0.0.1:{port}/hook", resource, "created", secret=SECRET)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main()
