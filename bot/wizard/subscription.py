"""The subscription: what was ordered, line by line, and what somebody flags in it as wrong."""

from bot.domain.flags import LONGEST_WORDS, SOMETHING_ELSE
from bot.domain.orders import SERVICE_NAMES, Line, Order
from bot.language.texts import Texts, _
from bot.wizard import fields as f
from bot.wizard import glossary
from bot.wizard.buttons import BACK, EXPLAIN, NEXT
from bot.wizard.hub import HUB
from bot.wizard.step import Button, Fact, Situation, Step

WRONG = Button("wrong", _("Something is wrong"), says_no=True)
WITHDRAW = Button("withdraw", _("Withdraw a flag"))
# What is wrong may be in no line at all.
NO_LINE = "0"
MOST_LINES = 20


def subscription_facts(situation: Situation, t: Texts) -> tuple[Fact, ...]:
    """List what was ordered, line by line, and what was flagged."""
    order, flags = situation.order, situation.flags
    services = t.listing(t(SERVICE_NAMES[service]) for service in order.services)
    told_to = order.rep or t(_("The Cisco representatives"))
    return (
        Fact(_("Offer"), order.offer),
        Fact(_("Services"), services),
        Fact(_("Subscription"), order.subscription),
        Fact(_("Requested start date"), t.day(order.start_date)),
        *line_facts(order, t),
        *(Fact(_("Flagged"), t.labelled(flag.place(t), t.isolate(flag.words))) for flag in flags),
        *([Fact(_("Who looks into it"), told_to)] if flags else []),
    )


def line_facts(order: Order, t: Texts) -> list[Fact]:
    """Describe each line by what the order report says about it."""
    shown, rest = order.lines[:MOST_LINES], len(order.lines) - MOST_LINES
    facts = [Fact(t(_("Line {number}"), number=n), line_words(line, t)) for n, line in enumerate(shown, start=1)]
    more = Fact(_("Line"), t.count(_("{n} more is not shown."), _("{n} more are not shown."), rest))
    return [*facts, more] if rest > 0 else facts


def line_words(line: Line, t: Texts) -> str:
    said = (
        line.item,
        line.subscription,
        t.count(_("{n} month"), _("{n} months"), int(line.term)) if line.term.isdecimal() else line.term,
        line.status,
        t(_("on hold: {hold}"), hold=line.hold) if line.hold else "",
    )
    return " · ".join(part for part in said if part)


def lines_to_flag(situation: Situation) -> tuple[f.Option, ...]:
    """Offer every line by its number, then what is in no line."""
    lines = enumerate(situation.order.lines, start=1)
    named = (f.Option(str(n), " · ".join(filter(None, (line.item, line.status))), is_name=True) for n, line in lines)
    return (*named, f.Option(NO_LINE, SOMETHING_ELSE))


def open_flags(situation: Situation) -> tuple[f.Option, ...]:
    return tuple(
        f.Option(str(flag.id), ": ".join(filter(None, (flag.item, flag.words))), is_name=True)
        for flag in situation.flags
    )


SUBSCRIPTION = Step(
    "subscription",
    _("Subscription details"),
    _("Review what was ordered."),
    facts=subscription_facts,
    buttons=lambda situation: (NEXT, WRONG, *([WITHDRAW] if situation.flags else []), BACK, EXPLAIN),
    hub=HUB,
    terms=(glossary.SUBSCRIPTION,),
)
FLAG = Step(
    "flag",
    _("What is wrong with the subscription?"),
    _("Choose the line, and say what is wrong with it. A Cisco representative gets it in your words."),
    fields=lambda situation: (
        f.Choice("line", _("Line"), options=lines_to_flag, missing=_("Choose the line that is wrong.")),
        f.Text(
            "words",
            _("What is wrong"),
            hint=_("For example: 50 were ordered, not 5"),
            limit=LONGEST_WORDS,
            missing=_("Say in your words what is wrong."),
        ),
    ),
    buttons=lambda situation: (Button("flag", _("Flag it"), submits=True), BACK, EXPLAIN),
    terms=(glossary.SUBSCRIPTION, glossary.FLAG),
    hub=SUBSCRIPTION.name,
    aside=True,
    counted=False,
)
UNFLAG = Step(
    "unflag",
    _("Which flag do you want to withdraw?"),
    _("The Cisco representatives are told that it is settled."),
    fields=lambda situation: (f.Choice("flag", _("Flag"), options=open_flags),),
    when=lambda situation: bool(situation.flags),
    buttons=lambda situation: (Button("withdraw", _("Withdraw"), submits=True), BACK, EXPLAIN),
    terms=(glossary.FLAG,),
    hub=SUBSCRIPTION.name,
    aside=True,
    counted=False,
)
