"""The bot's own state as cards: what the doctor found, and the settings in effect."""

from collections.abc import Iterator, Sequence

from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from bot.operations.findings import NAMES, Finding
from bot.settings import Effective, Source
from cards import elements as e
from cards.kit import render
from cards.words import said, say

SOURCES = {
    Source.ENVIRONMENT: _("environment"),
    Source.ENV_FILE: _("file .env"),
    Source.FILE: _("file"),
    Source.PROGRAM: _("chosen at the start"),
    Source.DEFAULT: _("default"),
}
REP_SPACE_ID = "REP_SPACE_ID"


def doctor_card(findings: Sequence[Finding], t: Texts) -> Message:
    """Return the doctor's findings: what is not well with its fix, then what is well."""
    ill = [each for each in findings if not each.is_well]
    title = t.count(_("{n} thing needs attention"), _("{n} things need attention"), len(ill))
    well = tuple((f"✓ {t(NAMES[each.name])}", say(t, each.words, **each.values)) for each in findings if each.is_well)
    return render(
        [
            e.Heading(title if ill else t(_("All is well"))),
            *(line for each in ill for line in ill_lines(each, t)),
            e.Facts(well, divided=bool(ill), layout=e.Layout.BELOW),
        ],
        t,
    )


def ill_lines(finding: Finding, t: Texts) -> Iterator[e.Element]:
    state = say(t, finding.words, **finding.values)
    yield e.Paragraph(f"✗ {t.labelled(t(NAMES[finding.name]), state)}", e.Look.ATTENTION)
    yield e.Paragraph(t(_("Fix: {fix}"), fix=t(finding.fix)), e.Look.SUBTLE)


def settings_card(settings: Sequence[Effective], t: Texts, *, rep_space: str) -> Message:
    """Return the list of settings in effect. `rep_space` is the one chosen in the chat, which overrides the setting."""
    rows = [(each.name, setting_words(each, t)) for each in settings]
    if rep_space:
        chosen = (REP_SPACE_ID, f"{t.isolate(rep_space)} · {t(_('chosen in the chat'))}")
        rows = [chosen if name == REP_SPACE_ID else (name, words) for name, words in rows]
    restart = t(_("To change a setting, edit the environment or .env and start the bot again."))
    return render(
        [
            e.Heading(t(_("Settings"))),
            e.Facts(tuple(rows), layout=e.Layout.BELOW),
            e.Paragraph(restart, e.Look.FOOTNOTE),
        ],
        t,
    )


def setting_words(setting: Effective, t: Texts) -> str:
    """Return the value of a setting and where it comes from; of a secret only that it is set."""
    secret = t(_("set, not shown")) if setting.secrets == 1 else t(_("two set, not shown"))
    value = secret if setting.secrets else t.isolate(said(setting.value)) or t(_("not set"))
    return f"{value} · {t(SOURCES[setting.source])}"
