"""The service manager: systemd hears when the bot serves, that it is alive, and when it stops (sd_notify)."""

import logging
import socket
from collections.abc import Mapping
from dataclasses import dataclass

log = logging.getLogger(__name__)

# How often `serve_until_stopped` looks around where no service manager waits for a sign of life.
UNWATCHED_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class ServiceManager:
    """Whatever has started the bot and wants to be told: `address` is a datagram socket, "" where there is none.

    `seconds` is how long the bot may wait before it says again that it is alive.
    """

    address: str = ""
    seconds: float = UNWATCHED_SECONDS

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "ServiceManager":
        """Return the one that the environment names. It hears from us twice as often as it demands."""
        microseconds = environment.get("WATCHDOG_USEC", "")
        seconds = int(microseconds) / 2_000_000 if microseconds.isdigit() and int(microseconds) else UNWATCHED_SECONDS
        return cls(environment.get("NOTIFY_SOCKET", ""), seconds)

    def ready(self) -> None:
        """Say that the bot serves."""
        self._say("READY=1")

    def alive(self) -> None:
        """Say that the bot is alive; without this for a while it is killed and started again."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that the bot stops because it was told to."""
        self._say("STOPPING=1")

    def _say(self, state: str) -> None:
        if not self.address:
            return
        # A name that begins with @ stands in no folder; the kernel writes it with a zero byte.
        address = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.connect(address)
                channel.send(state.encode())
        except OSError as error:
            log.warning("the service manager cannot be told", extra={"action": "notify", "cause": str(error)})
