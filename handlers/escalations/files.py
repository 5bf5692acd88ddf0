"""Files: those that came with words go along with them, each in its own message, straight from Webex to Webex."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dispatch.context import Context
from bot.domain.correspondence import PassedKind, PassedOn
from bot.domain.internal_events import Undelivered
from bot.domain.orders import Order
from bot.domain.outgoing import Address, FileAtWebex, Message, OutboxEntry
from bot.errors import FileWithheld
from bot.language.texts import Texts, _
from cards.notice import notice
from cards.words import say
from handlers.escalations.places import texts_at

SENT_BY = _("{person} sent this file about order {order}.")
ONE_OF_SEVERAL = _("{person} sent this file about order {order}: {n} of {all}.")
LOST = _("Your file about order {order} could not be passed on: {why}")
LOST_WHERE_READ = _(
    "A file that {person} sent about order {order} could not be passed on. Please ask for it directly: {address}"
)
# Why Webex does not hand out a file, by the status with which it says so.
WHY = {
    302: _("It is kept outside Webex, such as in SharePoint or OneDrive. Send a copy from your computer, or its link."),
    410: _("Webex found malware in it."),
    413: _("It is too large. Share it in another way, such as a link."),
    423: _("Webex did not finish looking for malware in it. Please send it again."),
    428: _("Webex cannot look into it for malware: it may have a password. Save it without one and send it again."),
}
GONE = _("Webex no longer provides it. Please send it again.")
NOT_TAKEN = _("Webex does not deliver it there. Share it in another way, such as a link.")


@dataclass(frozen=True, slots=True)
class Between:
    """Between whom a file goes: a `person` of the order and a `rep`. `told` is where its sender hears of it."""

    person: str
    rep: str
    told: Address


def to_reps(ctx: Context, order: Order, threads: Mapping[Address, str]) -> None:
    """Pass the files of this message on to representatives: to each place, in its thread, unless it has them."""
    told = Address(email=ctx.person.email)
    for place, thread in threads.items():
        pass_on(ctx, order, place, Between(ctx.person.email, place.email, told), thread)


def to_person(ctx: Context, order: Order, person: str) -> None:
    """Pass the files of a representative's message on to somebody of the order."""
    pass_on(ctx, order, Address(email=person), Between(person, ctx.person.email, ctx.chat_among_reps))


def pass_on(ctx: Context, order: Order, place: Address, between: Between, thread: str = "") -> None:
    """Owe each file to a place, once; its sender hears if it does not arrive."""
    if place == ctx.chat:
        return
    t = texts_at(ctx, place)
    for n, address in enumerate(ctx.files, 1):
        if (place, address) in ctx.passed_on:
            continue
        ctx.passed_on.add((place, address))
        sentence = ONE_OF_SEVERAL if len(ctx.files) > 1 else SENT_BY
        words = say(t, sentence, person=ctx.person.called, order=order.number, n=n, all=len(ctx.files))
        message = Message(words, file=FileAtWebex(address))
        entry = ctx.send_to(place, message, order=order.number, parent_id=thread, awaited=False)
        ctx.uow.correspondence.add(
            PassedOn(entry, PassedKind.FILE, order.number, between.person, between.rep, between.told, ctx.now)
        )


def announced(ctx: Context, place: Address, t: Texts) -> list[str]:
    """Say next to words that files follow them."""
    if not ctx.files or place == ctx.chat:
        return []
    return [t.count(_("{n} file comes with it."), _("{n} files come with it."), len(ctx.files))]


def tell_of_lost(ctx: Context, event: Undelivered, passed: PassedOn) -> None:
    """Tell the sender of a file that it did not arrive, and its reader, if they can be told, whom to ask for it."""
    entry = ctx.uow.outbox.get(event.outbox_id)
    if entry is None:
        return
    status = FileWithheld.status_in(event.reason)
    t = texts_at(ctx, passed.told)
    why = t(WHY.get(status, GONE) if status else NOT_TAKEN)
    ctx.send_to(passed.told, notice(t, LOST, order=passed.order, why=why), order=passed.order, awaited=False)
    if status:
        tell_reader(ctx, entry, passed)


def tell_reader(ctx: Context, entry: OutboxEntry, passed: PassedOn) -> None:
    """Tell the reader of a file whom to ask for it."""
    sender = passed.rep if entry.address.email == passed.person else passed.person
    known = ctx.uow.people.by_email(sender)
    t = texts_at(ctx, entry.address)
    person = known.called if known else sender
    words = say(t, LOST_WHERE_READ, person=person, order=passed.order, address=sender)
    ctx.send_to(entry.address, Message(words), order=passed.order, parent_id=entry.parent_id, awaited=False)
