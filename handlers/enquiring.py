"""Enquiring: who works out the answers that take long, and how they reach whoever asked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.context import Context, Policy
from bot.doctor import Doctor
from bot.enquiries import Work
from bot.events import EnquiryAnswered
from bot.people import Role
from bot.routing import Router
from bot.wizard.engine import Wizard
from handlers import examining, exporting, reporting

if TYPE_CHECKING:
    from store import Store

router = Router()


def works(policy: Policy, store: "Store", wizard: Wizard, doctor: Doctor) -> Mapping[str, Work]:
    """Return what works out the answer to each kind of enquiry."""
    return {
        "doctor": examining.examination_by(doctor),
        "export": exporting.export_from(store, policy, wizard),
        "report": reporting.report_from(store, policy),
    }


@router.event(EnquiryAnswered)
def answered(ctx: Context, event: EnquiryAnswered) -> None:
    """Tell the asker alone, if they may still know."""
    ctx.require(Role.ADMIN)
    ctx.tell(event.answer)
