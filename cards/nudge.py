"""A reminder to somebody whose turn it is: where they are, until when, and the way on."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.actions import Pack
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from bot.reminders.why import Why
from cards import elements as e
from cards.describe import IT_IS_DONE, order_facts, until_closing
from cards.kit import render
from cards.unfolding import why_unfolded
from cards.words import capitalized, quoted, said, say

LATE = _("This message is late. Nothing is lost.")
READY = _("Your Webex order waits at Cisco")
WAITS = _(
    "Your answers are complete, and nobody has told me yet that the order is provisioned. Press Provision in Cisco's "
    "wizard, with the packet that follows; then press It is done."
)
WAITS_FOR_SYSTEM = _("Your Webex order waits to be provisioned")
SYSTEM_IS_SILENT = _(
    "Your answers are complete, and the partner's provisioning system has not said yet that the order is "
    "provisioned. Ask whoever runs it; if it is done, press It is done."
)
BEGUN, NOT_BEGUN = _("Go on with your Webex order"), _("Set up your Webex order")


@dataclass(frozen=True, slots=True)
class Nudge:
    """What a reminder says about an order to the one whose turn it is.

    `step_title` is the step that they are at, `is_handed` whether they are asked to take the order over, `is_ready`
    whether it is ready at Cisco, and `has_system` whether the partner's own system has it. `words` are those of `rep`,
    the representative who reminds, if one does; `later` are the days to which they can put it off.
    """

    order: Order
    days_left: int
    why: Why | None = None
    step_title: str = ""
    is_handed: bool = False
    is_ready: bool = False
    has_system: bool = False
    is_late: bool = False
    rep: str = ""
    words: str = ""
    later: Sequence[int] = ()


def nudge_card(nudge: Nudge, t: Texts, pack: Pack) -> Message:
    """Return a reminder, with the way on."""
    return render(
        [
            e.Heading(t(title_of(nudge))),
            *from_rep(nudge, t),
            *([e.Paragraph(t(LATE))] if nudge.is_late else []),
            e.Paragraph(until_closing(nudge.days_left, t), e.Look.ATTENTION if nudge.days_left <= 2 else e.Look.STRONG),
            *where_it_is(nudge, t),
            *buttons(nudge, t, pack),
            e.Facts(tuple(order_facts(nudge.order, t)[:3]), divided=True),
            *snooze(nudge, t, pack),
            *why_unfolded(nudge.why),
        ],
        t,
    )


def title_of(nudge: Nudge) -> str:
    if nudge.is_ready:
        return WAITS_FOR_SYSTEM if nudge.has_system else READY
    return BEGUN if nudge.step_title else NOT_BEGUN


def where_it_is(nudge: Nudge, t: Texts) -> list[e.Element]:
    """Return the sentence about the person's step, or that nothing is left to answer."""
    if nudge.is_ready:
        return [e.Paragraph(t(SYSTEM_IS_SILENT if nudge.has_system else WAITS))]
    return [e.Paragraph(say(t, _("You are at: {title}"), title=nudge.step_title))] if nudge.step_title else []


def from_rep(nudge: Nudge, t: Texts) -> list[e.Element]:
    """Return the words of a representative, with their name."""
    rep, words = nudge.rep, nudge.words
    if not rep:
        return []
    if not words:
        return [e.Paragraph(say(t, _("{person}, your Cisco representative, reminds you of this order."), person=rep))]
    return [
        e.Paragraph(say(t, _("{person}, your Cisco representative, writes:"), person=rep)),
        e.Paragraph(quoted(words, t)),
    ]


def snooze(nudge: Nudge, t: Texts, pack: Pack) -> list[e.Element]:
    """Return the choice of the day to which the reminder can be put off; nothing where there is none."""
    if not nudge.later:
        return []
    # Counted from the day on which one presses: yesterday's card can be pressed today.
    picks = tuple(e.Pick(n, str(days), capitalized(away(days, t))) for n, days in enumerate(nudge.later, start=1))
    typed = f"{t(_('later'))} {said(nudge.order.number)}"
    return [
        e.ChoiceInput(
            "until",
            t(_("Remind me")),
            picks,
            value=picks[0].value,
            required=False,
            listed=False,
        ),
        e.Submit(t(_("Remind me later")), pack("snooze_mine"), submits=True, typed=typed),
    ]


def away(days: int, t: Texts) -> str:
    """Return in how many days something is."""
    return t(_("tomorrow")) if days == 1 else t.count(_("in {n} day"), _("in {n} days"), days)


def buttons(nudge: Nudge, t: Texts, pack: Pack) -> list[e.Element]:
    if nudge.is_handed:
        return [e.Submit(t(_("Set Up Now")), pack("accept"), main=True), e.Submit(t(_("Decline")), pack("decline"))]
    if nudge.is_ready:
        return [e.Submit(t(IT_IS_DONE), pack("done"), main=True)]
    if nudge.step_title:
        return [e.Submit(t(_("Resume")), pack("resume"), main=True)]
    return [e.Submit(t(_("Set Up Now")), pack("begin"), main=True)]
