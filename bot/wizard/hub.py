"""The hub of service setup: the sections that it leads to, in any order."""

from bot.wizard.step import Situation, Step

# The name of the hub's step.
HUB = "service_setup"


def needed(situation: Situation) -> list[Step]:
    """Return the sections that this order needs, without the last step of all."""
    return [step for step in situation.steps if step.hub == HUB and not step.seals and step.when(situation)]


def open_sections(situation: Situation) -> list[Step]:
    """Return the needed sections that are not done yet."""
    return [section for section in needed(situation) if section.name not in situation.everything]
