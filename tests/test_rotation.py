"""Every secret is changed under load, one step after another, and nothing is lost or said twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from playground.patience import PATIENCE
from tests.staging.actors import Actor
from tests.staging.live import where_it_is_noon
from tests.staging.processes import Processes
from tests.staging.settings import TOKEN
from tests.staging.talk import Talk

pytestmark = pytest.mark.crash
OLD, NEW = "the-old-value-that-was-used-so-far", "the-new-value-that-is-used-from-now"
RENEWED = f"{TOKEN}-renewed"
TAKEN_TWICE = ("WEBEX_WEBHOOK_SECRET", "INTAKE_TOKEN", "OPERATIONS_TOKEN")
ORDER = {
    "revision": 1,
    "start_date": "2026-12-01",
    "contact": "omar@example.com",
    "customer_name": "Contoso",
    "services": ["meetings"],
    "lines": [{"item": "A-WX"}],
}


class Rotated(Processes):
    """A bot whose secrets are changed while it is used."""

    def restart(self, **settings: str) -> None:
        """Start the bot again with other settings, as an operator does."""
        self.more_settings |= settings
        self.stop()
        self.start()

    def takes_order(self, number: str, token: str) -> int:
        """Post an order; returns the answer's status."""
        answer = requests.post(
            f"{self.url}/api/orders", json={"number": number, **ORDER}, headers=bearer(token), timeout=PATIENCE
        )
        return answer.status_code

    def shows_numbers(self, token: str) -> bool:
        return requests.get(f"{self.url}/metrics", headers=bearer(token), timeout=PATIENCE).ok

    def says_of_rotation(self) -> str:
        """Return what the doctor says of secrets that are being changed."""
        return next(line for line in self.run("doctor").output.splitlines() if " rotation " in line)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Rotated]:
    with Rotated(tmp_path, CALLS_PER_MINUTE="100000", **dict.fromkeys(TAKEN_TWICE, OLD)) as bot:
        bot.start()
        bot.load(f"C1,A-WX,{where_it_is_noon()[1]},ann@example.com,Contoso,,meetings,,{where_it_is_noon()[0]},,,")
        yield bot


def test_all_are_changed_while_people_write_and_orders_come(bot: Rotated) -> None:
    ann = Actor(bot, bot.world.person("ann@example.com"))
    with Talk(bot) as talk:
        talk.go_on_for(2)
        bot.until(lambda: len(ann.answers) > 0)
        assert bot.takes_order("B1", OLD) == 201
        assert "no secret is being changed" in bot.says_of_rotation()

        assert bot.run("rotate-key").exit_code == 0
        bot.restart(**dict.fromkeys(TAKEN_TWICE, f"{NEW},{OLD}"))
        assert (bot.takes_order("B2", NEW), bot.takes_order("B3", OLD)) == (201, 201)
        assert bot.shows_numbers(NEW)
        bot.until(lambda: "the old WEBEX_WEBHOOK_SECRET can be taken out" in bot.says_of_rotation())
        said = bot.says_of_rotation()
        assert "the old INTAKE_TOKEN was used last at 20" in said
        assert "nobody has used the old OPERATIONS_TOKEN since" in said
        assert "buttons on cards in use that are signed with an old key: " in said
        talk.go_on_for(2)

        bot.world.people.change(bot.me, token=RENEWED)
        bot.until(lambda: "401" in bot.log(1))
        bot.restart(WEBEX_TEAMS_ACCESS_TOKEN=RENEWED, **dict.fromkeys(TAKEN_TWICE, NEW))
        assert (bot.takes_order("B4", NEW), bot.takes_order("B5", OLD)) == (201, 401)
        assert (bot.shows_numbers(NEW), bot.shows_numbers(OLD)) == (True, False)
        ann.person.presses(ann.card, "Set Up Now", {})
        bot.until(lambda: ann.title == "What is your role?")
        talk.go_on_for(2)
    talk.is_answered_once(in_order=False)
    assert bot.run("rotate-key", "--forget-old").output == "Old keys forgotten: 1. Restart the bot.\n"
