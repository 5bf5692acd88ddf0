"""Dead letters as cards: a list of what could not be handled or sent, and one of them with its cause."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.dead_letters import DeadLetter
from bot.domain.internal_events import titles
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render
from cards.orders import unshown
from cards.words import capitalized, said

WHAT = {
    "messages": _("words that came in"),
    "attachmentActions": _("a button that was pressed"),
    "memberships": _("somebody who came or left"),
    **titles(),
    "post": _("a message to send"),
    "edit": _("a used card to tidy away"),
    "delete": _("a used card to tidy away"),
    "mail": _("a mail to send"),
    "event": _("an event for your provisioning system"),
}
LONGEST_CAUSE = 60
HOW = _(
    "/dlq REF shows one, /dlq retry REF tries it again, /dlq drop REF drops it; all in place of REF means all of them."
)


def dead_letters_card(letters: Sequence[DeadLetter], count: int, t: Texts, zone: ZoneInfo) -> Message:
    """Return the list of dead letters: reference, what it is, when it was given up, whom it concerns, and why."""
    if not letters:
        return render([e.Heading(t(_("Dead letters"))), e.Paragraph(t(_("There are no dead letters.")))], t)
    rows = tuple((f"{t.isolate(each.reference)} · {what_of(each, t)}", when_who_why(each, t, zone)) for each in letters)
    how = t(HOW)
    title = t.count(_("{n} dead letter"), _("{n} dead letters"), count)
    return render(
        [
            e.Heading(title),
            e.Facts(rows, layout=e.Layout.BELOW),
            *unshown(count - len(letters), t),
            e.Paragraph(how, e.Look.FOOTNOTE),
        ],
        t,
    )


def what_of(letter: DeadLetter, t: Texts) -> str:
    return t(WHAT.get(letter.what, letter.what))


def when_who_why(letter: DeadLetter, t: Texts, zone: ZoneInfo) -> str:
    parts = (capitalized(t.moment(letter.given_up_at, zone)), said(letter.who), said(letter.cause, LONGEST_CAUSE))
    return " · ".join(map(t.isolate, parts))


def dead_letter_card(letter: DeadLetter, t: Texts, zone: ZoneInfo) -> Message:
    """Return one dead letter, with its cause and what can be done."""
    rows = [
        (t(_("What")), what_of(letter, t)),
        (t(_("From or for")), letter.who),
        (t(_("Order")), letter.order),
        (t(_("Words")), letter.words.partition("\n")[0]),
        (t(_("Began")), t.moment(letter.began_at, zone)),
        (t(_("Given up")), t.moment(letter.given_up_at, zone)),
        (t(_("Cause")), letter.cause),
    ]
    how = t(_("To try it again: {retry}. To drop it: {drop}."), **commands_for(letter))
    return render(
        [
            e.Heading(t(_("Dead letter {reference}"), reference=letter.reference)),
            e.Facts(tuple((label, value) for label, value in rows if value)),
            e.Paragraph(how, e.Look.FOOTNOTE),
        ],
        t,
    )


def commands_for(letter: DeadLetter) -> dict[str, str]:
    return {"retry": f"/dlq retry {letter.reference}", "drop": f"/dlq drop {letter.reference}"}
