"""Settings: right ones are taken in one form, wrong ones are all named at once with the fix."""

from datetime import time
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, Source, effective, load_settings

TOKEN = "NjYxZGNlYzYt_bot-token_PF84_1eb65fdf"
SECRET = "3f9c2b7a51de480c9b1e6a0d2c74f853"
GOOD = {
    "WEBEX_TEAMS_ACCESS_TOKEN": TOKEN,
    "WEBEX_WEBHOOK_SECRET": SECRET,
    "PUBLIC_URL": "https://setup-now.example.com/",
}


def load(**environ: str) -> Settings:
    return load_settings({**GOOD, **environ}, env_file=None)


def problems(**environ: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(**environ)
    return caught.value.problems


def test_three_settings_are_enough() -> None:
    settings = load()
    assert settings.token == TOKEN
    assert settings.webhook_secrets == (SECRET,)
    assert settings.public_url == "https://setup-now.example.com"
    assert settings.webhook_url == "https://setup-now.example.com/webhooks/webex"
    assert settings.webex_api_url == "https://webexapis.com/v1/"
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.database == Path("data/setup-now.db")
    assert (settings.timezone, settings.reminder_time) == ("UTC", time(9))
    assert (settings.escalate_after_days, settings.sweep_seconds) == (1, 30)
    assert (settings.admin_emails, settings.allowed_domains) == ((), ())
    assert (settings.rep_domains, settings.domains_of_reps) == ((), frozenset())
    assert (settings.rep_space_id, settings.intake_token, settings.smtp_url) == (None, None, None)
    assert settings.log_format == "text"


@pytest.mark.parametrize(
    ("given", "domains"),
    [
        ({"ADMIN_EMAILS": "ada@Cisco.example,bob@cisco.example,eve@gmail.com"}, {"cisco.example"}),
        (
            {"ADMIN_EMAILS": "ada@ops.example", "REP_DOMAINS": "cisco.example, Bücher.example"},
            {"cisco.example", "xn--bcher-kva.example"},
        ),
        ({"ADMIN_EMAILS": "eve@gmail.com"}, set()),
    ],
)
def test_representatives_have_the_domains_of_admins_unless_told_otherwise(
    given: dict[str, str], domains: set[str]
) -> None:
    assert load(**given).domains_of_reps == domains


def test_values_come_in_one_form() -> None:
    settings = load(
        WEBEX_API_URL="http://127.0.0.1:8090/v1",
        WEBEX_WEBHOOK_SECRET=f"{SECRET[::-1]} , {SECRET}",
        ADMIN_EMAILS=" Ann@Example.com, bob@corp.local ,",
        ALLOWED_DOMAINS="Example.COM,مثال.إختبار",
        TIMEZONE="Asia/Riyadh",
        REMINDER_TIME="08:30",
        WEEKLY_REPORT="Sunday",
        ESCALATE_AFTER_DAYS="0",
        SMTP_URL="smtp://bot:very-secret-word@mail.example.com:587",
        MAIL_FROM="Setup-Now@Example.com",
        LOG_FORMAT="json",
    )
    assert settings.webex_api_url == "http://127.0.0.1:8090/v1/"
    assert settings.webhook_secrets == (SECRET[::-1], SECRET)
    assert settings.weekly_report == "sunday"
    assert settings.admin_emails == ("ann@example.com", "bob@corp.local")
    assert settings.allowed_domains == ("example.com", "مثال.إختبار")
    assert settings.timezone == "Asia/Riyadh"
    assert settings.reminder_time == time(8, 30)
    assert settings.mail_from == "setup-now@example.com"
    assert "very-secret-word" in settings.secrets


def test_secrets_do_not_show() -> None:
    settings = load(
        INTAKE_TOKEN="intake-token-0123456789", SMTP_URL="smtps://a:hidden@mail.example.com", MAIL_FROM="a@b.de"
    )
    for secret in settings.secrets:
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_an_empty_value_counts_as_not_given() -> None:
    assert load(REP_SPACE_ID="", INTAKE_TOKEN=" ", PORT="").port == 8080


def test_the_file_speaks_where_the_environment_is_silent(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        f'PORT=9000\nTIMEZONE="Asia/Dubai"\nINTAKE_TOKEN=a${{HOME}}b-0123456789\nPUBLIC_URL={"http://x.example"}\n'
    )
    settings = load_settings({**GOOD, "PORT": "9001"}, env_file=file)
    assert (settings.port, settings.timezone) == (9001, "Asia/Dubai")
    assert settings.order_intake_tokens == ("a${HOME}b-0123456789",)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_that_is_not_in_utf_8_is_named(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / ".env"
    file.write_bytes("ADMIN_EMAILS=zoé@example.com\n".encode(encoding))
    with pytest.raises(ConfigurationError, match=r"\.env is not in UTF-8\. Save it as UTF-8"):
        load_settings({}, file)


def test_the_environment_of_the_machine_is_not_read_behind_our_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "1")
    assert load().port == 8080
    monkeypatch.setenv("PORT", "2")
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    assert load_settings(env_file=None).port == 2


def test_the_token_can_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    environ = {**GOOD, "WEBEX_TEAMS_ACCESS_TOKEN": "", "WEBEX_TEAMS_ACCESS_TOKEN_FILE": str(file)}
    assert load_settings(environ, env_file=None).token == TOKEN


BAD = [
    ("WEBEX_TEAMS_ACCESS_TOKEN", "", ": missing"),
    ("WEBEX_TEAMS_ACCESS_TOKEN", "a token with blanks in it", "no blanks"),
    ("WEBEX_TEAMS_ACCESS_TOKEN", "tökën-of-0123456789", "ASCII"),
    ("WEBEX_TEAMS_ACCESS_TOKEN_FILE", "/run/secrets/token", "keep one of the two"),
    ("WEBEX_API_URL", "webexapis.com/v1", "is not an address"),
    ("WEBEX_API_URL", "ftp://webexapis.com/v1/", "is not an address"),
    ("WEBEX_API_URL", "https://webexapis.com/v1/?a=b", "has more than"),
    ("WEBEX_WEBHOOK_SECRET", "", ": missing"),
    ("WEBEX_WEBHOOK_SECRET", ",", "holds 0 secrets"),
    ("WEBEX_WEBHOOK_SECRET", ",".join([SECRET] * 3), "holds 3 secrets"),
    ("PUBLIC_URL", "", ": missing"),
    ("PUBLIC_URL", "setup-now.example.com", "is not an address"),
    ("PUBLIC_URL", "https://", "is not an address"),
    ("PUBLIC_URL", "https://example.com:99999", "is not an address"),
    ("PUBLIC_URL", "https://ann:secret@example.com", "has more than"),
    ("HOST", "http://0.0.0.0", "is not a host name"),
    ("PORT", "http", "is not a whole number from 1 to 65535"),
    ("PORT", "0", "is not a whole number"),
    ("PORT", "65536", "is not a whole number"),
    ("DATABASE", "/", "is a folder"),
    ("ADMIN_EMAILS", "ann@example.com,bob", "'bob' is not an email address"),
    ("ADMIN_EMAILS", "ann@example.com;bob@example.com", "is not an email address"),
    ("REP_SPACE_ID", "the rep space", "is not the id of a Webex space"),
    ("ALLOWED_DOMAINS", "@example.com", "is not a domain"),
    ("ALLOWED_DOMAINS", "localhost", "is not a domain"),
    ("ALLOWED_DOMAINS", "*.example.com", "is not a domain"),
    ("TIMEZONE", "Riyadh", "is not a time zone"),
    ("TIMEZONE", "../../etc/passwd", "is not a time zone"),
    ("TIMEZONE", "UTC+3", "is not a time zone"),
    ("REMINDER_TIME", "9", "is not a time of day"),
    ("REMINDER_TIME", "25:00", "is not a time of day"),
    ("REMINDER_TIME", "09:00:30", "is not a time of day"),
    ("WEEKLY_REPORT", "mon", "'mon' is not a day of the week, such as monday"),
    ("ESCALATE_AFTER_DAYS", "-1", "is not a whole number from 0 to 30"),
    ("ESCALATE_AFTER_DAYS", "1.5", "is not a whole number"),
    ("ESCALATE_AFTER_DAYS", "31", "is not a whole number"),
    ("SWEEP_SECONDS", "0", "is not a whole number from 1 to 3600"),
    ("SWEEP_SECONDS", "3_000", "is not a whole number"),
    ("SMTP_URL", "mail.example.com:25", "smtp://"),
    ("SMTP_URL", "smtp://", "names a host"),
    ("MAIL_FROM", "Set Up Now", "is not an email address"),
    ("LOG_FORMAT", "xml", "is neither text nor json"),
    ("PROVISIONING", "cisco", "is neither control-hub nor webhook nor embedded"),
    ("PROVISIONING_URL", "provisioning.example.com", "is not an address"),
    ("PROVISIONING_URL", "https://ann:secret@example.com/x", "cannot have"),
    ("PROVISIONING_SECRET", "whsec_dG9vIHNob3J0", "is not whsec_ with 24 to 64 bytes"),
    ("PROVISIONING_SECRET", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "is not whsec_"),
    ("CCW_TOKEN_URL", "id.cisco.com", "is not an address"),
]


@pytest.mark.parametrize(("name", "value", "reason"), BAD, ids=[f"{name}={value}" for name, value, _ in BAD])
def test_a_wrong_setting_is_named_with_its_fix(name: str, value: str, reason: str) -> None:
    [line] = [each for each in problems(**{name: value}) if each.startswith(f"{name}: ")]
    assert reason in line
    assert f"Example: {name}=" in line
    assert "\n" not in line


def test_all_wrong_settings_are_named_at_once() -> None:
    lines = problems(PUBLIC_URL="", PORT="x", TIMEZONE="x", LOG_FORMAT="x", ADMIN_EMAILS="x,y")
    assert {line.partition(":")[0] for line in lines} == {
        "PUBLIC_URL",
        "PORT",
        "TIMEZONE",
        "LOG_FORMAT",
        "ADMIN_EMAILS",
    }
    assert len(lines) == 6


def test_mail_needs_a_sender() -> None:
    [line] = problems(SMTP_URL="smtp://mail.example.com")
    assert line.startswith("MAIL_FROM: missing, and SMTP_URL needs it")


def test_what_is_only_good_together_is_asked_for_together() -> None:
    lines = problems(PROVISIONING="webhook", WEBEX_ADMIN_CLIENT_ID="C1", CCW_CLIENT_SECRET="s1")
    assert {line.partition(":")[0]: line.partition(", and ")[2].partition(".")[0] for line in lines} == {
        "PROVISIONING_URL": "PROVISIONING=webhook needs it",
        "PROVISIONING_SECRET": "PROVISIONING=webhook needs it",
        "WEBEX_ADMIN_CLIENT_SECRET": "WEBEX_ADMIN_CLIENT_ID needs it",
        "WEBEX_ADMIN_REFRESH_TOKEN": "WEBEX_ADMIN_CLIENT_ID needs it",
        "CCW_CLIENT_ID": "CCW_CLIENT_SECRET needs it",
    }


def test_what_is_missing_beside_others_is_named_along_with_everything_else_that_is_wrong() -> None:
    lines = problems(PROVISIONING="webhook", PROVISIONING_SECRET="s", SMTP_URL="mail", CCW_CLIENT_ID="C", PORT="x")
    assert [line.partition(":")[0] for line in lines] == [
        "CCW_CLIENT_SECRET",
        "MAIL_FROM",
        "PORT",
        "PROVISIONING_SECRET",
        "PROVISIONING_URL",
        "SMTP_URL",
    ]


def test_a_token_file_that_is_not_there_is_the_one_problem() -> None:
    [line] = problems(WEBEX_TEAMS_ACCESS_TOKEN="", WEBEX_TEAMS_ACCESS_TOKEN_FILE="/nowhere/token")
    assert line.startswith("WEBEX_TEAMS_ACCESS_TOKEN_FILE: '/nowhere/token' cannot be read (No such file")


def test_a_complaint_never_repeats_a_secret() -> None:
    lines = problems(
        WEBEX_TEAMS_ACCESS_TOKEN="hush 1",
        WEBEX_WEBHOOK_SECRET="hush 2",
        INTAKE_TOKEN="hush 3",
        SMTP_URL="hush 4",
        MAIL_FROM="bot@example.com",
    )
    assert len(lines) == 4
    assert "hush" not in "\n".join(lines)


def test_every_setting_knows_where_it_comes_from_and_shows_no_secret(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / ".env").write_text(f"WEBEX_WEBHOOK_SECRET={SECRET},{SECRET[::-1]}\nPORT=9000\nTIMEZONE=Asia/Riyadh\n")
    environ = {
        "PUBLIC_URL": GOOD["PUBLIC_URL"],
        "PORT": "9001",
        "REMINDER_TIME": "",
        "SMTP_URL": "smtp://bot:very-secret-word@mail.example.com",
        "MAIL_FROM": "bot@example.com",
        "WEBEX_TEAMS_ACCESS_TOKEN_FILE": str(tmp_path / "token"),
    }
    shown = {each.name: each for each in effective(load_settings(environ, tmp_path / ".env"))}

    found = {name: (each.value, each.source, each.secrets) for name, each in shown.items()}
    assert found["WEBEX_TEAMS_ACCESS_TOKEN"] == ("", Source.FILE, 1)
    assert found["WEBEX_WEBHOOK_SECRET"] == ("", Source.ENV_FILE, 2)
    assert found["SMTP_URL"] == ("", Source.ENVIRONMENT, 1)
    assert found["PORT"] == ("9001", Source.ENVIRONMENT, 0)
    assert found["TIMEZONE"] == ("Asia/Riyadh", Source.ENV_FILE, 0)
    assert found["REMINDER_TIME"] == ("09:00", Source.DEFAULT, 0)
    assert found["INTAKE_TOKEN"] == ("", Source.DEFAULT, 0)
    assert shown.keys() == {name.upper() for name in Settings.model_fields}


def test_what_the_demo_chooses_is_not_shown_as_the_default() -> None:
    chosen = {"calls_per_minute": "1000000"} | {name.lower(): value for name, value in GOOD.items()}
    sources = {each.name: each.source for each in effective(Settings.model_validate(chosen))}
    assert sources["CALLS_PER_MINUTE"] is Source.PROGRAM
    assert sources["TIMEZONE"] is Source.DEFAULT


def test_every_example_works() -> None:
    shown = {name: field.examples[0] for name, field in Settings.model_fields.items() if field.examples}
    assert shown.keys() == Settings.model_fields.keys()
    plain = {name: value for name, value in shown.items() if " " not in value}
    assert Settings(**{name.lower(): value for name, value in GOOD.items()} | plain)
