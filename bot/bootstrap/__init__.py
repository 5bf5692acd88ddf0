"""Bootstrap: the parts of the bot are chosen by the settings, and put together from the ground up."""

from bot.bootstrap.policy import policy_of
from bot.bootstrap.whole import build

__all__ = ["build", "policy_of"]
