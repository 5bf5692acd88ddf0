"""The floor: the least that a bot on Flask does, in one file.

Webex tells it what it tells any bot: what is pressed, what is said, and its own messages among that. It keeps a press
in one durable insert, and a worker reads the action, posts the next card, and takes the old one away; words are
answered with words. The same server, the same SDK and the same calls as the bot, and nothing of what the bot promises.
"""

import os
import queue
import sqlite3
import threading
from typing import Any

from flask import Flask, Response, request
from waitress import serve
from webexteamssdk import WebexTeamsAPI

THREADS = 16
WORKERS = 8
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def choice(words: str, value: str) -> dict[str, str]:
    return {"title": words, "value": value}


def button(words: str, verb: str) -> dict[str, Any]:
    return {"type": "Action.Submit", "title": words, "data": {"verb": verb, "signature": 64 * "0"}}


CARD = {
    "type": "AdaptiveCard",
    "version": "1.3",
    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
    "body": [
        text("Step 1 of 9 · 7 days left", isSubtle=True),
        text("What is your role?", size="Large", weight="Bolder"),
        text("The role decides what is asked next, and who will manage the customer's organization."),
        {
            "type": "Input.ChoiceSet",
            "id": "role",
            "style": "expanded",
            "choices": [choice("I am a partner", "partner"), choice("I am the customer", "customer")],
        },
    ],
    "actions": [button("Next", "next"), button("Exit", "exit"), button("What do these words mean?", "explain")],
}
ATTACHMENTS = [{"contentType": CARD_TYPE, "content": CARD}]


def main(token: str, webex_url: str, database: str, port: int) -> None:
    """Serve until somebody ends the process."""
    webex = WebexTeamsAPI(token, base_url=webex_url)
    app = Flask(__name__)
    me = webex.people.me().id
    events: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    lock = threading.Lock()
    connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, data BLOB)")

    @app.post("/webhooks/webex")
    def receive() -> Response:
        told = request.get_json()
        if told["data"].get("personId") != me:
            with lock:
                connection.execute("INSERT OR IGNORE INTO events VALUES (?, ?)", (told["data"]["id"], request.data))
            events.put(told)
        return Response(status=204)

    def press(action_id: str) -> None:
        action = webex.attachment_actions.get(action_id)
        webex.messages.create(roomId=action.roomId, text="What is your role?", attachments=ATTACHMENTS)
        webex.messages.delete(action.messageId)

    def answer(message_id: str) -> None:
        message = webex.messages.get(message_id)
        webex.messages.create(roomId=message.roomId, text=f"You said: {message.text}")

    def work() -> None:
        while True:
            told = events.get()
            (press if told["resource"] == "attachmentActions" else answer)(told["data"]["id"])

    for _ in range(WORKERS):
        threading.Thread(target=work, daemon=True).start()
    serve(app, host="127.0.0.1", port=port, threads=THREADS, clear_untrusted_proxy_headers=True)


if __name__ == "__main__":
    given = os.environ
    main(given["WEBEX_TEAMS_ACCESS_TOKEN"], given["WEBEX_API_URL"], given["DATABASE"], int(given["PORT"]))
