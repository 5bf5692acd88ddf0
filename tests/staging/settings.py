"""The settings of a bot under test, each written once."""

from pathlib import Path
from urllib.parse import urlsplit

TOKEN = "a-token-that-stays-secret"
SECRET = "a-webhook-secret-that-stays-secret"
INTAKE_TOKEN = "an-intake-token-that-stays-secret"
OPERATIONS_TOKEN = "an-operations-token-that-stays-secret"
OPERATOR = {"Authorization": f"Bearer {OPERATIONS_TOKEN}"}

# The budget is tested on its own; a clock that stands would never refill it.
MANY = 1_000_000


def environment(webex_url: str, public_url: str, database: Path, rep_space_id: str) -> dict[str, str]:
    """Return the settings that every bot under test has, as its environment would give them."""
    return {
        "WEBEX_TEAMS_ACCESS_TOKEN": TOKEN,
        "WEBEX_API_URL": f"{webex_url}/v1/",
        "WEBEX_WEBHOOK_SECRET": SECRET,
        "PUBLIC_URL": public_url,
        "PORT": str(urlsplit(public_url).port or 8080),
        "DATABASE": str(database),
        "ADMIN_EMAILS": "ada@cisco.example.com",
        "REP_SPACE_ID": rep_space_id,
        "OPERATIONS_TOKEN": OPERATIONS_TOKEN,
        "PROVISIONING": "embedded",
    }
