"""Settings: every knob of the bot, from the environment or `.env`, checked before anything starts."""

from bot.settings.effective import Effective, effective
from bot.settings.loading import load_settings
from bot.settings.model import Settings, Source

__all__ = ["Effective", "Settings", "Source", "effective", "load_settings"]
