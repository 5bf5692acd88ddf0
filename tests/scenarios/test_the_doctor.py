"""The doctor: says what is not well, and how to mend it."""

from bot.doctor import Doctor, Finding
from tests.scenarios.actors import Actor, Stage


def examined(stage: Stage) -> dict[str, Finding]:
    bot = stage.bot
    doctor = Doctor(bot.settings, bot.webex, bot.store, bot.upkeep.guardian, bot.clock)
    return {finding.name: finding for finding in doctor.findings()}


def test_a_bot_at_work_has_only_its_clock_in_the_past_of_this_story(stage: Stage, rita: Actor) -> None:
    found = examined(stage)

    assert [name for name, finding in found.items() if not finding.is_well] == ["clock"]


def test_a_webhook_that_was_switched_off_is_named_with_its_fix(stage: Stage, rita: Actor) -> None:
    stage.world.webhooks.delete(stage.world.webhooks.of(stage.me)[0])

    found = examined(stage)["webhooks"]

    assert "missing" in found.state
    assert "PUBLIC_URL" in found.fix


def test_a_refused_token_is_named_with_its_fix(stage: Stage, rita: Actor) -> None:
    stage.world.people.change(stage.me, token="another-token-now")

    assert "developer.webex.com" in examined(stage)["token"].fix
