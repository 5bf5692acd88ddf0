"""The doctor: says what is not well, and how to mend it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.language.texts import texts
from bot.language.zone_data import OURS
from bot.operations.backing_up import back_up
from bot.operations.findings import Finding
from bot.webex.webhooks import WebhookGuardian
from tests.fakes.clocks import StandingClock
from tests.staging.actors import Actor
from tests.staging.settings import SECRET
from tests.staging.stage import Stage


def examined(stage: Stage) -> dict[str, Finding]:
    return {finding.name: finding for finding in stage.bot.doctor.findings()}


def test_a_bot_at_work_has_only_its_clock_in_the_past_of_this_story(stage: Stage, rita: Actor) -> None:
    found = examined(stage)

    assert [name for name, finding in found.items() if not finding.is_well] == ["clock"]


def test_a_webhook_that_was_switched_off_is_named_with_its_fix(stage: Stage, rita: Actor) -> None:
    stage.world.webhooks.delete(stage.world.webhooks.of(stage.me)[0])

    found = examined(stage)["webhooks"]

    assert "missing" in found.state(texts("en"))
    assert "PUBLIC_URL" in found.fix


def test_a_refused_token_is_named_with_its_fix_whatever_it_keeps_from_being_looked_at(
    stage: Stage, rita: Actor
) -> None:
    stage.world.people.change(stage.me, token="another-token-now")

    found = examined(stage)

    ill = {name: finding.fix for name, finding in found.items() if not finding.is_well and name != "clock"}
    assert ill.keys() >= {"token", "webhooks", "spaces"}
    assert all("developer.webex.com" in fix for fix in ill.values())


def test_an_admin_asks_for_the_doctor_in_the_space_and_reads_the_report_alone(
    stage: Stage, rita: Actor, ada: Actor
) -> None:
    stage.world.invite(stage.space, ada.person)
    stage.settle()
    stage.world.webhooks.delete(stage.world.webhooks.of(stage.me)[1])
    ada.says_in_space("/doctor")

    assert ada.sees.startswith("2 things need attention")
    assert "✗ Webhooks: Set Up Now messages deleted: was missing" in ada.sees
    assert "Fix: start the bot" in ada.sees
    assert "✓ Token: accepted" in ada.sees
    assert stage.world.transcript(stage.space)[-1].text == "I have answered you in our direct chat."


def test_while_the_doctor_looks_nobody_waits_and_a_former_admin_is_told_nothing(stage: Stage, ada: Actor) -> None:
    ada.says("/help")
    ada.person.says(stage.me, "/doctor")
    stage.world.settle()
    stage.bot.workers.handling.next()
    with stage.bot.store.unit_of_work() as uow:
        in_hand = uow.inbox.lease("a slow doctor", stage.clock.now())
    assert in_hand is not None
    assert in_hand.key.startswith("jobs:doctor:")

    ada.person.says(stage.me, "/help")
    stage.world.settle()
    stage.bot.work()
    assert "/orders" in ada.sees

    with stage.bot.store.unit_of_work() as uow:
        uow.release_leases("a slow doctor")
    stage.restart(ADMIN_EMAILS="")
    assert "Token" not in ada.sees
    assert ada.sees.startswith("That command is for")


def test_the_doctor_speaks_arabic(stage: Stage, rita: Actor, ada: Actor) -> None:
    ada.says("language ar").says("/doctor")

    assert "الساعة" in ada.sees
    assert "needs attention" not in ada.sees


def test_settings_are_shown_with_where_they_come_from_and_never_a_secret(stage: Stage, ada: Actor, rita: Actor) -> None:
    stage.world.invite(stage.space, ada.person)
    ada.says_in_space("/config")
    assert "ADMIN_EMAILS: ada@cisco.example.com · environment" in ada.sees
    assert "WEBEX_TEAMS_ACCESS_TOKEN: set, not shown · environment" in ada.sees
    assert "TIMEZONE: UTC · default" in ada.sees
    assert not any(
        secret[:6] in str(m.card) + m.text for m in ada.answers for secret in stage.bot.doctor.settings.secrets
    )
    assert stage.world.transcript(stage.space)[-1].text == "I have answered you in our direct chat."

    ada.says_in_space("/space here").says("/config")
    assert "REP_SPACE_ID" in ada.sees
    assert "chosen in the chat" in ada.sees
    rita.says("/config")
    assert rita.sees.startswith("That command is for")


@pytest.mark.parametrize(("wrong", "words"), [(3, "ahead of Webex by 3 hours"), (-50, "behind Webex by 2 days")])
def test_a_clock_that_is_not_webex_s_is_named_with_its_fix(stage: Stage, wrong: int, words: str) -> None:
    stage.clock.move_to(datetime(2027, 3, 2, 9, 0, tzinfo=UTC))
    clock = StandingClock(stage.clock.now() + timedelta(hours=wrong))
    [found] = [each for each in replace(stage.bot.doctor, clock=clock).findings() if each.name == "clock"]

    assert found.state(texts("en")).endswith(words)
    assert "NTP" in found.fix


def test_zone_data_are_named_and_old_ones_not_used(stage: Stage) -> None:
    stage.clock.move_to(datetime(2027, 3, 2, 9, 0, tzinfo=UTC))
    found = examined(stage)["zones"]
    assert found.is_well
    assert found.state(texts("en")).startswith(f"rules of {OURS}")

    stage.clock.move_to(datetime(2076, 3, 2, 9, 0, tzinfo=UTC))
    assert "tzdata" in examined(stage)["zones"].fix


def test_a_backup_that_is_missing_or_old_is_named(stage: Stage) -> None:
    assert "not needed" in examined(stage)["backup"].state(texts("en")), "here nothing real is kept"
    stage.restart(PROVISIONING="control-hub")
    assert examined(stage)["backup"].state(texts("en")) == "none was made yet"

    back_up(stage.bot.store, stage.folder / "backup.db", stage.clock.now())
    stage.clock.passes(days=2)
    assert examined(stage)["backup"].is_well
    stage.clock.passes(hours=1)
    old = examined(stage)["backup"]
    assert old.state(texts("en")) == "the newest was made 2 days ago"
    assert old.fix == "make one each night: setup-now backup FILE"


def test_after_an_upgrade_the_first_backup_is_awaited_for_two_days(stage: Stage) -> None:
    stage.restart(PROVISIONING="control-hub")
    stage.clock.passes(days=400)
    assert not examined(stage)["backup"].is_well
    stage.bot.lifecycle.heartbeat.enter()
    assert examined(stage)["backup"].is_well
    stage.clock.passes(days=2, hours=1)
    stage.bot.lifecycle.heartbeat.enter()
    assert not examined(stage)["backup"].is_well


@pytest.mark.parametrize("year", [1970, 2077])
def test_a_clock_that_is_put_right_after_the_first_start_leaves_two_days_for_a_backup(stage: Stage, year: int) -> None:
    stage.restart(PROVISIONING="control-hub")
    heartbeat = stage.bot.lifecycle.heartbeat
    stage.clock.move_to(datetime(year, 1, 1, tzinfo=UTC))
    heartbeat.enter()
    stage.clock.move_to(datetime(2027, 3, 2, 9, 0, tzinfo=UTC))
    heartbeat.beat()
    assert examined(stage)["backup"].is_well, "nobody has had two days to make one"

    stage.clock.passes(days=2, hours=1)
    assert not examined(stage)["backup"].is_well


def test_a_backup_made_by_a_clock_that_was_ahead_counts_as_made_by_now(stage: Stage) -> None:
    stage.restart(PROVISIONING="control-hub")
    stage.clock.move_to(datetime(2027, 3, 2, 9, 0, tzinfo=UTC))
    heartbeat = stage.bot.lifecycle.heartbeat
    heartbeat.enter()
    back_up(stage.bot.store, stage.folder / "backup.db", stage.clock.now() + timedelta(days=3650))
    heartbeat.beat()
    stage.clock.passes(days=2, hours=1)
    assert examined(stage)["backup"].state(texts("en")) == "the newest was made 2 days ago"
    assert not examined(stage)["backup"].is_well, "or nobody would hear for ten years that none is made"


def test_a_clock_that_was_reset_for_a_moment_makes_no_backup_old(stage: Stage) -> None:
    stage.restart(PROVISIONING="control-hub")
    now = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
    stage.clock.move_to(now)
    back_up(stage.bot.store, stage.folder / "backup.db", now)
    stage.clock.move_to(datetime(1970, 1, 1, tzinfo=UTC))
    stage.bot.lifecycle.heartbeat.enter()
    stage.clock.move_to(now + timedelta(hours=1))
    stage.bot.lifecycle.heartbeat.beat()
    assert examined(stage)["backup"].is_well


def test_another_bot_with_our_token_is_named_until_it_is_gone(stage: Stage) -> None:
    elsewhere = "https://elsewhere.example.net/webhooks/webex"
    guard, rival = stage.bot.lifecycle.guard, WebhookGuardian(stage.bot.doctor.webex, elsewhere, SECRET)
    guard.check()
    rival.check()
    guard.check()
    found = examined(stage)["webhooks"]
    assert found.state(texts("en")) == (
        f"another bot has this token, and takes them over: within the last hour they led to {elsewhere}"
    )
    assert "a token of its own" in found.fix
    stage.clock.passes(hours=2)
    assert examined(stage)["webhooks"].is_well


def test_webhooks_that_lead_to_the_address_before_are_no_rival(stage: Stage) -> None:
    WebhookGuardian(stage.bot.doctor.webex, "https://before.example.net/webhooks/webex", SECRET).check()
    stage.restart()
    stage.bot.lifecycle.guard.check()
    assert examined(stage)["webhooks"].is_well


def test_what_can_be_guessed_is_named(stage: Stage, ada: Actor) -> None:
    stage.restart(OPERATIONS_TOKEN="short", INTAKE_TOKEN="another,a-token-of-sixteen-letters-or-more")
    ada.says("/doctor")
    assert "INTAKE_TOKEN, OPERATIONS_TOKEN: shorter than 16 characters" in ada.sees
    assert "another" not in ada.sees
