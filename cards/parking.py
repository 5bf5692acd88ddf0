"""The parking place as cards: what could not be handled or sent, and one of it with its cause."""

from collections.abc import Sequence

from bot.domain.dead_letters import Parked
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render
from cards.orders import unshown
from cards.words import said

WHAT = {
    "messages": _("words that came in"),
    "attachmentActions": _("a button that was pressed"),
    "memberships": _("somebody who came or left"),
    "reminders": _("a reminder"),
    "passwords": _("a password that was created"),
    "absences": _("catching up after an outage"),
    "outbox": _("a message that cannot be delivered"),
    "enquiries": _("a report that was asked for"),
    "post": _("a message to send"),
    "edit": _("a used card to tidy away"),
    "delete": _("a used card to tidy away"),
    "mail": _("a mail to send"),
}
LONGEST_CAUSE = 60


def parking_card(parked: Sequence[Parked], count: int, t: Texts) -> Message:
    """List what is parked: reference, what it is, when it was given up, whom it concerns, and why."""
    if not parked:
        return render([e.Heading(t(_("Parked"))), e.Paragraph(t(_("Nothing is parked.")))], t)
    rows = tuple((f"{each.reference} · {what_of(each, t)}", when_who_why(each)) for each in parked)
    how = t(_("Type /dlq and a reference to see one, /dlq retry or /dlq drop and a reference (or all) to act."))
    title = t.count(_("{n} thing is parked"), _("{n} things are parked"), count)
    return render(
        [e.Heading(title), e.Facts(rows), *unshown(count - len(parked), t), e.Paragraph(how, e.Look.FOOTNOTE)], t
    )


def what_of(parked: Parked, t: Texts) -> str:
    return t(WHAT.get(parked.what, parked.what))


def when_who_why(parked: Parked) -> str:
    return f"{parked.parked_at:%Y-%m-%d %H:%M} UTC · {said(parked.who)} · {said(parked.cause, LONGEST_CAUSE)}"


def parked_card(parked: Parked, t: Texts) -> Message:
    """Show one thing that is parked, with its cause and what can be done."""
    rows = [
        (t(_("What")), what_of(parked, t)),
        (t(_("From or for")), parked.who),
        (t(_("Order")), parked.order),
        (t(_("Words")), parked.words.partition("\n")[0]),
        (t(_("Began")), f"{parked.began_at:%Y-%m-%d %H:%M} UTC"),
        (t(_("Parked since")), f"{parked.parked_at:%Y-%m-%d %H:%M} UTC"),
        (t(_("Cause")), parked.cause),
    ]
    how = t(_("To try it again: {retry}. To let it go: {drop}."), **commands_for(parked))
    return render(
        [
            e.Heading(t(_("Parked: {reference}"), reference=parked.reference)),
            e.Facts(tuple((label, value) for label, value in rows if value)),
            e.Paragraph(how, e.Look.FOOTNOTE),
        ],
        t,
    )


def commands_for(parked: Parked) -> dict[str, str]:
    return {"retry": f"/dlq retry {parked.reference}", "drop": f"/dlq drop {parked.reference}"}
