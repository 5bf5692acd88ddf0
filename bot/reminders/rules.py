"""The table of rules: when somebody hears from us about an order without having asked, why, and in which words.

A rule is one row here. It needs a handler of its own only where it does something new: by itself, a rule for the person
reminds them, and one for the representatives calls them.
"""

from collections.abc import Mapping

from bot.domain.escalations import ADMINS, Escalation, Reason, RepeatedCall
from bot.language.texts import _
from bot.reminders.moments import (
    after_a_nudge,
    at_closing,
    closing,
    has_not_begun,
    is_begun_and_left,
    is_claimed,
    is_escalated,
    is_nobodys,
    is_open,
    may_be_nudged,
    nudges,
    on_the_escalation_day,
    on_the_start_date,
    stalled,
)
from bot.reminders.reminder import Reminder
from bot.reminders.rule import Audience, Rule, Words, ahead
from bot.reminders.standing import Standing

HOW_TO_STOP = _("Type “stop” for no more reminders.")
HOW_TO_END = _("Claim it to stop these alerts.")


def next_call(reminder: Reminder, escalation: Escalation) -> str:
    """Say who gets the next call for an escalation; "" where there will be none."""
    if escalation.owner or escalation.is_asleep(reminder.due_at):
        return ""
    if RepeatedCall.of(reminder.occurrence).tell == ADMINS:
        return _("If nobody claims the order, the admins are told on {moment}.")
    return _("If nobody claims the order, this alert is repeated on {moment}.")


def next_review(_reminder: Reminder, escalation: Escalation) -> str:
    """Say what becomes of a claim; "" where nobody has claimed the order."""
    return (
        _("If nothing happens, the order is open to all representatives again on {moment}.") if escalation.owner else ""
    )


def which_call(reminder: Reminder) -> Mapping[str, str]:
    """Return the level of its policy at which a call was made, and its turn there."""
    call = RepeatedCall.of(reminder.occurrence)
    return {"level": call.level, "turn": call.turn}


INVITE = Rule(
    name="invite",
    audience=Audience.PERSON,
    weight=5,
    words=Words(
        _("invitation on the requested start date"),
        to_person=(
            _("You are the provisioning contact, and the requested start date of the order is {start}."),
            _("An invitation comes on that very date, by the clock of {zone}, on days off too."),
            HOW_TO_STOP,
        ),
    ),
    while_=has_not_begun,
    when=on_the_start_date,
)
NUDGE = Rule(
    name="nudge",
    audience=Audience.PERSON,
    weight=4,
    words=Words(
        _("reminder before the order line closes"),
        to_person=(
            _("The setup is not finished. You were invited on {invited}, and the order line closes on {closes}."),
            _("Reminders come on working days ({calendar})."),
            HOW_TO_STOP,
        ),
    ),
    while_=may_be_nudged,
    when=nudges,
    catches_up=False,
)
# The person asked to be reminded at another time.
AGAIN = Rule(
    name="again",
    audience=Audience.PERSON,
    weight=3,
    words=Words(
        _("reminder that you asked for"),
        to_person=(
            _("You asked to be reminded now; the order line closes on {closes}."),
            _("You chose the day, so it may be a day off."),
            HOW_TO_STOP,
        ),
    ),
    while_=may_be_nudged,
)
ESCALATE = Rule(
    name="escalate",
    audience=Audience.REPS,
    weight=6,
    words=Words(
        _("escalation because setup has not begun"),
        to_reps=(
            _("Not started {days} after the start date."),
            HOW_TO_END,
        ),
    ),
    while_=has_not_begun,
    when=on_the_escalation_day,
    calls_for=Reason.NOT_BEGUN,
)
STALLED = Rule(
    name="stalled",
    audience=Audience.REPS,
    weight=4,
    words=Words(
        _("escalation because nothing was heard from the contact"),
        to_reps=(_("Nothing has come from the contact for three working days ({calendar})."), HOW_TO_END),
    ),
    while_=is_begun_and_left,
    when=stalled,
    calls_for=Reason.STALLED,
)
CLOSING = Rule(
    name="closing",
    audience=Audience.REPS,
    weight=5,
    words=Words(
        _("escalation because the order line closes soon"),
        to_reps=(
            _("The line closes on {closes}, and this is the last working day ({calendar}) that leaves 48 hours."),
            HOW_TO_END,
        ),
    ),
    while_=is_nobodys,
    when=closing,
    calls_for=Reason.CLOSING,
)
CLOSED = Rule(
    name="closed",
    audience=Audience.BOTH,
    weight=9,
    words=Words(
        _("closing of the order line"),
        to_person=(
            _("You were invited on {invited}, and an order line of {offer} closes {open_for} after that."),
            _("Days off count, too. Nothing more comes about this order."),
        ),
        to_reps=(_("The line closed on {closes}; days off count."), HOW_TO_END),
        ahead=ahead(_("The order line closes on {moment}.")),
    ),
    while_=is_open,
    when=at_closing,
    calls_for=Reason.CLOSED,
)
# A level of the policy of an escalation: nobody has claimed it.
UNCLAIMED = Rule(
    name="unclaimed",
    audience=Audience.REPS,
    weight=2,
    words=Words(
        _("repeated alert, as nobody has claimed the order yet"),
        to_reps=(
            _("Alerts about an order that nobody has claimed are repeated on working days ({calendar})."),
            HOW_TO_END,
        ),
        was_due=_("Due: {rule} (level {level}, turn {turn})"),
        details=which_call,
        ahead=next_call,
    ),
    while_=is_escalated,
)
# The end of a rep's snooze.
WAKE = Rule(
    name="wake",
    audience=Audience.REPS,
    weight=3,
    words=Words(
        _("end of a snooze"),
        to_reps=(_("A representative had snoozed this escalation until now."), HOW_TO_END),
    ),
    while_=is_escalated,
)
# A claim is looked at again: without progress it goes back to all.
REVIEW = Rule(
    name="review",
    audience=Audience.NOBODY,
    weight=0,
    words=Words(
        _("check on a claimed order"),
        to_reps=(
            _("An order that somebody has claimed is checked again after a working day ({calendar})."),
            HOW_TO_END,
        ),
        ahead=next_review,
    ),
    while_=is_claimed,
)
# The buttons of an escalation offer a nudge again.
NUDGEABLE = Rule(
    name="nudgeable",
    audience=Audience.NOBODY,
    weight=1,
    words=Words(
        _("a representative can nudge the contact again"),
        to_reps=(
            _("A contact is nudged once an hour at most; an hour after the last nudge the card offers it again."),
        ),
        was_due="",
    ),
    while_=is_escalated,
    when=after_a_nudge,
    catches_up=False,
)
RULES = {
    rule.name: rule
    for rule in (INVITE, NUDGE, AGAIN, ESCALATE, STALLED, CLOSING, CLOSED, UNCLAIMED, WAKE, REVIEW, NUDGEABLE)
}


def title_of(rule: str) -> str:
    """Return the title of a rule; its bare name where it is no longer in the table."""
    return RULES[rule].words.title if rule in RULES else rule


def planned(standing: Standing) -> list[Reminder]:
    """Return every reminder that an order calls for as it stands."""
    return [promise for rule in RULES.values() for promise in rule.promises(standing)]
