"""Events are signed as Standard Webhooks asks: its own library takes them, and nothing that was changed."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bot.services.signing import signed_headers

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
UNPADDED = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA"
BODY = '{"type":"order.cancelled","data":{"number":"شركة"}}'


@pytest.mark.parametrize("secret", [SECRET, UNPADDED])
def test_the_library_takes_it_by_either_secret(secret: str) -> None:
    headers = signed_headers("msg_1", datetime.now(UTC), BODY.encode(), [SECRET, UNPADDED])

    assert Webhook(secret).verify(BODY, headers)["type"] == "order.cancelled"


def test_what_was_changed_or_is_old_is_not_taken() -> None:
    webhook, now = Webhook(SECRET), datetime.now(UTC)
    headers = signed_headers("msg_1", now, BODY.encode(), [SECRET])
    old = signed_headers("msg_1", now - timedelta(minutes=6), BODY.encode(), [SECRET])

    for body, sent in ((f"{BODY} ", headers), (BODY, headers | {"webhook-id": "msg_2"}), (BODY, old)):
        with pytest.raises(WebhookVerificationError):
            webhook.verify(body, sent)
