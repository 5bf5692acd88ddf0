"""Dead letters: what could not be handled or sent, and what an admin does about it."""

from collections.abc import Sequence

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.dead_letters import Box, DeadLetter
from bot.domain.orders import Order
from bot.domain.outgoing import Lane, Message
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards import elements as e
from cards.dead_letters import dead_letter_card, dead_letters_card
from handlers.chat import confirmations
from handlers.wizard import way_in

router = Router()

MOST_LISTED = 15
ALL = "all"
NO_SUCH_LETTER = _("There is no dead letter {reference}: it may have been tried again or dropped. Type /dlq for all.")
COMES_BACK = _("What fails again comes back to /dlq.")
NO_DEAD_LETTERS = _("There are no dead letters.")


@router.command(
    "/dlq",
    usage="/dlq [REF]",
    arguments=r"(?P<reference>\w*)",
    role=Role.ADMIN,
    help=_("What could not be handled or sent, with its cause: all of it, or one by its reference"),
)
def dlq(ctx: Context, reference: str = "") -> None:
    """List the dead letters, or show one of them; to the asker alone, for they name people."""
    if reference:
        ctx.reply_privately(dead_letter_card(dead_letter_with(ctx, reference), ctx.t, ctx.zone))
    else:
        listed, count = ctx.uow.dead_letters.all(MOST_LISTED), ctx.uow.dead_letters.count()
        ctx.reply_privately(dead_letters_card(listed, count, ctx.t, ctx.zone))


@router.command(
    "/dlq retry",
    usage="/dlq retry REF|all",
    arguments=r"(?P<reference>\w+)",
    role=Role.ADMIN,
    help=_("Try dead letters again, one or all; all asks first"),
)
def dlq_retry(ctx: Context, reference: str) -> None:
    """Try one dead letter again, or ask before all are tried."""
    chosen = chosen_by(ctx, reference)
    if len(chosen) > 1:
        confirmations.ask(ctx, "dlq_retry", reference=reference)
    else:
        retry_all(ctx, chosen)


@router.command(
    "/dlq drop",
    usage="/dlq drop REF|all",
    arguments=r"(?P<reference>\w+)",
    role=Role.ADMIN,
    help=_("Drop dead letters for good, one or all; asks first"),
)
def dlq_drop(ctx: Context, reference: str) -> None:
    """Ask before anything is dropped: it cannot be taken back."""
    confirmations.ask(ctx, "dlq_drop", reference=reference)


def what_is_concerned(ctx: Context, reference: str) -> Question:
    """Say how many dead letters are concerned."""
    chosen = chosen_by(ctx, reference)
    counted = ctx.t.count(_("{n} dead letter is concerned."), _("{n} dead letters are concerned."), len(chosen))
    return Question([e.Paragraph(counted)], found=chosen, mark=mark_of(chosen))


def mark_of(chosen: Sequence[DeadLetter]) -> str:
    """Return a fingerprint of these dead letters: how many there are, and when the last one was given up."""
    return f"{len(chosen)} {max(each.given_up_at for each in chosen).isoformat()}"


def chosen_by(ctx: Context, reference: str) -> list[DeadLetter]:
    """Return the dead letters that a reference, or the word all, stands for; refuse where there are none."""
    if reference.lower() != ALL:
        return [dead_letter_with(ctx, reference)]
    found = ctx.uow.dead_letters.all()
    if not found:
        raise Refusal(NO_DEAD_LETTERS)
    return found


def dead_letter_with(ctx: Context, reference: str) -> DeadLetter:
    """Return the dead letter of a reference; refuse where there is none."""
    found = ctx.uow.dead_letters.get(reference.upper())
    if found is None:
        raise Refusal(NO_SUCH_LETTER, reference=reference[:40])
    return found


@router.confirmation(
    "dlq_retry",
    title=_("Try these again?"),
    yes=_("Try again"),
    no=_("Leave it"),
    asks=what_is_concerned,
    left=confirmations.saying(_("All dead letters stay.")),
    role=Role.ADMIN,
)
def retry_all(ctx: Context, chosen: Sequence[DeadLetter]) -> None:
    """Try dead letters again, mails first: a mail that arrives may spare a message that is a dead letter as well."""
    tried = [retry(ctx, each) for each in sorted(chosen, key=lambda each: each.box is not Box.MAILS)]
    words = ctx.t.count(_("{n} is tried again now."), _("{n} are tried again now."), sum(tried))
    over = len(tried) - sum(tried)
    if over:
        needless = ctx.t.count(
            _("{n} is no longer needed and was dropped."), _("{n} are no longer needed and were dropped."), over
        )
        words = f"{words} {needless}" if any(tried) else needless
    ctx.reply_privately(Message(f"{words} {ctx.t(COMES_BACK)}" if any(tried) else words))


def retry(ctx: Context, letter: DeadLetter) -> bool:
    """Try one dead letter again, unless nobody needs it any more; then it is dropped. Returns whether it is tried."""
    if not is_needed(ctx, letter):
        drop(ctx, letter)
        return False
    ctx.uow.dead_letters.retry(letter, ctx.now)
    if letter.box is Box.MAILS:
        write_anew(ctx, letter)
    ctx.audit("dlq_retry", letter.order, reference=letter.reference)
    return True


def is_needed(ctx: Context, letter: DeadLetter) -> bool:
    """Return whether a dead letter still has a reader. An event decides for itself when it is handled again."""
    if letter.box in {Box.INBOX, Box.EVENTS}:
        return True
    order = ctx.uow.orders.get(letter.order) if letter.order else None
    if letter.box is Box.MAILS:
        return order is not None and waits_for(order, letter.who)
    entry = ctx.uow.outbox.get(int(letter.key))
    if entry is None or ctx.uow.outbox.is_replaced(entry.id):
        return False
    is_reminder = entry.lane is Lane.REMINDER and bool(entry.address.email) and order is not None
    return not is_reminder or (order is not None and waits_for(order, entry.address.email))


def waits_for(order: Order, email: str) -> bool:
    """Return whether an order is still open and with somebody."""
    return not order.state.is_over and email in order.people


def write_anew(ctx: Context, letter: DeadLetter) -> None:
    """Owe the way in once more: the refused letter is gone, with its words and its claim code."""
    order = ctx.uow.orders.get(letter.order)
    if order is not None:
        progress = ctx.uow.progress.get(order.number, letter.who)
        way_in.put_start(ctx, order, letter.who, progress, first_contact=True)


@router.confirmation(
    "dlq_drop",
    title=_("Drop for good?"),
    yes=_("Drop"),
    no=_("Leave it"),
    asks=what_is_concerned,
    left=confirmations.saying(_("All dead letters stay.")),
    role=Role.ADMIN,
)
def drop_all(ctx: Context, chosen: Sequence[DeadLetter]) -> None:
    """Drop dead letters for good."""
    for each in chosen:
        drop(ctx, each)
    ctx.reply_privately(Message(ctx.t.count(_("{n} was dropped."), _("{n} were dropped."), len(chosen))))


def drop(ctx: Context, letter: DeadLetter) -> None:
    """Drop one dead letter."""
    ctx.uow.dead_letters.drop(letter)
    ctx.audit("dlq_drop", letter.order, reference=letter.reference)
