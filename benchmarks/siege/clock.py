"""The bot's process of the siege: as `setup-now serve`, but by a clock that somebody outside can shift."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from bot.bootstrap import build
from bot.clock import SteadyClock, SystemClock
from bot.lifecycle import serve_until_stopped
from bot.logs import configure_logging
from bot.settings import load_settings


class ShiftedClock:
    """The machine's clock, and so many seconds as a file says; the local Webex goes by it as well."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._real = SystemClock()

    def now(self) -> datetime:
        return self._real.now() + timedelta(seconds=float(self._file.read_text()))

    def shift(self, seconds: float) -> None:
        """Put the clock forward, or back."""
        fresh = self._file.with_suffix(".fresh")
        fresh.write_text(str(seconds + (float(self._file.read_text()) if self._file.exists() else 0)))
        fresh.replace(self._file)


def main() -> None:
    settings = load_settings(os.environ, env_file=None)
    configure_logging(settings.log_format, settings.secrets)
    bot = build(settings, clock=ShiftedClock(Path(os.environ["CLOCK"])), spans=SteadyClock())
    serve_until_stopped(bot, settings)


if __name__ == "__main__":
    main()
