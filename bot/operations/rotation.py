"""Secrets that are being changed: keys that sign buttons, and when the old value of a secret may go."""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import chain

from bot.clock import Clock
from bot.domain.actions import FIELD, ForgedAction, Signer
from bot.errors import StoreUnavailable
from bot.language.texts import Texts, _
from bot.operations.findings import Check, Finding, finding
from bot.settings import Settings
from bot.webex.content import tokens_in
from bot.webex.webhooks import WebhookGuardian
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

KEY, KEYS_BEFORE = "signing_key", "signing_keys_before"
# The use of an old token is noted at most this often.
NOTED_EVERY = timedelta(minutes=1)
FORGET = "setup-now rotate-key --forget-old"
UNUSED = _("nobody has used the old {name} since: it can be taken out once all have the new one")
CAN_GO = _("the old {name} can be taken out once the bot has run for a minute")


def make_key() -> str:
    return secrets.token_hex(32)


def signing_keys(store: Store) -> tuple[str, ...]:
    """Return the keys of buttons, the signing one first: they outlive restarts and a new token of the bot."""
    with store.reading() as uow:
        known = uow.bot_state.get(KEY)
        if known:
            return (known, *keys_before(uow))
    with store.unit_of_work() as uow:
        return (uow.bot_state.get_or_create(KEY, make_key), *keys_before(uow))


def keys_before(uow: UnitOfWork) -> list[str]:
    """Return the keys that signed before and are still accepted, the newest first."""
    return list(json.loads(uow.bot_state.get(KEYS_BEFORE) or "[]"))


def new_key(store: Store) -> None:
    """Have buttons signed with a new key; the old ones are still accepted."""
    old, *before = signing_keys(store)
    with store.unit_of_work() as uow:
        uow.bot_state.set(KEYS_BEFORE, json.dumps([old, *before]))
        uow.bot_state.set(KEY, make_key())


def forget_old_keys(store: Store) -> int:
    """Stop accepting buttons that an old key has signed; return how many keys went."""
    with store.unit_of_work() as uow:
        count = len(keys_before(uow))
        uow.bot_state.set(KEYS_BEFORE, "[]")
    return count


def name_of(setting: str, secret: str) -> str:
    """Return the name under which the last use of an old secret is noted; nobody can tell the secret from it."""
    return f"old_secret:{setting}:{sha256(secret.encode()).hexdigest()[:12]}"


@dataclass(slots=True)
class OldToken:
    """Notes when the older of two tokens was last used."""

    store: Store
    clock: Clock
    name: str
    _noted: datetime | None = field(default=None, init=False)

    def __call__(self) -> None:
        """Note that it was used now."""
        now = self.clock.now()
        if self._noted is not None and abs(now - self._noted) < NOTED_EVERY:
            return
        try:
            with self.store.unit_of_work() as uow:
                uow.bot_state.set_moment(self.name, now)
        except StoreUnavailable as error:
            # Whoever watches the bot is to see its numbers then above all.
            log.warning("not noted", extra={"action": "old_secret_used", "cause": str(error)})
        self._noted = now


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be translated, and the values that fill it."""

    words: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rotation:
    """Says of each secret that is being changed whether its old value may go."""

    settings: Settings
    store: Store
    guardian: WebhookGuardian

    def __call__(self) -> tuple[Check, ...]:
        return (("rotation", self.look),)

    def look(self) -> Finding:
        said = [*self._webhook_secret(), *self._tokens(), *self._keys()]
        if not said:
            return finding(_("no secret is being changed"))
        return finding("{said}", said=partial(told_together, said))

    def _webhook_secret(self) -> list[Sentence]:
        if len(self.settings.webhook_secrets) == 1:
            return []
        words = _("Webex does not sign with the new {name} yet") if self.guardian.problems() else CAN_GO
        return [Sentence(words, {"name": "WEBEX_WEBHOOK_SECRET"})]

    def _tokens(self) -> list[Sentence]:
        pairs = {
            "INTAKE_TOKEN": self.settings.order_intake_tokens,
            "OPERATIONS_TOKEN": self.settings.operators_tokens,
        }
        return [self._token(name, values[1]) for name, values in pairs.items() if len(values) > 1]

    def _token(self, name: str, old: str) -> Sentence:
        with self.store.reading() as uow:
            noted = uow.bot_state.moment(name_of(name, old))
        if noted is None:
            return Sentence(UNUSED, {"name": name})
        moment = f"{noted:%Y-%m-%d %H:%M}Z"
        return Sentence(_("the old {name} was used last at {moment}"), {"name": name, "moment": moment})

    def _keys(self) -> list[Sentence]:
        with self.store.reading() as uow:
            if not keys_before(uow):
                return []
            cards = uow.live_cards.cards()
        signer = Signer(signing_keys(self.store)[0])
        n = sum(not signs(signer, token) for token in chain.from_iterable(map(tokens_in, cards)))
        if n:
            return [Sentence(_("buttons on cards in use that are signed with an old key: {n}"), {"n": n})]
        return [Sentence(_("no card in use needs an old key: {command}"), {"command": FORGET})]


def told_together(said: list[Sentence], t: Texts) -> str:
    """Return several sentences in one text."""
    return "; ".join(t(each.words, **each.values) for each in said)


def signs(signer: Signer, token: str) -> bool:
    """Return whether one of these keys has signed a button."""
    try:
        signer.unpack({FIELD: token})
    except ForgedAction:
        return False
    return True
