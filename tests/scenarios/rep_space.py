"""The rep space, as the scenarios of reps and admins look at it."""

from datetime import UTC, datetime
from typing import Any

from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import invited

N = "90417263"


def march(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def escalated(stage: Stage, ann: Actor) -> None:
    """Nobody has begun a day after the invitation."""
    invited(stage, ann)
    stage.go_to(march(3))


def space(stage: Stage) -> list[str]:
    return [message.words for message in stage.world.transcript(stage.space)]


def live_cards(stage: Stage) -> list[str]:
    """Return the cards in the space that can be pressed."""
    return [message.text for message in cards_to_press(stage)]


def owner(stage: Stage) -> str:
    with stage.bot.store.reading() as uow:
        escalation = uow.escalations.get(N)
    return escalation.owner if escalation else "no escalation"


def cards_to_press(stage: Stage) -> list[Any]:
    return [m for m in stage.world.transcript(stage.space) if m.card and m.card.get("actions")]


def drain(stage: Stage) -> None:
    while stage.bot.workers.handling.next():
        pass


def space_presses(stage: Stage, actor: Actor, title: str, **inputs: Any) -> None:
    """Press a button of the newest card in the rep space."""
    cards = [m for m in stage.world.transcript(stage.space) if m.card and m.card.get("actions")]
    actor.presses(title, cards[-1], **inputs)


def last_in_space(stage: Stage) -> str:
    return str(stage.world.transcript(stage.space)[-1].text)
