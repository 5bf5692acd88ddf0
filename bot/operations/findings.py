"""What the doctor finds: one line for each thing that was looked at, and the fix for what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.language.folders import SOURCE_LANGUAGE
from bot.language.texts import Texts, _, texts


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: how something is, what to do where it is not well, and what was checked.

    `words` and `fix` are sentences to be translated, and `values` fill the first. `name` is that of the check; the
    doctor adds it.
    """

    words: str
    fix: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    name: str = ""

    @property
    def is_well(self) -> bool:
        return not self.fix

    def state(self, t: Texts) -> str:
        """Return the sentence about how it is."""
        return t(self.words, **self.values)

    def __str__(self) -> str:
        t, mark = texts(SOURCE_LANGUAGE), "ok  " if self.is_well else "FAIL"
        return f"{mark}  {self.name:<12}  {self.state(t)}" + (f"\n      fix: {self.fix}" if self.fix else "")


# A check, by its name among `NAMES`.
Check = tuple[str, Callable[[], Finding]]


def finding(words: str, fix: str = "", /, **values: object) -> Finding:
    return Finding(words, fix, values)


NAMES = {
    "token": _("Token"),
    "secret": _("Secret"),
    "webhooks": _("Webhooks"),
    "spaces": _("Spaces"),
    "reps": _("Representatives"),
    "database": _("Database"),
    "pause": _("Pause"),
    "clock": _("Clock"),
    "zones": _("Time zones"),
    "disk": _("Disk"),
    "backup": _("Backup"),
    "languages": _("Languages"),
    "intake": _("Orders over HTTP"),
    "mail": _("Mail"),
    "provisioning": _("Provisioning"),
    "webex-admin": _("Webex Admin"),
    "commerce": _("Cisco Commerce"),
    "rotation": _("Change of secrets"),
}
WEBEX_REFUSES = _("Webex refuses: {reason}")
CHECK_THE_NETWORK = _("check WEBEX_API_URL and the network")
STAY_STOPPED = _("leave this bot stopped while the other one serves")
FIXES = {
    "token": _("set WEBEX_TEAMS_ACCESS_TOKEN to the token of your bot (developer.webex.com, My Webex Apps)"),
    "secret": _("make a longer one: openssl rand -hex 32; give both, comma-separated, while you change it"),
    "webhooks": _("start the bot: it registers and repairs them; PUBLIC_URL must be where Webex reaches it"),
    "rival": _("give each bot a token of its own, or stop one of them: each hears a part of what people write"),
    "spaces": _("type /space here in the space for escalations, mentioning the bot, or set REP_SPACE_ID"),
    "reps": _("set REP_DOMAINS to what stands after the @ in the addresses of your representatives"),
    "lost": _("invite the bot to that space again, or type /space here in another one, mentioning the bot"),
    "empty": _("invite the representatives to it"),
    "database": _("check the path, the owner and the free space; a damaged file is put back with: restore FILE"),
    "no database": _("start the bot, which makes it; if it runs already, do not restart it: the file was removed"),
    "pause": _("type /resume to the bot when it may go on"),
    "clock": _("set the machine's clock (NTP)"),
    "zones": _("bring the package up to date: pip install --upgrade tzdata, or your system's tzdata"),
    "disk": _("make room on the disk of the database"),
    "backup": _("make one each night: setup-now backup FILE"),
    "languages": _("install the package again: its locales are missing"),
    "intake": _("set INTAKE_TOKEN"),
    "mail": _("set SMTP_URL and MAIL_FROM"),
    "provisioning": _("set INTAKE_TOKEN, so that your system can answer later"),
    "plain": _("let PROVISIONING_URL begin with https://"),
    "events": _("type /dlq to see them, and /dlq retry all once your system is well"),
    "webex-admin": _(
        "check the scopes of the service app, and authorize it anew (developer.webex.com, My Webex Apps); put its new "
        "refresh token into WEBEX_ADMIN_REFRESH_TOKEN"
    ),
    "commerce": _("check CCW_CLIENT_ID and CCW_CLIENT_SECRET, and that Cisco has granted access to the order API"),
    "rotation": _("start the bot: it registers and repairs them; PUBLIC_URL must be where Webex reaches it"),
}
