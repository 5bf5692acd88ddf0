"""The local Webex answers what Cisco describes, and serves nothing that is not described."""

import json

from flask import Response

from playground.emulator import PREFIX, create_emulator
from playground.world import World
from tests.webex.description import BYTES, REPLIES, complaints


def test_every_call_that_is_served_is_described(world: World) -> None:
    app = create_emulator(world)
    served = {
        f"{method} {rule.rule.removeprefix(PREFIX)}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(PREFIX)
    }
    assert served == {*REPLIES, *BYTES}


def test_a_reply_that_is_otherwise_is_seen() -> None:
    shown = {"id": "4711", "title": "A room", "colour": "blue"}
    answer = Response(json.dumps(shown), mimetype="application/json")
    found = "\n".join(complaints("GET /rooms/<room_id>", answer))
    for wrong in ("'4711' does not match", "'colour' was unexpected", "'created' is a required property"):
        assert wrong in found
    answer.status_code = 404
    assert "'message' is a required property" in complaints("GET /rooms/<room_id>", answer)
    answer.mimetype = "text/html"
    assert complaints("GET /rooms/<room_id>", answer) == ["HTML in a reply of 404"]
