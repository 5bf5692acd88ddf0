"""An escalation as one card in the rep space: what is stuck, who has taken it, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.actions import Pack
from bot.domain.escalations import REASONS, Escalation, Reason
from bot.domain.flags import Flag
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Message
from bot.intake.columns import CUSTOMER, PARTNER
from bot.language.texts import Texts, _
from bot.reminders.why import Why
from bot.wizard.step import Fact
from cards import elements as e
from cards.describe import IT_IS_DONE, Pair, days_left_words, fact_of
from cards.kit import render
from cards.limits import MOST_ACTIONS
from cards.step import fact_tables
from cards.unfolding import why_unfolded
from cards.words import LONGEST_QUOTED, quoted, said, say

MOST_MISSING = 4
# What is answered on the card itself.
QUESTIONS = (Reason.ASKED_FOR_REP, Reason.SUBSCRIPTION_WRONG)
CLAIMED, CLAIMED_IT = _("{person} has claimed order {order}."), _("{person} has claimed it.")
NEEDS_REP = _("Order {number} needs a Cisco representative")
SNOOZES = ((4, _("4 hours")), (24, _("1 day")), (48, _("2 days")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that the card of an escalation tells; sentences are translated already.

    `missing` are the titles of the steps still to be answered, `next_action` is what a representative does next, and
    `by_itself` what happens if nobody acts. `note` tells what was just done, `words` are those of the contact, `flags`
    the lines that the contact says are wrong, `shown` the organizations that they do not recognize, and `why` tells why
    the representatives got this. `may_nudge` is whether the card offers a nudge, `nudged_at` when the latest was, and
    `nudge_again_at` when the next can be, if that is still to come. Times are read in the `zone`.
    """

    order: Order
    escalation: Escalation
    days_left: int
    step_title: str
    last_contact: datetime | None
    next_action: str
    zone: ZoneInfo
    missing: Sequence[str] = ()
    by_itself: str = ""
    note: str = ""
    words: str = ""
    flags: Sequence[Flag] = ()
    shown: Sequence[Fact] = ()
    why: Why | None = None
    may_nudge: bool = True
    nudged_at: datetime | None = None
    nudge_again_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether the escalation was resolved."""
        return self.escalation.resolved_at is not None


def escalation_card(case: Case, t: Texts, pack: Pack) -> Message:
    """Return the card that calls for a representative, or that tells how the escalation was resolved."""
    escalation = case.escalation
    note = "" if case.note == t(CLAIMED, person=escalation.owner_name, order=case.order.number) else case.note
    return render(
        [
            *headline(case, t),
            *([e.Paragraph(note)] if note else []),
            *([e.Paragraph(quoted(case.words, t))] if case.words else []),
            *owner(case, t),
            *(resolution(escalation) if case.is_over else what_to_do(case, t, pack)),
            e.Facts(rows_of(case, t), divided=not case.is_over),
            *flagged(case.flags, t),
            *unknown(case.shown, t),
            *([] if case.is_over else what_can_wait(case, t, pack)),
        ],
        t,
    )


def headline(case: Case, t: Texts) -> list[e.Element]:
    """Return the title with the reason of the escalation, and a tick once it is resolved."""
    over = case.is_over
    title = say(t, _("Order {number}") if over else NEEDS_REP, number=case.order.number)
    return [
        *([e.Paragraph(f"✓ {t(_('Resolved'))}", e.Look.GOOD)] if over else []),
        e.Heading(title),
        e.Paragraph(t(REASONS[case.escalation.reason]), e.Look.STRONG if over else e.Look.ATTENTION),
    ]


def rows_of(case: Case, t: Texts) -> tuple[Pair, ...]:
    """Return the table about the order: whose it is, how far it is, and how long it stays open."""
    order = case.order
    days_left = -1 if order.state is OrderState.CLOSED else case.days_left
    return (
        *whose_order(order, t),
        (t(_("Step")), case.step_title or t(_("not begun"))),
        *missing_row(case.missing, t),
        (t(_("Deadline")), days_left_words(days_left, t)),
        *contact_rows(case, t),
        *snoozed_row(case, t),
    )


def whose_order(order: Order, t: Texts) -> tuple[Pair, ...]:
    """Return the rows that tell which order this is, and who its contact is."""
    about = (fact_of(order, column, t) for column in (CUSTOMER, PARTNER))
    return (*about, (t(_("Contact")), order.holder or order.contact))


def missing_row(missing: Sequence[str], t: Texts) -> tuple[Pair, ...]:
    """Return the row of steps still to be answered, the first MOST_MISSING by name."""
    if not missing:
        return ()
    rest = len(missing) - MOST_MISSING
    more = [t.count(_("{n} more step"), _("{n} more steps"), rest)] if rest > 0 else []
    return ((t(_("Still missing")), t.listing([*missing[:MOST_MISSING], *more])),)


def contact_rows(case: Case, t: Texts) -> tuple[Pair, ...]:
    """Return the rows that tell of the last contact and the last nudge, the newer one first.

    A nudge is no contact before it has arrived, which nobody knows when the card is made.
    """
    if case.last_contact is None:
        return ((t(_("Last contact")), t(_("no contact yet"))), *nudged_row(case, t))
    moment = t.moment(case.last_contact, case.zone)
    if case.nudged_at is not None and case.nudged_at > case.last_contact:
        return (*nudged_row(case, t), (t(_("Contact before that")), moment))
    return ((t(_("Last contact")), moment), *nudged_row(case, t))


def nudged_row(case: Case, t: Texts) -> tuple[Pair, ...]:
    """Return the row that tells when the contact was nudged, and from when on they can be again."""
    if case.nudged_at is None:
        return ()
    nudged = t.moment(case.nudged_at, case.zone)
    if case.nudge_again_at is None or case.is_over:
        return ((t(_("Last nudge")), nudged),)
    again = f"{case.nudge_again_at.astimezone(case.zone):%H:%M}"
    return ((t(_("Last nudge")), t(_("{moment}; you can nudge again from {time}"), moment=nudged, time=again)),)


def snoozed_row(case: Case, t: Texts) -> tuple[Pair, ...]:
    until = case.escalation.snoozed_until
    return () if until is None or case.is_over else ((t(_("Snoozed until")), t.moment(until, case.zone)),)


def flagged(flags: Sequence[Flag], t: Texts) -> list[e.Element]:
    """Return the table of lines that the contact says are wrong."""
    rows = tuple((flag.place(t), flag.words) for flag in flags)
    return [e.Section(t(_("Flagged by the contact"))), e.Facts(rows)] if rows else []


def unknown(shown: Sequence[Fact], t: Texts) -> list[e.Element]:
    """Return the tables of the organizations that the contact does not recognize."""
    return [e.Section(t(_("Not recognized by the contact"))), *fact_tables(shown, t)] if shown else []


def owner(case: Case, t: Texts) -> list[e.Paragraph]:
    """Return the sentence that tells who has claimed it, or that nobody has while it is open."""
    escalation = case.escalation
    if escalation.owner:
        name = escalation.owner_name or escalation.owner
        return [e.Paragraph(say(t, CLAIMED_IT, person=name), e.Look.GOOD)]
    return [] if case.is_over else [e.Paragraph(t(_("Nobody has claimed it yet.")))]


def resolution(escalation: Escalation) -> list[e.Element]:
    return [e.Paragraph(said(escalation.resolution))] if escalation.resolution else []


def what_to_do(case: Case, t: Texts, pack: Pack) -> list[e.Element]:
    """Return the next act of a representative, with the buttons for it."""
    return [
        *([e.Paragraph(f"{t(_('Next:'))} {case.next_action}", e.Look.STRONG)] if case.next_action else []),
        *word_for_contact(case.escalation, t),
        *buttons(case, t, pack),
    ]


def what_can_wait(case: Case, t: Texts, pack: Pack) -> list[e.Element]:
    """Return what happens if nobody acts, how to put it off, and why the representatives got this.

    As many buttons as there may be leave only a line for the last.
    """
    snooze = e.Submit(
        t(_("Snooze")), pack("snooze"), submits=True, typed=f"/snooze {said(case.order.number)} {SNOOZES[0][0]}h"
    )
    is_full = len(buttons(case, t, pack)) + len([snooze]) == MOST_ACTIONS
    return [
        *([e.Paragraph(case.by_itself, e.Look.SUBTLE)] if case.by_itself else []),
        *([e.Paragraph(case.why.brief, e.Look.FOOTNOTE)] if case.why and is_full else []),
        snooze_for(t),
        snooze,
        *([] if is_full else why_unfolded(case.why)),
    ]


def word_for_contact(escalation: Escalation, t: Texts) -> list[e.Element]:
    """Return the input for a word that goes to the contact with the order."""
    if escalation.reason not in (Reason.UNKNOWN_ORGANIZATION, *QUESTIONS):
        return []
    asked = escalation.reason in QUESTIONS
    label = t(_("Your answer to the contact") if asked else _("Message to the contact"))
    hint = "" if asked else t(_("For example: choose the second"))
    return [e.TextInput("words", label, hint=hint, limit=LONGEST_QUOTED, required=False)]


def snooze_for(t: Texts) -> e.ChoiceInput:
    picks = tuple(e.Pick(n, str(hours), t(words)) for n, (hours, words) in enumerate(SNOOZES, start=1))
    return e.ChoiceInput(
        "hours",
        t(_("Snooze for")),
        picks,
        value=picks[0].value,
        required=False,
        listed=False,
    )


def escalation_acts(escalation: Escalation, number: str, t: Texts, pack: Pack, *, may_nudge: bool) -> list[e.Submit]:
    """Return the buttons that need no input, for a card that shows an escalated order."""
    verbs = [
        *([("release", _("Release"))] if escalation.owner else [("claim", _("Claim"))]),
        *([("nudge", _("Nudge the contact"))] if may_nudge else []),
        ("resolve", _("Resolve")),
    ]
    return [
        e.Submit(t(title), pack(verb), main=verb == "claim", typed=f"/{verb} {said(number)}") for verb, title in verbs
    ]


def buttons(case: Case, t: Texts, pack: Pack) -> list[e.Submit]:
    """Return the buttons of the next act, each with the command that does the same."""
    escalation, order = case.escalation, case.order

    def button(title: str, verb: str, after: str = "", *, submits: bool = False, main: bool = False) -> e.Submit:
        typed = f"/{verb} {said(order.number)}{after}"
        return e.Submit(t(title), pack(verb), submits=submits, main=main, typed=typed)

    unknown = escalation.reason is Reason.UNKNOWN_ORGANIZATION
    is_ready = order.state is OrderState.READY_AT_CISCO
    claimed, asked = bool(escalation.owner), escalation.reason in QUESTIONS
    nudges = case.may_nudge and not asked
    acts = [
        *([button(_("Return to the contact"), "return", submits=True, main=claimed)] if unknown else []),
        *([button(IT_IS_DONE, "done", main=claimed)] if is_ready else []),
        *([button(_("Reply"), "reply", " …", submits=True, main=claimed)] if asked else []),
        *([button(_("Nudge the contact"), "nudge", main=claimed and not (is_ready or unknown))] if nudges else []),
        button(_("Resolve"), "resolve"),
    ]
    if claimed:
        return [*acts, button(_("Release"), "release")]
    return [button(_("Claim"), "claim", main=True), *acts]
