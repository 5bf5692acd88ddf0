"""Checks of an address against what is known: who may be named where, and the reason where somebody may not."""

from bot.domain.organizations import MatchKind, OrgKind, match
from bot.errors import InvalidAnswer
from bot.language.texts import _
from bot.wizard.step import Situation

TAKEN = _(
    "{address} already belongs to the organization {organization}. A user belongs to one Webex organization at a time: "
    "give an address that is not in Webex yet."
)
PARTNERS_ADMINISTRATOR = _(
    "{address} will be the administrator of your partner organization. A user belongs to one Webex organization at a "
    "time: give the address of somebody at the customer."
)
TAKEN_BY_A_USER = _(
    "{address} already belongs to the organization {organization} and is not an administrator of a customer "
    "organization. A user belongs to one Webex organization at a time: give an administrator's address, or one that is "
    "not in Webex yet."
)


HELPER = _(
    "{address} is the address of somebody who helps others with their orders, and sets up none. Give the address of "
    "the person who is to set up this one."
)
BOT = _("{address} is the address of a bot, which cannot set up an order. Give a person's address.")


def refuse_taking_over(address: str, situation: Situation) -> None:
    """Refuse the person's own address where somebody else is asked for, and those of bots and of mere helpers."""
    refuse_bots(address, situation)
    if address in situation.helpers:
        raise InvalidAnswer(HELPER, address=address)
    if address == situation.person:
        raise InvalidAnswer(
            _("That is your own address. Give another person's, or go back and choose to set it up yourself.")
        )


def refuse_administering_customer(address: str, situation: Situation) -> None:
    """Refuse as the customer's administrator anybody in another organization, or about to be: a user has only one."""
    refuse_bots(address, situation)
    if address == situation.given("new_partner_org", "email"):
        raise InvalidAnswer(PARTNERS_ADMINISTRATOR, address=address)
    found = match(situation.directory, OrgKind.CUSTOMER, situation.order.customer_name, address)
    if found.kind is MatchKind.CONFLICT:
        raise InvalidAnswer(
            TAKEN_BY_A_USER,
            address=address,
            organization=found.organizations[0].name,
        )


def refuse_known_to_webex(address: str, situation: Situation) -> None:
    """Refuse, for a new organization's administrator, an address that an organization already has."""
    refuse_bots(address, situation)
    taken = situation.directory.with_person(address)
    if taken:
        raise InvalidAnswer(
            TAKEN,
            address=address,
            organization=taken[0].name,
        )


def refuse_bots(address: str, situation: Situation) -> None:
    """Refuse the address of a bot where a person is asked for."""
    if situation.is_bot(address):
        raise InvalidAnswer(BOT, address=address)
