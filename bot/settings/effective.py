"""The settings in effect, as an admin may see them, each with its source; of a secret only that it is set."""

from dataclasses import dataclass

from pydantic import SecretStr

from bot.settings.env_file import written
from bot.settings.model import Settings, Source


@dataclass(frozen=True, slots=True)
class Effective:
    """One setting. `value` is "" where nothing is set, and for a secret, of which there are `secrets`."""

    name: str
    value: str
    source: Source
    secrets: int = 0


def effective(settings: Settings) -> tuple[Effective, ...]:
    """Return every setting as it is in effect."""
    return tuple(shown(settings, field) for field in Settings.model_fields)


def shown(settings: Settings, field: str) -> Effective:
    """Return one setting; nothing of a secret leaves here."""
    values, source, name = settings.values(field), settings.source(field), field.upper()
    if any(isinstance(each, SecretStr) for each in values):
        return Effective(name, "", source, secrets=len(values))
    return Effective(name, ", ".join(map(written, values)), source)
