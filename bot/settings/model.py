"""The settings themselves. To add one, add its field here.

`.env.example`, the table for operators, `/config` and the complaints about what was given are made from the fields: the
description says what it is for, the first example is one that works. A secret is a SecretStr, so that no log shows it.
"""

from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.language.addresses import ascii_domain, domain_of, is_free_mail
from bot.settings.checks import (
    Domain,
    Email,
    Secret,
    SigningSecret,
    WebAddress,
    between,
    database_file,
    endpoint,
    host_name,
    ip_address,
    listed,
    mail_server,
    one_or_two,
    room_id,
    text_or_json,
    time_zone,
    wall_clock,
    weekday,
    who_provisions,
)
from bot.settings.provisioning import Provisioning

# A secret; two while it is rotated, the new one first.
OneOrTwo = Annotated[tuple[Secret, ...], BeforeValidator(listed), AfterValidator(one_or_two)]


class Source(StrEnum):
    """Where a setting comes from. FILE: the token's own file. PROGRAM: whoever built the bot, such as the demo."""

    ENVIRONMENT = "environment"
    ENV_FILE = ".env"
    FILE = "file"
    PROGRAM = "program"
    DEFAULT = "default"


class Settings(BaseSettings):
    """What the operator chose. The names are those of the environment variables, in small letters."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True, hide_input_in_errors=True)

    webex_teams_access_token: Secret = Field(
        description="the bot's access token; or `WEBEX_TEAMS_ACCESS_TOKEN_FILE`, a file that holds it alone",
        examples=["the token of your bot from developer.webex.com"],
    )
    webex_api_url: Annotated[WebAddress, AfterValidator(lambda url: f"{url}/")] = Field(
        description="the base URL of the Webex API",
        default="https://webexapis.com/v1/",
        examples=["https://webexapis.com/v1/"],
    )
    webex_webhook_secret: OneOrTwo = Field(
        description="signs webhooks; two, comma-separated, the new one first, while you change it",
        examples=["3f9c2b7a51de480c9b1e6a0d2c74f853 (make your own: openssl rand -hex 32)"],
    )
    public_url: WebAddress = Field(
        description="the address at which Webex and browsers reach this bot", examples=["https://setup-now.example.com"]
    )
    host: Annotated[str, AfterValidator(host_name)] = Field(
        description="the address on which the bot listens",
        default="127.0.0.1",
        examples=["0.0.0.0"],  # noqa: S104, only shown
    )
    port: Annotated[int, between(1, 65535)] = Field(
        description="the port on which the bot listens", default=8080, examples=["8080"]
    )
    database: Annotated[Path, AfterValidator(database_file)] = Field(
        description="the SQLite file", default=Path("data/setup-now.db"), examples=["data/setup-now.db"]
    )
    admin_emails: Annotated[tuple[Email, ...], BeforeValidator(listed)] = Field(
        description="the admins' addresses, comma-separated; without any, nobody may type admin commands",
        default=(),
        examples=["ann@example.com,bob@example.com"],
    )
    rep_space_id: Annotated[str, AfterValidator(room_id)] | None = Field(
        description="the space for escalations that no route leads elsewhere; `/space here` overrides it",
        default=None,
        examples=["Y2lzY29zcGFyazovL3VzL1JPT00v... (or say /space here in the space)"],
    )
    rep_domains: Annotated[tuple[Domain, ...], BeforeValidator(listed)] = Field(
        description="domains of representatives' addresses, comma-separated: being in a rep space is not enough to be "
        "one; without it, the domains of `ADMIN_EMAILS`",
        default=(),
        examples=["cisco.com"],
    )
    allowed_domains: Annotated[tuple[Domain, ...], BeforeValidator(listed)] = Field(
        description="domains whose people may talk to the bot, besides people on orders, representatives and admins; "
        "comma-separated",
        default=(),
        examples=["example.com,partner.example"],
    )
    timezone: Annotated[str, AfterValidator(time_zone)] = Field(
        description="the time zone of orders that name none", default="UTC", examples=["Europe/Berlin"]
    )
    reminder_time: Annotated[time, BeforeValidator(wall_clock)] = Field(
        description="the local time at which reminders come", default=time(9), examples=["09:00"]
    )
    escalate_after_days: Annotated[int, between(0, 30)] = Field(
        description="days after the requested start date until representatives are called", default=1, examples=["1"]
    )
    weekly_report: Annotated[str, AfterValidator(weekday)] | None = Field(
        description="the weekday on which the last week's report comes to the representatives' space, at "
        "`REMINDER_TIME` in `TIMEZONE`; without one, none comes",
        default=None,
        examples=["monday"],
    )
    sweep_seconds: Annotated[int, between(1, 3600)] = Field(
        description="seconds between two looks for due reminders, besides the bot's own wake-ups",
        default=30,
        examples=["30"],
    )
    calls_per_minute: Annotated[int, between(10, 1_000_000)] = Field(
        description="calls that Webex grants this bot's token each minute, reads and sends together",
        default=300,
        examples=["300"],
    )
    intake_token: OneOrTwo | None = Field(
        description="bearer token for orders over HTTP, which are off without one; two, comma-separated, the new one "
        "first, while you change it",
        default=None,
        examples=["(make your own: openssl rand -hex 32)"],
    )
    smtp_url: Annotated[SecretStr, AfterValidator(mail_server)] | None = Field(
        description="the mail server for contacts who are not on Webex; without one, no mail is sent",
        default=None,
        examples=["smtp://user:password@mail.example.com:587"],
    )
    mail_from: Email | None = Field(
        description="the sender of mail; needed with `SMTP_URL`", default=None, examples=["setup-now@example.com"]
    )
    operations_token: OneOrTwo | None = Field(
        description="bearer token for `/metrics`, `/status` and the causes on `/readyz`; without one nobody sees them; "
        "two, comma-separated, the new one first, while you change it",
        default=None,
        examples=["(make your own: openssl rand -hex 32)"],
    )
    keep_events_days: Annotated[int, between(30, 3650)] = Field(
        description="days for which handled events and sent messages are kept, and a repeated delivery is known",
        default=30,
        examples=["30"],
    )
    keep_orders_days: Annotated[int, between(30, 36500)] = Field(
        description="days for which an order is kept once it is over, with its answers, notes and questions",
        default=1095,
        examples=["1095"],
    )
    keep_audit_days: Annotated[int, between(30, 36500)] = Field(
        description="days for which the audit log is kept, and never fewer than `KEEP_ORDERS_DAYS`",
        default=1825,
        examples=["1825"],
    )
    trusted_proxy: Annotated[str, AfterValidator(ip_address)] | None = Field(
        description="IP address of the proxy in front; its word on where a request came from is believed",
        default=None,
        examples=["127.0.0.1"],
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(text_or_json)] = Field(
        description="how the log is written: `text` or `json`", default="text", examples=["json"]
    )
    otel_exporter_otlp_endpoint: WebAddress | None = Field(
        description="the OpenTelemetry collector that gets traces, as OTLP over HTTP; without one, none are made",
        default=None,
        examples=["http://127.0.0.1:4318"],
    )

    provisioning: Annotated[Provisioning, BeforeValidator(who_provisions)] = Field(
        description="who provisions: `control-hub`, people in Cisco's wizard, with the packet; `webhook`, your own "
        "system, at `PROVISIONING_URL`; `embedded`, nobody: it is simulated, for demo and training",
        default=Provisioning.CONTROL_HUB,
        examples=["control-hub"],
    )
    provisioning_url: Annotated[str, AfterValidator(endpoint)] | None = Field(
        description="where each finished setup goes with `PROVISIONING=webhook`",
        default=None,
        examples=["https://provisioning.example.com/setup-now"],
    )
    provisioning_secret: (
        Annotated[tuple[SigningSecret, ...], BeforeValidator(listed), AfterValidator(one_or_two)] | None
    ) = Field(
        description="signs what goes there, by Standard Webhooks; two, comma-separated, the new one first, while you "
        "change it",
        default=None,
        examples=["whsec_ and 24 to 64 bytes as Base64 (make your own: echo whsec_$(openssl rand -base64 32))"],
    )

    webex_admin_client_id: Secret | None = Field(
        description="the client id of a service app that may read organizations, people and licenses; off without one",
        default=None,
        examples=["C1f0… (developer.webex.com, My Webex Apps)"],
    )
    webex_admin_client_secret: Secret | None = Field(
        description="its client secret", default=None, examples=["(shown once, when the service app is made)"]
    )
    webex_admin_refresh_token: Secret | None = Field(
        description="the refresh token with which the service app was authorized; newer ones are kept in the database",
        default=None,
        examples=["(shown where the service app is authorized)"],
    )
    ccw_client_id: Secret | None = Field(
        description="the client id for the order status of Cisco Commerce; off without one",
        default=None,
        examples=["(apiconsole.cisco.com)"],
    )
    ccw_client_secret: Secret | None = Field(
        description="its client secret", default=None, examples=["(apiconsole.cisco.com)"]
    )
    ccw_api_url: WebAddress = Field(
        description="where the order API of Cisco Commerce is",
        default="https://apix.cisco.com/commerce/ORDER/v2/sync",
        examples=["https://apix.cisco.com/commerce/ORDER/v2/sync"],
    )
    ccw_token_url: Annotated[str, AfterValidator(endpoint)] = Field(
        description="where Cisco gives out tokens for it",
        default="https://id.cisco.com/oauth2/default/v1/token",
        examples=["https://id.cisco.com/oauth2/default/v1/token"],
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
        """Take what is passed in and nothing else: `load_settings` reads the environment, tests bring their own."""
        return (init_settings,)

    def source(self, field: str) -> Source:
        """Return where the value of a field comes from."""
        given = Source.PROGRAM if field in self.model_fields_set else Source.DEFAULT
        return self._sources.get(field, given)

    def values(self, field: str) -> tuple[object, ...]:
        """Return what a field holds: nothing, one value or several."""
        value = getattr(self, field)
        return value if isinstance(value, tuple) else () if value is None else (value,)

    @property
    def token(self) -> str:
        """The bot's token, in clear."""
        return self.webex_teams_access_token.get_secret_value()

    @property
    def order_intake_tokens(self) -> tuple[str, ...]:
        """The tokens of the HTTP order intake, in clear, the new one first; none when it is off."""
        return tuple(each.get_secret_value() for each in self.intake_token or ())

    @property
    def operators_tokens(self) -> tuple[str, ...]:
        """The tokens with which operators watch the bot, in clear, the new one first; none when nobody may."""
        return tuple(each.get_secret_value() for each in self.operations_token or ())

    @property
    def domains_of_reps(self) -> frozenset[str]:
        """The domains of addresses that may be representatives: by default those of the admins, except free mail."""
        given = self.rep_domains or (domain_of(each) for each in self.admin_emails if not is_free_mail(each))
        return frozenset(map(ascii_domain, given))

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The secrets of webhooks, in clear: the first signs new webhooks, each is accepted."""
        return tuple(secret.get_secret_value() for secret in self.webex_webhook_secret)

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The secrets that sign what the partner's own system gets, in clear; every one signs."""
        return tuple(secret.get_secret_value() for secret in self.provisioning_secret or ())

    @property
    def webex_admin(self) -> tuple[str, str, str] | None:
        """Client id, client secret and refresh token of the service app, in clear; None where there is none."""
        given = self.webex_admin_client_id, self.webex_admin_client_secret, self.webex_admin_refresh_token
        client, secret, refresh = (each.get_secret_value() if each else "" for each in given)
        return (client, secret, refresh) if client and secret and refresh else None

    @property
    def ccw(self) -> tuple[str, str] | None:
        """Client id and client secret for Cisco Commerce, in clear; None where there are none."""
        client, secret = (
            each.get_secret_value() if each else "" for each in (self.ccw_client_id, self.ccw_client_secret)
        )
        return (client, secret) if client and secret else None

    @property
    def webhook_url(self) -> str:
        """Where Webex is to deliver."""
        return f"{self.public_url}/webhooks/webex"

    @property
    def public_path(self) -> str:
        """The path of the public address, below which the world finds our routes; usually empty."""
        return urlsplit(self.public_url).path

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that must never appear in a log."""
        values = [value for field in Settings.model_fields for value in self.values(field)]
        given = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        return (*given, *self._mail_passwords())

    def _mail_passwords(self) -> set[str]:
        """Return the password of the mail server as the address writes it, and as it is."""
        password = urlsplit(self.smtp_url.get_secret_value()).password if self.smtp_url else None
        return {password, unquote(password)} if password else set()
