"""The page about metrics, made from the bot's own registry."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from bot.bootstrap import build
from bot.settings import load_settings

TOKEN = "a-token-of-nobody-for-this-page-alone"  # noqa: S105 - it opens nothing
SETTINGS = {
    "WEBEX_TEAMS_ACCESS_TOKEN": TOKEN,
    "WEBEX_WEBHOOK_SECRET": TOKEN,
    "PUBLIC_URL": "http://localhost",
    "INTAKE_TOKEN": TOKEN,
    "OPERATIONS_TOKEN": f"{TOKEN}-of-operators",
}
HEAD = """# Metrics

What `GET /metrics` shows. Made from the code by `make docs`. Alarms on them are in
[monitoring/alarms.yml](monitoring/alarms.yml), and answered by the [runbook](runbook.md); a dashboard for Grafana is
[monitoring/dashboard.json](monitoring/dashboard.json).

| metric | kind | means |
|---|---|---|
"""


def families() -> Iterator[Metric]:
    """Return every metric of a bot with all that can be switched on; when a counter began is of no interest."""
    with TemporaryDirectory() as folder:
        bot = build(load_settings(SETTINGS | {"DATABASE": str(Path(folder) / "new.db")}, None))
        headers = {"Authorization": f"Bearer {SETTINGS['OPERATIONS_TOKEN']}"}
        shown = Client(bot.web).get("/metrics", headers=headers).text
        bot.store.close()
    yield from (each for each in text_string_to_metric_families(shown) if not each.name.endswith("_created"))


def exported(family: Metric) -> str:
    """Return the name under which a metric is asked for."""
    return f"{family.name}_total" if family.type == "counter" else str(family.name)


def metrics_page() -> str:
    """Return the page with every metric and its meaning."""
    rows = [f"| `{exported(each)}` | {each.type} | {each.documentation} |" for each in families()]
    return HEAD + "\n".join([*sorted(rows), ""])
