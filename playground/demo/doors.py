"""Doors: the ports of this machine where the page and the bot are served, and their addresses."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from playground.emulator import PREFIX
from playground.serving import LOOPBACK, take_port

EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "[::1]"}  # noqa: S104, where to reach what listens there


@dataclass(frozen=True)
class Ports:
    """Where the page and the bot are to listen; port 0 is any that is free."""

    host: str = LOOPBACK
    page: int = 0
    bot: int = 0


ANY = Ports()


@dataclass(frozen=True)
class Doors:
    """Where it is served: the local Webex with its page, and the bot."""

    host: str
    page: socket.socket
    bot: socket.socket

    @classmethod
    def at(cls, ports: Ports) -> Doors:
        """Take these ports, or what is free where others have them."""
        return cls(ports.host, take_port(ports.host, ports.page), take_port(ports.host, ports.bot))

    @property
    def page_url(self) -> str:
        """Where people look."""
        return self._url(self.page)

    @property
    def bot_url(self) -> str:
        """Where Webex reaches the bot."""
        return self._url(self.bot)

    @property
    def webex_url(self) -> str:
        """Where the bot reaches Webex: on this machine, whoever else may."""
        return f"http://{LOOPBACK}:{self.page.getsockname()[1]}{PREFIX}/"

    def _url(self, taken: socket.socket) -> str:
        shown = EVERYWHERE.get(self.host, f"[{self.host}]" if ":" in self.host else self.host)
        return f"http://{shown}:{taken.getsockname()[1]}"
