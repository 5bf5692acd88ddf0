"""Settings: every knob of the bot, from the environment or `.env`, checked before anything starts.

A field's description goes into .env.example. Its first example is what a complaint about it shows, so each has one
that works.
"""

import ipaddress
import os
import re
from collections.abc import Iterator, Mapping
from datetime import time
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigurationError
from bot.language.addresses import normal_email

# Short ones work, as on a test system; `doctor` warns of them.
SHORTEST_SECRET = 1
DOMAIN = re.compile(r"(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+")
HOST_NAME = re.compile(r"[A-Za-z0-9_.:-]+")


# The list is read from some hundred files.
known_zones = cache(available_timezones)


def listed(value: object) -> object:
    """Split a comma-separated list; what is already a list stays."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def between(low: int, high: int) -> BeforeValidator:
    """Take a whole number from `low` to `high`."""

    def checked(value: object) -> int:
        text = str(value).strip()
        number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
        if number is None or not low <= number <= high:
            raise ValueError(f"{text!r} is not a whole number from {low} to {high}")
        return number

    return BeforeValidator(checked)


def url_parts(value: str, *schemes: str) -> SplitResult:
    """Return the parts of an address that has one of these schemes and a host."""
    parts = urlsplit(value)
    # Reading the port is what checks it.
    if parts.scheme not in schemes or not parts.hostname or parts.port == 0 or " " in value:
        raise ValueError
    return parts


def web_address(value: str) -> str:
    """Take an http or https address that paths can be added to; it comes back without a slash at its end."""
    try:
        parts = url_parts(value, "http", "https")
    except ValueError:
        raise ValueError(f"{value!r} is not an address that starts with https:// or http://") from None
    if parts.query or parts.fragment or parts.username:
        raise ValueError(f"{value!r} has more than scheme, host, port and path")
    return value.rstrip("/")


def mail_server(value: SecretStr) -> SecretStr:
    """Take the address of a mail server; it may hold a password, so a complaint does not repeat it."""
    try:
        url_parts(value.get_secret_value(), "smtp", "smtps")
    except ValueError:
        raise ValueError("is not an address that starts with smtp:// or smtps:// and names a host") from None
    return value


def email(value: str) -> str:
    """Take an email address."""
    local, _, host = value.rpartition("@")
    try:
        # The library refuses domains that only a company itself can reach, such as corp.local; here they count.
        validate_email(f"{local}@example.com", check_deliverability=False)
        domain(host)
    except (EmailNotValidError, ValueError):
        raise ValueError(f"{value!r} is not an email address") from None
    return normal_email(value)


def domain(value: str) -> str:
    """Take the part of an email address after the @."""
    if not DOMAIN.fullmatch(value):
        raise ValueError(f"{value!r} is not a domain (the part of an email address after the @)")
    return value.lower()


def secret_of(length: int) -> AfterValidator:
    """Take a secret of at least so many characters, as it could stand in an HTTP header."""

    def checked(value: SecretStr) -> SecretStr:
        given = value.get_secret_value()
        if not re.fullmatch(r"[!-~]+", given):
            raise ValueError("may hold only visible ASCII characters, and no blanks")
        if len(given) < length:
            raise ValueError(f"is too short with {len(given)} characters: it needs at least {length}")
        return value

    return AfterValidator(checked)


def one_or_two(values: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    if len(values) not in {1, 2}:
        raise ValueError(f"holds {len(values)} secrets: give one, or two while you change it, the new one first")
    return values


def time_zone(value: str) -> str:
    if value not in known_zones():
        raise ValueError(f"{value!r} is not a time zone of the IANA list")
    return value


def wall_clock(value: object) -> object:
    """Take an hour and a minute, such as 09:00."""
    if isinstance(value, time):
        return value
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", str(value)):
        raise ValueError(f"{value!r} is not a time of day as HH:MM")
    return time.fromisoformat(str(value))


def host_name(value: str) -> str:
    if not HOST_NAME.fullmatch(value):
        raise ValueError(f"{value!r} is not a host name or IP address")
    return value


def ip_address(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ValueError(f"{value!r} is not an IP address") from None


def room_id(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_=:.-]{1,512}", value):
        raise ValueError(f"{value!r} is not the id of a Webex space")
    return value


def database_file(value: Path) -> Path:
    if value.is_dir():
        raise ValueError(f"{str(value)!r} is a folder, not a file")
    return value


def text_or_json(value: object) -> object:
    if value not in {"text", "json"}:
        raise ValueError(f"{value!r} is neither text nor json")
    return value


class Source(StrEnum):
    """Where a setting comes from. FILE: the token's own file."""

    ENVIRONMENT = "environment"
    ENV_FILE = ".env"
    FILE = "file"
    DEFAULT = "default"


Secret = Annotated[SecretStr, secret_of(SHORTEST_SECRET)]
Email = Annotated[str, AfterValidator(email)]
Domain = Annotated[str, AfterValidator(domain)]
WebAddress = Annotated[str, AfterValidator(web_address)]


class Settings(BaseSettings):
    """What the operator chose. The names are those of the environment variables, in small letters."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True, hide_input_in_errors=True)

    webex_teams_access_token: Secret = Field(
        description="the bot's access token; or `WEBEX_TEAMS_ACCESS_TOKEN_FILE`, a file that holds it alone",
        examples=["the token of your bot from developer.webex.com"],
    )
    webex_api_url: Annotated[WebAddress, AfterValidator(lambda url: f"{url}/")] = Field(
        description="where the API of Webex is",
        default="https://webexapis.com/v1/",
        examples=["https://webexapis.com/v1/"],
    )
    webex_webhook_secret: Annotated[tuple[Secret, ...], BeforeValidator(listed), AfterValidator(one_or_two)] = Field(
        description="signs webhooks; two, comma-separated, the new one first, while you change it",
        examples=["3f9c2b7a51de480c9b1e6a0d2c74f853 (make your own: openssl rand -hex 32)"],
    )
    public_url: WebAddress = Field(
        description="where Webex reaches this bot", examples=["https://setup-now.example.com"]
    )
    host: Annotated[str, AfterValidator(host_name)] = Field(
        description="the address that the bot listens at",
        default="127.0.0.1",
        examples=["0.0.0.0"],  # noqa: S104, only shown
    )
    port: Annotated[int, between(1, 65535)] = Field(
        description="the port that the bot listens at", default=8080, examples=["8080"]
    )
    database: Annotated[Path, AfterValidator(database_file)] = Field(
        description="the SQLite file", default=Path("data/setup-now.db"), examples=["data/setup-now.db"]
    )
    admin_emails: Annotated[tuple[Email, ...], BeforeValidator(listed)] = Field(
        description="who may type admin commands, comma-separated; nobody unless given",
        default=(),
        examples=["ann@example.com,bob@example.com"],
    )
    rep_space_id: Annotated[str, AfterValidator(room_id)] | None = Field(
        description="the space for escalations that no other is for; `/space here` counts more",
        default=None,
        examples=["Y2lzY29zcGFyazovL3VzL1JPT00v... (or say /space here in the space)"],
    )
    allowed_domains: Annotated[tuple[Domain, ...], BeforeValidator(listed)] = Field(
        description="who may talk to the bot besides people on orders, representatives and admins, comma-separated",
        default=(),
        examples=["example.com,partner.example"],
    )
    timezone: Annotated[str, AfterValidator(time_zone)] = Field(
        description="the time zone of orders that name none", default="UTC", examples=["Europe/Berlin"]
    )
    reminder_time: Annotated[time, BeforeValidator(wall_clock)] = Field(
        description="the local hour of reminders", default=time(9), examples=["09:00"]
    )
    escalate_after_days: Annotated[int, between(0, 30)] = Field(
        description="days after the requested start date until representatives are called", default=1, examples=["1"]
    )
    sweep_seconds: Annotated[int, between(1, 3600)] = Field(
        description="how often due reminders are looked for, besides the bot's own wake-ups",
        default=30,
        examples=["30"],
    )
    calls_per_minute: Annotated[int, between(10, 1_000_000)] = Field(
        description="how many calls a minute Webex grants this bot's token, reads and sends together",
        default=300,
        examples=["300"],
    )
    intake_token: Secret | None = Field(
        description="bearer token of the HTTP order intake, which is off without one",
        default=None,
        examples=["(make your own: openssl rand -hex 32)"],
    )
    smtp_url: Annotated[SecretStr, AfterValidator(mail_server)] | None = Field(
        description="the mail server for contacts who are not on Webex; no mail without one",
        default=None,
        examples=["smtp://user:password@mail.example.com:587"],
    )
    mail_from: Email | None = Field(
        description="the sender of mail; needed with `SMTP_URL`", default=None, examples=["setup-now@example.com"]
    )
    operations_token: Secret | None = Field(
        description="bearer token for `/metrics` and the causes on `/readyz`, which nobody gets without one",
        default=None,
        examples=["(make your own: openssl rand -hex 32)"],
    )
    trusted_proxy: Annotated[str, AfterValidator(ip_address)] | None = Field(
        description="IP address of the proxy in front; what it says of where a request came from is believed",
        default=None,
        examples=["127.0.0.1"],
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(text_or_json)] = Field(
        description="`text` or `json`", default="text", examples=["json"]
    )

    _sources: dict[str, Source] = PrivateAttr(default_factory=dict)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003, the base class hands it in
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is handed in and nothing else: `load_settings` reads the environment, tests bring their own."""
        return (init_settings,)

    def source(self, field: str) -> Source:
        """Return where the value of a field comes from."""
        return self._sources.get(field, Source.DEFAULT)

    @property
    def token(self) -> str:
        """The bot's token, in clear."""
        return self.webex_teams_access_token.get_secret_value()

    @property
    def order_intake_token(self) -> str:
        """The token of the HTTP order intake, in clear; "" when it is off."""
        return self.intake_token.get_secret_value() if self.intake_token else ""

    @property
    def operators_token(self) -> str:
        """The token of whoever watches the bot, in clear; "" when there is none."""
        return self.operations_token.get_secret_value() if self.operations_token else ""

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The secrets of webhooks, in clear: the first signs new webhooks, each is accepted."""
        return tuple(secret.get_secret_value() for secret in self.webex_webhook_secret)

    @property
    def webhook_url(self) -> str:
        """Where Webex is to deliver."""
        return f"{self.public_url}/webhooks/webex"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of orders that name none."""
        return ZoneInfo(self.timezone)

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that must never appear in a log."""
        given = (self.intake_token, self.operations_token, self.smtp_url)
        others = [secret.get_secret_value() for secret in given if secret]
        return (self.token, *self.webhook_secrets, *others, *self._mail_passwords())

    def _mail_passwords(self) -> set[str]:
        """Return the password of the mail server as the address writes it, and as it is."""
        password = urlsplit(self.smtp_url.get_secret_value()).password if self.smtp_url else None
        return {password, unquote(password)} if password else set()


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
    problems += mail_complaints(settings)
    if problems:
        raise ConfigurationError(problems)
    settings._sources.update({field: raw[field.upper()][1] if field.upper() in raw else Source.FILE for field in given})
    return settings


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
        reason = "is missing" if each["type"] == "missing" else each["msg"].removeprefix("Value error, ")
        yield problem_line(field, reason)


def problem_line(field: str, reason: str) -> str:
    examples = Settings.model_fields[field].examples or [""]
    return f"{field.upper()}: {reason}. Example: {field.upper()}={examples[0]}"


def mail_complaints(settings: Settings) -> list[str]:
    if settings.smtp_url and not settings.mail_from:
        return [problem_line("mail_from", "is missing, and SMTP_URL needs it")]
    return []
