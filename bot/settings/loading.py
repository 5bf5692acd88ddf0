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


def load_settings(
    environ: Mapping[str, str] | None = None,
    env_file: str | Path | None = ".env",
    *,
    instead: Mapping[str, str] | None = None,
) -> Settings:
    """Read the settings from the environment, and from a file where the environment says nothing.

    Where neither gives a setting, its value is taken from `instead`, and the file that the token may stand in is not
    read then. Raises ConfigurationError with every problem at once: name, what is wrong, and the fix with an example.
    """
    raw = raw_settings(os.environ if environ is None else environ, env_file)
    if instead:
        raw.pop("WEBEX_TEAMS_ACCESS_TOKEN_FILE", None)
        raw = {name: (value, Source.DEFAULT) for name, value in instead.items()} | raw
    given, of_token_file = with_token_file({name: value for name, (value, _source) in raw.items()})
    problems = [*of_token_file, *lacking(given)]
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise ConfigurationError(sorted({*problems, *complaints(error, given, of_token_file)})) from None
    if problems:
        raise ConfigurationError(sorted(problems))
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
    written = written_in(env_file) if env_file else {}
    places: tuple[tuple[Mapping[str, str | None], Source], ...] = (
        (written, Source.ENV_FILE),
        (environ, Source.ENVIRONMENT),
    )
    return {
        name: (value, source) for place, source in places for name, value in place.items() if value and value.strip()
    }


def written_in(env_file: str | Path) -> dict[str, str | None]:
    """Return what a file of settings says; a file that is not there says nothing."""
    try:
        return dotenv_values(env_file, interpolate=False)
    except UnicodeDecodeError:
        # As PowerShell and Notepad write it, unless they are told otherwise.
        raise ConfigurationError([f"{env_file} is not in UTF-8. Save it as UTF-8"]) from None
    except OSError as error:
        raise ConfigurationError([f"{env_file} cannot be read: {error.strerror}"]) from None


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


def lacking(given: Mapping[str, Any]) -> list[str]:
    """Say which settings are missing that others need, whatever else is wrong with those."""
    needed = (pair for pair in needs(given) if pair[0] not in given)
    return [problem_line(field, f"missing, and {why} needs it") for field, why in needed]


SERVICE_APP = ("webex_admin_client_id", "webex_admin_client_secret", "webex_admin_refresh_token")
COMMERCE = ("ccw_client_id", "ccw_client_secret")
# Where any of the first is given, all of the second are needed.
NEEDED_WITH = (
    (("smtp_url",), ("mail_from",)),
    (SERVICE_APP, SERVICE_APP),
    (COMMERCE, COMMERCE),
)


def needs(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each setting that what was given needs, and what needs it."""
    if given.get("provisioning") == Provisioning.WEBHOOK:
        yield from ((field, "PROVISIONING=webhook") for field in ("provisioning_url", "provisioning_secret"))
    for causes, fields in NEEDED_WITH:
        cause = next((each for each in causes if each in given), None)
        if cause:
            yield from ((field, cause.upper()) for field in fields)
