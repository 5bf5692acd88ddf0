"""Actions: the data that a button carries, signed by the bot and bound to an order, a step, a revision and a person."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Protocol, Self

from itsdangerous import BadSignature, HMACAlgorithm, Serializer, URLSafeSerializer, base64_encode

from bot.errors import BotError

FIELD = "setupNow"
# A signature is for buttons alone: whatever else the key signs cannot pass for an action.
SALT = "setup-now.action"
NOTHING: Mapping[str, str] = MappingProxyType({})


class ForgedAction(BotError):
    """A submission whose action we did not sign, or that was altered since."""


@dataclass(frozen=True, slots=True)
class Action:
    """One button: `verb` is what to do.

    `person` is the email it was made for ("" on a card for a space). `given` holds answers that the card showed without
    an input, such as the one organization to confirm.
    """

    verb: str
    order: str = ""
    step: str = ""
    revision: int = 0
    person: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        return cls(**values)


PARTS = tuple(each.name for each in fields(Action))


class Pack(Protocol):
    """Signs the buttons of one card. `given` holds answers that the card shows without an input."""

    def __call__(self, verb: str, given: Mapping[str, str] = NOTHING) -> dict[str, str]:
        """Return the data of a button with this verb."""
        ...


class InOneCall(HMACAlgorithm):
    """The signature that itsdangerous makes, by one call of the library below it instead of thirty of Python's."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Return HMAC-SHA1 of a value."""
        return hmac.digest(key, value, "sha1")


class ActionSerializer(URLSafeSerializer):
    """Writes actions uncompressed: they are so short that compressing them takes long and saves only a few letters.

    It reads compressed ones as well, which older cards have.
    """

    def dump_payload(self, obj: Any) -> bytes:
        """Return an action as JSON, encoded in base64 for addresses."""
        return base64_encode(Serializer.dump_payload(self, obj))


class Signer:
    """Packs actions into buttons, and unpacks them from submissions: the first key signs, and each is accepted."""

    def __init__(self, *keys: str) -> None:
        self._serializer = ActionSerializer(keys[::-1], salt=SALT, signer_kwargs={"algorithm": InOneCall()})

    def pack(self, action: Action) -> dict[str, str]:
        """Return the data of a button."""
        values = {name: value for name in PARTS if (value := getattr(action, name))}
        return {FIELD: str(self._serializer.dumps(values))}

    def unpack(self, inputs: Mapping[str, str]) -> Action:
        """Return the action behind a submission.

        Raises ForgedAction when there is none, or none that this bot signed.
        """
        try:
            return Action.from_values(self._serializer.loads(inputs.get(FIELD, "")))
        except (BadSignature, TypeError) as error:
            raise ForgedAction("the action is not signed by this bot") from error
