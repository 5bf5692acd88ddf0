"""The services that are set up: each exists if its settings do, and is None otherwise."""

from functools import cached_property

from bot.clock import Clock
from bot.services.commerce import Commerce
from bot.services.tokens import AdminToken, ClientToken
from bot.services.transport import HastyAdapter, ServiceSession
from bot.services.webex_admin import WebexAdmin
from bot.settings import Settings
from store import Store


class Services:
    """The doors to Webex Admin and Cisco Commerce, each made when it is first asked for."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock

    @cached_property
    def admin_token(self) -> AdminToken | None:
        """The token of the service app."""
        secrets = self._settings.webex_admin
        if secrets is None:
            return None
        return AdminToken(
            f"{self._settings.webex_api_url}access_token", secrets, ServiceSession(), self._store, self._clock
        )

    @cached_property
    def admin(self) -> WebexAdmin | None:
        """Webex Admin, for calls that nobody waits for."""
        token = self.admin_token
        return WebexAdmin(self._settings.webex_api_url, token, ServiceSession()) if token else None

    @cached_property
    def admin_in_a_hurry(self) -> WebexAdmin | None:
        """Webex Admin, for calls that somebody in a chat waits for."""
        token = self.admin_token
        return WebexAdmin(self._settings.webex_api_url, token, ServiceSession(HastyAdapter)) if token else None

    @cached_property
    def commerce(self) -> Commerce | None:
        """Cisco Commerce."""
        secrets = self._settings.ccw
        if secrets is None:
            return None
        token = ClientToken(self._settings.ccw_token_url, secrets, ServiceSession(), self._clock)
        return Commerce(self._settings.ccw_api_url, token, ServiceSession(), self._clock)
