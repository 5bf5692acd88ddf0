"""An escalation as one card in the rep space: what is stuck, who has taken it, and what can be done."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.escalations import REASONS, Escalation, Reason
from bot.domain.flags import Flag
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Message
from bot.intake.columns import CUSTOMER, NUMBER, PARTNER
from bot.language.texts import Texts, _
from cards import elements as e
from cards.describe import IT_IS_DONE, Pair, days_left_words, fact_of
from cards.kit import render
from cards.words import said, say

Pack = Callable[..., dict[str, str]]

LONGEST_WORDS = 1000
MOST_MISSING = 4
NEEDS_REP = _("Order {number} needs a Cisco representative")
SNOOZES = ((4, _("4 hours")), (24, _("1 day")), (48, _("2 days")))


def escalation_card(
    order: Order,
    escalation: Escalation,
    t: Texts,
    *,
    days_left: int,
    step_title: str,
    last_contact: datetime | None,
    next_action: str,
    pack: Pack,
    resolved: bool = False,
    default_zone: str = "UTC",
    note: str = "",
    words: str = "",
    flags: Sequence[Flag] = (),
    missing: Sequence[str] = (),
    by_itself: str = "",
    why: str = "",
) -> Message:
    """Call for a rep. `step_title` and `next_action` are marked sentences, or said already.

    `missing` are the steps still to be answered, and `by_itself` is what happens if nobody acts. `note` says what was
    just done, and `words` are those of the contact; both are said already. `flags` are the lines that the contact says
    are wrong, and `why` answers why the reps got this.
    """
    over = resolved or escalation.resolved_at is not None
    rows = (
        *whose_order(order, t),
        (t(_("Step")), t(step_title) or t(_("not begun"))),
        *missing_row(missing, t),
        (t(_("Time left")), days_left_words(-1 if order.state is OrderState.CLOSED else days_left, t)),
        (t(_("Last contact")), moment(last_contact, order, t, default_zone)),
        *(() if over else snoozed_row(escalation, order, t, default_zone)),
    )
    return render(
        [
            *([e.Paragraph(f"✓ {t(_('Resolved'))}", e.Look.GOOD)] if over else []),
            e.Heading(say(t, _("Order {number}") if over else NEEDS_REP, number=order.number)),
            e.Paragraph(reason(escalation, t), e.Look.STRONG if over else e.Look.ATTENTION),
            *([e.Paragraph(note)] if note else []),
            *([e.Paragraph(t(_("“{words}”"), words=said(words, LONGEST_WORDS)))] if words else []),
            *([owner(escalation, t)] if escalation.owner or not over else []),
            e.Facts(rows),
            *flagged(flags, t),
            *([e.Paragraph(why, e.Look.FOOTNOTE)] if why and not over else []),
            *(resolution(escalation) if over else open_part(escalation, order, t, next_action, by_itself, pack)),
        ],
        t,
    )


def whose_order(order: Order, t: Texts) -> tuple[Pair, ...]:
    """Say which order this is, and who is on it."""
    about = (fact_of(order, column, t) for column in (NUMBER, PARTNER, CUSTOMER))
    return (*about, (t(_("Contact")), order.holder or order.contact))


def missing_row(missing: Sequence[str], t: Texts) -> tuple[Pair, ...]:
    """Name what is still to be answered, as far as there is room."""
    if not missing:
        return ()
    rest = len(missing) - MOST_MISSING
    more = [t.count(_("{n} more step"), _("{n} more steps"), rest)] if rest > 0 else []
    return ((t(_("Still missing")), t.listing([*missing[:MOST_MISSING], *more])),)


def moment(at: datetime | None, order: Order, t: Texts, default_zone: str) -> str:
    return t.moment(at, order.tz(default_zone)) if at else t(_("nobody has been reached yet"))


def snoozed_row(escalation: Escalation, order: Order, t: Texts, default_zone: str) -> tuple[Pair, ...]:
    if escalation.snoozed_until is None:
        return ()
    return ((t(_("Snoozed until")), t.moment(escalation.snoozed_until, order.tz(default_zone))),)


def flagged(flags: Sequence[Flag], t: Texts) -> list[e.Element]:
    """List what the contact says is wrong, line by line."""
    rows = tuple((flag.place(t), flag.words) for flag in flags)
    return [e.Section(t(_("Flagged by the contact"))), e.Facts(rows)] if rows else []


def reason(escalation: Escalation, t: Texts) -> str:
    known = escalation.reason in list(Reason)
    return t(REASONS[Reason(escalation.reason)]) if known else escalation.reason


def owner(escalation: Escalation, t: Texts) -> e.Paragraph:
    """Say who has it."""
    if not escalation.owner:
        return e.Paragraph(t(_("Nobody has claimed it yet.")))
    name = escalation.owner_name or escalation.owner
    return e.Paragraph(say(t, _("Claimed by {person}."), person=name), e.Look.GOOD)


def resolution(escalation: Escalation) -> list[e.Element]:
    return [e.Paragraph(said(escalation.resolution))] if escalation.resolution else []


def open_part(
    escalation: Escalation, order: Order, t: Texts, next_action: str, by_itself: str, pack: Pack
) -> list[e.Element]:
    following = [e.Paragraph(f"{t(_('Next:'))} {t(next_action)}")] if next_action else []
    return [
        *following,
        *([e.Paragraph(by_itself, e.Look.SUBTLE)] if by_itself else []),
        snooze_for(t),
        *buttons(escalation, order, t, pack),
    ]


def snooze_for(t: Texts) -> e.ChoiceInput:
    picks = tuple(e.Pick(n, str(hours), t(words)) for n, (hours, words) in enumerate(SNOOZES, start=1))
    return e.ChoiceInput(
        "hours",
        t(_("Snooze for")),
        picks,
        value=picks[0].value,
        required=False,
        listed=False,
        error=t(_("Please choose one of the answers.")),
    )


def buttons(escalation: Escalation, order: Order, t: Texts, pack: Pack) -> list[e.Submit]:
    """Offer what can be done, each with the command that does the same; Resolve comes last."""

    def button(title: str, verb: str, after: str = "", *, submits: bool = False, main: bool = False) -> e.Submit:
        typed = f"/{verb} {said(order.number)}{after}"
        return e.Submit(t(title), pack(verb), submits=submits, main=main, typed=typed)

    claim = button(_("Release"), "release") if escalation.owner else button(_("Claim"), "claim", main=True)
    unknown = escalation.reason == Reason.UNKNOWN_ORGANIZATION
    return [
        claim,
        button(_("Nudge the contact"), "nudge"),
        button(_("Snooze"), "snooze", " 4h", submits=True),
        *([button(_("Return to the contact"), "return")] if unknown else []),
        *([button(IT_IS_DONE, "done")] if order.state is OrderState.READY_AT_CISCO else []),
        button(_("Resolve"), "resolve"),
    ]
