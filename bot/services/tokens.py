"""Tokens for the services behind an order: renewed before they expire, and written nowhere but into the database.

A service app of Webex gets an access token for some days and a refresh token for some weeks; each renewal makes both
anew. Cisco Commerce gives a token for an hour to whoever brings client id and secret.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from bot.clock import Clock
from bot.errors import Rejected, TokenRefused, WebexError
from bot.services.transport import ServiceSession, making_sense, object_in
from bot.webex.errors import calling, judge
from store import Store
from store.codec import json_text, read

log = logging.getLogger(__name__)
T = TypeVar("T")

KEPT_AS = "webex_admin_token"
# Renewed when less than this share of its life is left, so that one bad hour does no harm.
RENEW_AT = 0.8
USUAL_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, and when it expires. `of` identifies the refresh token in the settings that it descends from."""

    access: str
    renew_at: datetime
    expires_at: datetime
    refresh: str = ""
    refresh_expires_at: datetime | None = None
    of: str = ""


@making_sense()
def token_from(answer: Mapping[str, Any], now: datetime, *, refresh: str = "", of: str = "") -> Token:
    """Return the token in an answer of a token endpoint."""
    if not isinstance(answer["access_token"], str):
        raise TypeError("no token")
    life = timedelta(seconds=float(answer.get("expires_in") or USUAL_LIFE.total_seconds()))
    refresh_life = answer.get("refresh_token_expires_in")
    return Token(
        answer["access_token"],
        now + life * RENEW_AT,
        now + life,
        str(answer.get("refresh_token") or refresh),
        now + timedelta(seconds=float(refresh_life)) if refresh_life else None,
        of,
    )


def ask_for_token(session: ServiceSession, url: str, form: Mapping[str, str]) -> dict[str, Any]:
    """Ask a token endpoint; raises TokenRefused where it does not accept us, and our other errors of a call."""
    try:
        with calling():
            answer = session.post(url, data=form)
            judge(answer)
            return object_in(answer)
    except Rejected as error:
        raise TokenRefused(f"no token: {error.reason}") from error


class AdminToken:
    """The token of the service app at Webex, kept in the database so that a restart goes on with the newest."""

    def __init__(
        self, url: str, secrets: tuple[str, str, str], session: ServiceSession, store: Store, clock: Clock
    ) -> None:
        self._url = url
        self._client_id, self._client_secret, self._first_refresh = secrets
        self._session = session
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()

    def __call__(self, *, refused: str = "") -> str:
        """Return an access token that is good for a while; another than `refused`, which Webex did not take."""
        with self._lock:
            now, token = self._clock.now(), self.kept()
            if token is not None and token.access != refused and now < token.renew_at:
                return token.access
            try:
                return self._renewed(token, now).access
            except WebexError as error:
                if token is None or token.access == refused or now >= token.expires_at:
                    raise
                log.warning("token not renewed", extra={"action": "token_not_renewed", "cause": error.reason})
                return token.access

    def kept(self) -> Token | None:
        """Return the token as it is kept; None where there is none, or where the settings have another by now."""
        with self._store.reading() as uow:
            kept = uow.bot_state.get(KEPT_AS)
        if not kept:
            return None
        token = read(Token, json.loads(kept))
        return token if token.of == digest(self._first_refresh) else None

    def _renewed(self, token: Token | None, now: datetime) -> Token:
        """Renew by the newest refresh token, or by that of the settings where the newest is no longer accepted."""
        tries = dict.fromkeys([token.refresh if token else "", self._first_refresh])
        refused: TokenRefused | None = None
        for refresh in filter(None, tries):
            try:
                return self._keep(self._ask(refresh, now))
            except TokenRefused as error:
                refused = error
        raise refused or TokenRefused("there is no refresh token")

    def _ask(self, refresh: str, now: datetime) -> Token:
        form = {
            "grant_type": "refresh_token",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "refresh_token": refresh,
        }
        answer = ask_for_token(self._session, self._url, form)
        return token_from(answer, now, refresh=refresh, of=digest(self._first_refresh))

    def _keep(self, token: Token) -> Token:
        with self._store.unit_of_work() as uow:
            uow.bot_state.set(KEPT_AS, json_text(token))
        log.info("token renewed", extra={"action": "token_renewed", "until": token.expires_at})
        return token


class ClientToken:
    """A token for a client id and secret; kept in memory only, since it soon expires."""

    def __init__(self, url: str, secrets: tuple[str, str], session: ServiceSession, clock: Clock) -> None:
        self._url = url
        self._client_id, self._client_secret = secrets
        self._session = session
        self._clock = clock
        self._lock = threading.Lock()
        self._token: Token | None = None

    def __call__(self, *, refused: str = "") -> str:
        """Return an access token that is good for a while; another than `refused`, which was not taken."""
        with self._lock:
            now, token = self._clock.now(), self._token
            if token is None or token.access == refused or now >= token.renew_at:
                form = {
                    "grant_type": "client_credentials",
                    "client_id": self._client_id,
                    "client_secret": self._client_secret,
                }
                token = self._token = token_from(ask_for_token(self._session, self._url, form), now)
            return token.access


Bearer = Callable[..., str]


def authorized(bearer: Bearer, call: Callable[[str], T]) -> T:
    """Make a call with a token, and once more with another one where that is refused."""
    token = bearer()
    try:
        return call(token)
    except TokenRefused:
        return call(bearer(refused=token))


def bearing(token: str) -> dict[str, str]:
    """Return the header that brings a token."""
    return {"Authorization": f"Bearer {token}"}


def digest(secret: str) -> str:
    """Return a digest that tells one secret from another, and reveals neither."""
    return sha256(secret.encode()).hexdigest()[:16]
