"""Flagging: the person says which line of the order is wrong; the reps are called, and answer or settle it."""

from functools import partial

from bot.dispatch.context import Context
from bot.domain.escalations import Reason
from bot.domain.flags import LONGEST_WORDS, SEEN_TO, WITHDRAWN, Flag, item_of
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.errors import InvalidAnswer
from bot.language.texts import Texts, _
from bot.wizard.engine import Progress
from bot.wizard.subscription import FLAG, UNFLAG
from cards.notice import notice
from cards.step import Feedback
from cards.words import Whole, said
from handlers.chat import steps
from handlers.chat.steps import AtStep
from handlers.escalations import card, opening
from handlers.escalations.places import rep_texts

FLAGGED = _(
    "Flagged. Who looks into it: {who}. The answer will come to you here; you can go on with the other sections "
    "meanwhile, or wait."
)
SEEN_TO_BY = _("{person}, Cisco representative, has seen to what you flagged in order {order}: {flags}")


def ask_what_is_wrong(ctx: Context, at: AtStep) -> None:
    """Ask which line is wrong, beside the review of the subscription."""
    steps.show(ctx, at.order, steps.save(ctx, ctx.wizard.opened(at.progress, FLAG.name)))


def flag(ctx: Context, at: AtStep) -> None:
    """Keep what is wrong with a line, call the reps with it, and go back to the review."""
    order = at.order
    answer = at.stop.parse(at.inputs)
    line = int(answer["line"])
    raised = Flag(order.number, line, item_of(order, line), answer["words"], ctx.person.email, ctx.now)
    ctx.uow.flags.add(raised)
    place = raised.place(rep_texts(ctx, order))
    ctx.uow.notes.add(order.number, ctx.person.email, f"{place}: {raised.words}", ctx.now)
    ctx.audit("subscription_wrong", order.number, line=line)
    progress = gone_back(ctx, order, at.progress)
    opening.call_reps(ctx, order, Reason.SUBSCRIPTION_WRONG)
    steps.show(ctx, order, progress, Feedback(note=ctx.t(FLAGGED, who=who_looks_into_it(ctx, order))))


def who_looks_into_it(ctx: Context, order: Order) -> str:
    """Return the rep who has claimed the order, else the order's own, else all of them."""
    escalation = ctx.uow.escalations.get(order.number)
    return (escalation.owner_name if escalation else "") or order.rep or ctx.t(_("The Cisco representatives"))


def withdraw(ctx: Context, at: AtStep) -> None:
    """Take a flag back; with several, ask which. With the last one, nobody needs to look into the order any more."""
    order, stop = at.order, at.stop
    flags = ctx.uow.flags.open_of(order.number)
    if stop.step.name != UNFLAG.name and len(flags) > 1:
        steps.show(ctx, order, steps.save(ctx, ctx.wizard.opened(at.progress, UNFLAG.name)))
        return
    chosen = stop.parse(at.inputs).get("flag") if stop.step.name == UNFLAG.name else None
    taken_back = next((each for each in flags if chosen in (None, str(each.id))), None)
    if taken_back is None:
        raise InvalidAnswer(_("That was already withdrawn, or a representative has seen to it."))
    ctx.uow.flags.close(taken_back, WITHDRAWN, ctx.now)
    ctx.audit("flag_withdrawn", order.number, line=taken_back.line)
    tell_reps(ctx, order, taken_back, is_last=len(flags) == 1)
    is_withdrawn = Feedback(note=ctx.t(_("The flag is withdrawn.")))
    steps.show(ctx, order, gone_back(ctx, order, at.progress), is_withdrawn)


def tell_reps(ctx: Context, order: Order, taken_back: Flag, *, is_last: bool) -> None:
    """Say in the rep space that a flag is withdrawn; with the last one the call that it opened is closed."""
    sentence = _("{person} has withdrawn a flag on order {order}: {flag}")
    card.say(ctx, order, sentence, flag=partial(in_words, taken_back))
    if is_last and opening.is_called_for(ctx, order, Reason.SUBSCRIPTION_WRONG):
        opening.close(ctx, order, _("The contact has withdrawn what was flagged."))


def seen_to(ctx: Context, order: Order) -> None:
    """Tell the person that a rep has settled what they flagged; if they are at a step, its card says so."""
    flags = ctx.uow.flags.open_of(order.number)
    if not flags:
        return
    for each in flags:
        ctx.uow.flags.close(each, SEEN_TO, ctx.now)
    ctx.audit("flag_seen_to", order.number)
    t = ctx.texts_of(order.holder, order)
    words = t.listing(in_words(each, t) for each in flags)
    ctx.send_to(
        Address(email=order.holder),
        notice(t, SEEN_TO_BY, person=ctx.person.called, order=order.number, flags=Whole(words)),
    )
    progress = ctx.uow.progress.get(order.number, order.holder)
    if progress is not None and not progress.paused and not order.state.is_over:
        steps.show(ctx, order, progress)


def in_words(flag: Flag, t: Texts) -> str:
    """Return a flag in words: its place in the order, and what the person said."""
    return t(_("{place}: “{words}”"), place=flag.place(t), words=said(flag.words, LONGEST_WORDS))


def gone_back(ctx: Context, order: Order, progress: Progress) -> Progress:
    """Return to the review of the subscription from the step aside of it; the card of the review comes anew."""
    aside = steps.stop_of(ctx, order, progress)
    if aside is None or not aside.step.aside:
        return progress
    return steps.save(ctx, ctx.wizard.back_from(aside, progress))
