"""The order setup wizard, step by step: what is asked, when, in which words, and what follows.

The steps are those of Cisco's wizard (help.webex.com oq6v6y). To add one, declare it beside its like and give it
its row in WIZARD: its card, its text, its parsing, the progress line, Back, its place at review and in the hand-off
packet follow from that.
"""

from dataclasses import replace

from bot.wizard.engine import Wizard
from bot.wizard.finishing import FINISH, PROVISION, SERVICE_SETUP
from bot.wizard.mapping import CONFIRMED, DONE, PASSWORD, REVIEW
from bot.wizard.organizations import CUSTOMER_ADMIN, CUSTOMER_ORG, NEW_CUSTOMER_ORG, NEW_PARTNER_ORG, PARTNER_ORG
from bot.wizard.sections import SECTIONS
from bot.wizard.step import Step
from bot.wizard.who_sets_up import CUSTOMER_OWNER, DELEGATE, OWNER, ROLE, sets_up


def for_whoever_sets_up(step: Step) -> Step:
    """Return a step of service setup that is asked only of who sets up, not of somebody who hands over."""
    return replace(step, when=lambda s: sets_up(s) and step.when(s))


WIZARD = Wizard(
    (
        ROLE,
        OWNER,
        DELEGATE,
        CUSTOMER_OWNER,
        PARTNER_ORG,
        NEW_PARTNER_ORG,
        CUSTOMER_ADMIN,
        CUSTOMER_ORG,
        NEW_CUSTOMER_ORG,
        REVIEW,
        CONFIRMED,
        DONE,
        PASSWORD,
        *(for_whoever_sets_up(step) for step in (SERVICE_SETUP, *SECTIONS, FINISH, PROVISION)),
    )
)
