"""How tests of the door to Webex open an envelope."""

from datetime import UTC, datetime

from bot.domain.actions import FIELD
from bot.domain.outgoing import Address
from playground.model import Json

TO_ANN = Address(email="ann@example.net")


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def card_with(token: str, *body: Json) -> Json:
    return {
        "type": "AdaptiveCard",
        "version": "1.3",
        "body": [{"type": "TextBlock", "text": "Role?"}, *body],
        "actions": [{"type": "Action.Submit", "title": "Next", "data": {FIELD: token}}],
    }
