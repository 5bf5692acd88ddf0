"""The rep space, as stories of reps and admins look at it."""

from typing import Any

from playground.model import Room
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import invited, march

N = "90417263"


def escalated(stage: Stage, ann: Actor) -> None:
    """Nobody has begun a day after the invitation."""
    invited(stage, ann)
    stage.go_to(march(3))


def space(stage: Stage) -> list[str]:
    return [message.words for message in stage.world.transcript(stage.space)]


def live_cards(stage: Stage) -> list[str]:
    """Return the cards in the space that can be pressed."""
    return [message.text for message in cards_to_press(stage)]


def owner_of(stage: Stage) -> str:
    """Return who has claimed the escalation of the order; "" for nobody."""
    with stage.bot.store.reading() as uow:
        escalation = uow.escalations.get(N)
    return escalation.owner if escalation else "no escalation"


def cards_to_press(stage: Stage, room: Room | None = None) -> list[Any]:
    """Return the cards in a room that can be pressed: in the rep space, unless another is named."""
    return [m for m in stage.world.transcript(room or stage.space) if m.card and m.card.get("actions")]


def drain(stage: Stage) -> None:
    while stage.bot.workers.handling.next():
        pass


def space_presses(stage: Stage, actor: Actor, title: str, **inputs: Any) -> None:
    """Press a button of the newest card in the rep space."""
    actor.presses(title, cards_to_press(stage)[-1], **inputs)


def last_in_space(stage: Stage) -> str:
    return str(stage.world.transcript(stage.space)[-1].text)
