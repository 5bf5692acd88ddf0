"""Weeks of reminders, as the scenarios of them look at it."""

from tests.staging.actors import Actor
from tests.staging.stage import Stage

INVITE, NUDGE = "Set up your Webex order", "Go on with your Webex order"


def heard(stage: Stage, actor: Actor) -> list[str]:
    """Return the first line of everything the bot ever said to somebody, cards that were retired since included."""
    room = stage.world.direct(actor.person, stage.me)
    return [first_line(message) for message in stage.world.transcript(room, deleted=True) if is_news(stage, message)]


def is_news(stage: Stage, message: object) -> bool:
    return message.person_id == stage.me.id  # type: ignore[attr-defined, no-any-return]


def first_line(message: object) -> str:
    return str(message.text).split("\n")[0]  # type: ignore[attr-defined]


def calls(stage: Stage) -> int:
    """Return how often the reps were called: cards that were ever posted in their space."""
    with stage.bot.store.reading() as uow:
        return sum(
            len([line for line in uow.audit.of_order(order.number) if line.verb == "escalated"])
            for order in uow.orders.each()
        )
