"""Checks of settings: each takes what was written, and returns what is meant or says what is wrong with it."""

import binascii
import ipaddress
import re
from base64 import b64decode
from datetime import time
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, SecretStr

from bot.language.addresses import is_mistakable, normal_email
from bot.settings.provisioning import Provisioning

DOMAIN = re.compile(r"(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+")
HOST_NAME = re.compile(r"[A-Za-z0-9_.:-]+")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


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


def web_parts(value: str) -> SplitResult:
    """Return the parts of an http or https address."""
    try:
        return url_parts(value, "http", "https")
    except ValueError:
        raise ValueError(f"{value!r} is not an address that starts with https:// or http://") from None


def web_address(value: str) -> str:
    """Take an http or https address that paths can be added to; it comes back without a slash at its end."""
    parts = web_parts(value)
    if parts.query or parts.fragment or parts.username:
        raise ValueError(f"{value!r} has more than scheme, host, port and path")
    return value.rstrip("/")


def endpoint(value: str) -> str:
    """Take an http or https address to which something is sent as it stands."""
    parts = web_parts(value)
    if parts.fragment or parts.username:
        raise ValueError("has a name, a password or a fragment in it, which an address to send to cannot have")
    return value


def signing_secret(value: SecretStr) -> SecretStr:
    """Take a secret as Standard Webhooks writes it; a complaint does not repeat it."""
    given = value.get_secret_value()
    try:
        key = key_bytes(given)
    except (binascii.Error, ValueError):
        key = b""
    if not given.startswith(KEY_PREFIX) or not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise ValueError(f"is not whsec_ with {SHORTEST_KEY} to {LONGEST_KEY} bytes as Base64 behind it")
    return value


def key_bytes(secret: str) -> bytes:
    """Return the key in a secret of Standard Webhooks, which may stand there without the padding of Base64."""
    encoded = secret.removeprefix(KEY_PREFIX).rstrip("=")
    return b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)


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
    if is_mistakable(value):
        raise ValueError(f"{value!r} has letters that look like others: write it in those of one alphabet")
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


def weekday(value: str) -> str:
    """Take a day of the week by its English name."""
    if value.lower() not in WEEKDAYS:
        raise ValueError(f"{value!r} is not a day of the week, such as {WEEKDAYS[0]}")
    return value.lower()


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


def who_provisions(value: object) -> object:
    if value not in set(Provisioning):
        raise ValueError(f"{value!r} is neither {' nor '.join(Provisioning)}")
    return value


# Short ones work, as on a test system; `doctor` warns of them.
SHORTEST_SECRET = 1
# As Standard Webhooks has it, in bytes.
SHORTEST_KEY, LONGEST_KEY = 24, 64
KEY_PREFIX = "whsec_"

SigningSecret = Annotated[SecretStr, AfterValidator(signing_secret)]
Secret = Annotated[SecretStr, secret_of(SHORTEST_SECRET)]
Email = Annotated[str, AfterValidator(email)]
Domain = Annotated[str, AfterValidator(domain)]
WebAddress = Annotated[str, AfterValidator(web_address)]
