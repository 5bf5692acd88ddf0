"""Outside contacts: a representative names a contact who belongs to neither company, and an admin has to agree."""

from dataclasses import replace
from typing import NamedTuple

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.domain.people import Person, Role
from bot.errors import Refusal
from bot.language.addresses import domain_of, is_free_mail
from bot.language.companies import match_key
from bot.language.texts import _
from cards import elements as e
from cards.notice import notice
from cards.words import say
from handlers.chat import confirmations
from handlers.chat.lookup import existing
from handlers.orders import changes

router = Router()

ASKS_ADMIN = "outside_contact"
ASKED = _(
    "As far as I know, the address {contact} belongs to neither the partner nor the customer of order {order}. I have "
    "asked the admins; nothing changes until one of them agrees."
)
NOBODY_TO_ASK = _(
    "As far as I know, the address {contact} belongs to neither the partner nor the customer of order {order}. An "
    "admin would have to agree, and there is none."
)
WANTED = _(
    "{person}, a representative, wants to give order {order} ({customer}) to {contact}, whose address, as far as I "
    "know, belongs to neither the partner nor the customer. The contact now is {before}, who would lose the order."
)


class Wanted(NamedTuple):
    """What a representative wants: an order as it is, and who is to be its contact."""

    order: Order
    contact: str
    rep: str


def is_outside(ctx: Context, order: Order, email: str) -> bool:
    """Return whether an address belongs to none of the companies of an order, as far as we know them."""
    return is_free_mail(email) or not is_known(ctx, order, domain_of(email))


def is_known(ctx: Context, order: Order, domain: str) -> bool:
    """Return whether a domain is that of the order's people, or of an organization named as one of its companies."""
    people = {*order.people, order.contact, order.handed_by} - {""}
    companies = {match_key(company) for company in (order.partner_name, order.customer_name) if company}
    return domain in map(domain_of, people) or any(
        match_key(org.name) in companies for org in ctx.uow.organizations.at_domain(domain)
    )


def ask_admins(ctx: Context, order: Order, contact: str) -> None:
    """Ask each admin, in their own chat and language, whether the order may go there."""
    if not ctx.policy.admins:
        raise Refusal(NOBODY_TO_ASK, contact=contact, order=order.number)
    for chat in ctx.admin_chats:
        admin = ctx.uow.people.by_email(chat.email) or Person(id="", email=chat.email)
        asking = replace(ctx, person=admin, t=ctx.texts_of(admin.email))
        confirmations.ask(asking, ASKS_ADMIN, order=order.number, contact=contact, rep=ctx.person.email)
    ctx.audit("contact_asked", order.number, contact=contact)
    ctx.reply_here(notice(ctx.t, ASKED, contact=contact, order=order.number))


def what_is_wanted(ctx: Context, order: str, contact: str, rep: str) -> Question:
    """Say who wants what, as the order stands now; refuse where it is done or too late."""
    found = existing(ctx, order)
    if found.contact == contact:
        raise Refusal(_("{contact} is the contact of order {order} already."), contact=contact, order=order)
    changes.refuse_late_contact(found)
    words = say(
        ctx.t, WANTED, person=rep, order=order, customer=found.customer_name, contact=contact, before=found.contact
    )
    return Question([e.Paragraph(words)], found=Wanted(found, contact, rep), values={"order": order})


def left_as_it_is(ctx: Context, order: str, contact: str, rep: str) -> None:
    """Tell the representative and the admin that the order stays as it is."""
    ctx.audit("contact_refused", order, contact=contact)
    sentence = _("An admin has not agreed: {contact} will not become the contact of order {order}.")
    tell_both(ctx, rep, sentence, contact=contact, order=order)


@router.confirmation(
    ASKS_ADMIN,
    title=_("Give order {order} to an outside address?"),
    yes=_("Change the contact"),
    no=_("Leave it as it is"),
    asks=what_is_wanted,
    left=left_as_it_is,
    role=Role.ADMIN,
)
def agree(ctx: Context, wanted: Wanted) -> None:
    """Give the order to the contact whom the representative named."""
    after = wanted.order.given_to(wanted.contact)
    changes.close_for_new_contact(ctx, after)
    changes.order_changed(ctx, wanted.order, after, "order_set", contact=wanted.contact, asked_by=wanted.rep)
    sentence = _("The contact of order {order} is now {contact}.")
    tell_both(ctx, wanted.rep, sentence, order=wanted.order.number, contact=wanted.contact)


def tell_both(ctx: Context, rep: str, sentence: str, *, order: str, contact: str) -> None:
    ctx.reply_privately(notice(ctx.t, sentence, contact=contact, order=order))
    if rep != ctx.person.email:
        message = notice(ctx.texts_of(rep), sentence, contact=contact, order=order)
        ctx.send_to(Address(email=rep), message, order=order, awaited=False)
