"""A reminder to somebody whose turn it is: where they are, until when, and the way on."""

from collections.abc import Sequence

from bot.domain.actions import Pack
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from bot.reminders.why import Why
from cards import elements as e
from cards.describe import IT_IS_DONE, order_facts, until_closing
from cards.kit import render
from cards.unfolding import why_unfolded
from cards.words import beginning, in_quotes, said, say

LONGEST_WORDS = 600
LATE = _("This message is late. Nothing is lost.")
READY = _("Your Webex order waits at Cisco")
WAITS = _(
    "Your answers are complete, and nobody has told us yet that the order is provisioned. Press Provision in Cisco's "
    "wizard, with the packet that follows; then press It is done."
)
WAITS_FOR_SYSTEM = _("Your Webex order waits to be provisioned")
SYSTEM_IS_SILENT = _(
    "Your answers are complete, and the provisioning system of the partner has not said yet that the order is "
    "provisioned. Ask whoever runs it; if it is done, press It is done."
)
BEGUN, NOT_BEGUN = _("Go on with your Webex order"), _("Set up your Webex order")


def nudge_card(
    order: Order,
    t: Texts,
    *,
    days_left: int,
    pack: Pack,
    why: Why | None = None,
    step_title: str = "",
    handed_by: str = "",
    is_ready: bool = False,
    by_system: bool = False,
    late: bool = False,
    words: str = "",
    rep: str = "",
    later: Sequence[int] = (),
) -> Message:
    """Return a reminder. `step_title` is the step that somebody is at; `words` are those of a representative.

    `is_ready` is whether the order is ready at Cisco, `by_system` whether the partner's own system has it; `later` are
    the days to which they can put it off.
    """
    return render(
        [
            e.Heading(t(title_of(step_title, is_ready=is_ready, by_system=by_system))),
            *from_rep(t, rep, words),
            *([e.Paragraph(t(LATE))] if late else []),
            e.Paragraph(until_closing(days_left, t), e.Look.ATTENTION if days_left <= 2 else e.Look.STRONG),
            *where_it_is(t, step_title, is_ready=is_ready, by_system=by_system),
            *buttons(t, pack, begun=bool(step_title), handed=bool(handed_by), ready=is_ready),
            e.Facts(tuple(order_facts(order, t)[:3]), divided=True),
            *snooze(later, t),
            *snooze_button(order, later, t, pack),
            *why_unfolded(why),
        ],
        t,
    )


def title_of(step_title: str, *, is_ready: bool, by_system: bool) -> str:
    if is_ready:
        return WAITS_FOR_SYSTEM if by_system else READY
    return BEGUN if step_title else NOT_BEGUN


def where_it_is(t: Texts, step_title: str, *, is_ready: bool, by_system: bool) -> list[e.Element]:
    """Return the sentence about the person's step, or that nothing is left to answer."""
    if is_ready:
        return [e.Paragraph(t(SYSTEM_IS_SILENT if by_system else WAITS))]
    return [e.Paragraph(say(t, _("You are at: {title}"), title=step_title))] if step_title else []


def from_rep(t: Texts, rep: str, words: str) -> list[e.Element]:
    """Return the words of a representative, with their name."""
    if not rep:
        return []
    if not words:
        return [e.Paragraph(say(t, _("{person}, your Cisco representative, reminds you of this order."), person=rep))]
    return [
        e.Paragraph(say(t, _("{person}, your Cisco representative, writes:"), person=rep)),
        e.Paragraph(in_quotes(beginning(words, LONGEST_WORDS), t)),
    ]


def snooze(later: Sequence[int], t: Texts) -> list[e.Element]:
    if not later:
        return []
    # Counted from the day on which one presses: yesterday's card can be pressed today.
    picks = tuple(e.Pick(n, str(days), away(days, t)) for n, days in enumerate(later, start=1))
    return [
        e.ChoiceInput(
            "until",
            t(_("Remind me")),
            picks,
            value=picks[0].value,
            required=False,
            listed=False,
            error=t(_("Choose one of the answers.")),
        )
    ]


def away(days: int, t: Texts) -> str:
    """Return in how many days something is."""
    return t(_("tomorrow")) if days == 1 else t.count(_("in {n} day"), _("in {n} days"), days)


def snooze_button(order: Order, later: Sequence[int], t: Texts, pack: Pack) -> list[e.Element]:
    if not later:
        return []
    return [
        e.Submit(
            t(_("Remind me later")), pack("snooze_mine"), submits=True, typed=f"{t(_('later'))} {said(order.number)}"
        )
    ]


def buttons(t: Texts, pack: Pack, *, begun: bool, handed: bool, ready: bool) -> list[e.Element]:
    if handed:
        return [e.Submit(t(_("Set Up Now")), pack("accept"), main=True), e.Submit(t(_("Decline")), pack("decline"))]
    if ready:
        return [e.Submit(t(IT_IS_DONE), pack("done"), main=True)]
    if begun:
        return [e.Submit(t(_("Resume")), pack("resume"), main=True)]
    return [e.Submit(t(_("Set Up Now")), pack("begin"), main=True)]
