"""Erasing: everything that the bot holds about one person goes, for good."""

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.addresses import is_like_an_address, normal_email
from bot.language.texts import _
from bot.operations import erasing
from cards import elements as e
from cards.notice import notice
from handlers.chat import confirmations

router = Router()

NO_ADDRESS = _("Enter an email address, such as name@example.com.")
NOTHING_KNOWN = _(
    "I hold nothing under the address {email}. What was only written about somebody is erased on the terminal: "
    "setup-now erase {email}"
)
IS_ADMIN = _("{email} is an admin. Take the address out of ADMIN_EMAILS first.")
WHAT_GOES = _("Everything I hold about {email} goes: answers, messages, mails, codes, and the name in what others did.")
WHAT_STAYS = _(
    "Orders and the audit log stay, with a name that says nothing in place of theirs. Messages in Webex, and backups "
    "made before, are not mine to delete."
)
OPEN_ORDERS = _("Open orders that are left without a person: {orders}. Name other contacts with /order set.")
IS_BEING_ERASED = _(
    "That person is being erased. In a few minutes nothing about them is left in the file; if the bot is stopped "
    "meanwhile, it goes on at its next start."
)


@router.command(
    "/erase",
    usage=_("/erase PERSON"),
    arguments=r"(?P<person>\S+)",
    role=Role.ADMIN,
    help=_("Erase everything that is held about a person, by their address; asks first"),
)
def erase(ctx: Context, person: str) -> None:
    """Ask before anything is erased: it cannot be taken back."""
    confirmations.ask(ctx, "erase", person=person)


def what_goes(ctx: Context, person: str) -> Question:
    """Say what goes, and which orders lose their person."""
    email = normal_email(person)
    if not is_like_an_address(email):
        raise Refusal(NO_ADDRESS)
    if email in map(ctx.uow.moves.current_address, ctx.policy.admins):
        raise Refusal(IS_ADMIN, email=email)
    if not ctx.uow.erasure.knows_at_a_glance(email):
        raise Refusal(NOTHING_KNOWN, email=email)
    addresses = sorted(ctx.uow.erasure.traces_of(email).addresses)
    held = [order for each in addresses for order in ctx.uow.orders.held_by(each)]
    numbers = sorted(order.number for order in held if not order.state.is_over)
    sentences = [ctx.t(WHAT_GOES, email=ctx.t.listing(addresses)), ctx.t(WHAT_STAYS)]
    if numbers:
        sentences.append(ctx.t(OPEN_ORDERS, orders=ctx.t.listing(numbers)))
    return Question([e.Paragraph(sentence) for sentence in sentences], found=email)


@router.confirmation(
    "erase",
    title=_("Erase this person for good?"),
    yes=_("Erase for good"),
    no=_("Keep everything"),
    asks=what_goes,
    left=confirmations.saying(_("Nothing was erased.")),
    role=Role.ADMIN,
)
def erase_for_good(ctx: Context, email: str) -> None:
    """Have a person erased as soon as this is committed: finding all that names them takes too long for a turn."""
    erasing.begin(ctx.uow, email, ctx.now, by=ctx.person.email)
    ctx.reply_privately(notice(ctx.t, IS_BEING_ERASED))
