"""Messages that are owed, and what of them arrived."""

from datetime import UTC, datetime

from bot.domain.outgoing import Address, Lane, Message
from tests.staging.actors import Actor
from tests.staging.stage import Stage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def owe(stage: Stage, actor: Actor, *texts: str, lane: Lane = Lane.REPLY) -> None:
    """Owe messages to somebody, past all handlers."""
    with stage.bot.store.unit_of_work() as uow:
        for text in texts:
            uow.outbox.post(Address(email=actor.email), Message(text), lane, stage.clock.now())
    stage.settle()


def texts(actor: Actor) -> list[str]:
    return [each.text for each in actor.answers]
