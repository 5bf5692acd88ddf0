"""Loading: the settings are read from the environment or `.env`, and every problem with them is said at once."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from bot.errors import ConfigurationError
from bot.settings.model import Settings, Source
from bot.settings.provisioning import Provisioning


def load_settings(environ: Mapping[str, str] | None = None, env_file: str | Path | None = ".env") -> Settings:
    """Read the settings from the environment, and from a file where the environment says nothing.

    Raises ConfigurationError with every problem at once: name, what is wrong, and the fix with an example.
    """
    raw = raw_settings(os.environ if environ is None else environ, env_file)
    given, problems = with_token_file({name: value for name, (value, _source) in raw.items()})
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise ConfigurationError(sorted({*problems, *complaints(error, given, problems)})) from None
    problems += [*mail_complaints(settings), *provisioning_complaints(settings), *halves(settings)]
    if problems:
        raise ConfigurationError(problems)
    settings._sources.update({field: raw[field.upper()][1] if field.upper() in raw else Source.FILE for field in given})
    return settings


def complaint_about(name: str, value: str) -> str:
    """Return what is wrong with a value of one setting, seen alone; "" where nothing is."""
    try:
        Settings(**{name.lower(): value})  # type: ignore[arg-type]
    except ValidationError as error:
        return next((line for line in complaints(error, {}, []) if line.startswith(f"{name}:")), "")
    return ""


def raw_settings(environ: Mapping[str, str], env_file: str | Path | None) -> dict[str, tuple[str, Source]]:
    """Return what was given by name, with where; an empty value counts as not given."""
    written = dotenv_values(env_file, interpolate=False) if env_file else {}
    places: tuple[tuple[Mapping[str, str | None], Source], ...] = (
        (written, Source.ENV_FILE),
        (environ, Source.ENVIRONMENT),
    )
    return {
        name: (value, source) for place, source in places for name, value in place.items() if value and value.strip()
    }


def with_token_file(raw: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of the settings, the token read from its file where one is named."""
    given: dict[str, Any] = {field: raw[field.upper()] for field in Settings.model_fields if field.upper() in raw}
    path = raw.get("WEBEX_TEAMS_ACCESS_TOKEN_FILE")
    if not path:
        return given, []
    if "webex_teams_access_token" in given:
        return given, [token_file_line("is given beside WEBEX_TEAMS_ACCESS_TOKEN: keep one of the two")]
    try:
        given["webex_teams_access_token"] = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        return given, [token_file_line(f"{path!r} cannot be read ({why}): name a file that holds the token alone")]
    return given, []


def token_file_line(complaint: str) -> str:
    example = "/run/secrets/webex-token"
    return f"WEBEX_TEAMS_ACCESS_TOKEN_FILE: {complaint}. Example: WEBEX_TEAMS_ACCESS_TOKEN_FILE={example}"


def complaints(error: ValidationError, given: Mapping[str, Any], known: list[str]) -> Iterator[str]:
    """Say each problem in one line: the name, what is wrong with it, and an example that works."""
    for each in error.errors(include_url=False, include_input=False):
        field = str(each["loc"][0])
        # A token file that cannot be read was complained about already.
        if field == "webex_teams_access_token" and field not in given and known:
            continue
        reason = "missing" if each["type"] == "missing" else each["msg"].removeprefix("Value error, ")
        yield problem_line(field, reason)


def problem_line(field: str, reason: str) -> str:
    examples = Settings.model_fields[field].examples or [""]
    return f"{field.upper()}: {reason}. Example: {field.upper()}={examples[0]}"


def provisioning_complaints(settings: Settings) -> Iterator[str]:
    if settings.provisioning is Provisioning.WEBHOOK:
        for field in ("provisioning_url", "provisioning_secret"):
            if not getattr(settings, field):
                yield problem_line(field, "missing, and PROVISIONING=webhook needs it")


TOGETHER = (
    ("webex_admin_client_id", "webex_admin_client_secret", "webex_admin_refresh_token"),
    ("ccw_client_id", "ccw_client_secret"),
)


def halves(settings: Settings) -> Iterator[str]:
    """Say what is missing of settings that are only good together."""
    for fields in TOGETHER:
        missing = [field for field in fields if not getattr(settings, field)]
        if len(missing) < len(fields):
            given = next(field for field in fields if field not in missing)
            yield from (problem_line(field, f"missing, and {given.upper()} needs it") for field in missing)


def mail_complaints(settings: Settings) -> list[str]:
    if settings.smtp_url and not settings.mail_from:
        return [problem_line("mail_from", "missing, and SMTP_URL needs it")]
    return []
