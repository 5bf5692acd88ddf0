"""At a step: who sets up an order stands at one step of it, and did something there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.orders import Order
from bot.wizard.engine import Progress
from bot.wizard.step import Stop


@dataclass(frozen=True, slots=True)
class AtStep:
    """The order, how far its person is, the step (`stop`) they are at, and what they entered there: untrusted."""

    order: Order
    progress: Progress
    stop: Stop
    inputs: Mapping[str, str] = field(default_factory=dict)
