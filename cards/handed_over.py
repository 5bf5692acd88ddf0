"""A setup that was handed over to the partner's own system: whether it has arrived, and what that system says."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.actions import Pack
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.domain.provisioning import HandOver, Verdict
from bot.language.texts import Texts, _
from bot.wizard.step import Stop
from cards import elements as e
from cards.describe import IT_IS_DONE, until_closing
from cards.kit import render
from cards.outcome import packet_of

ON_ITS_WAY = _("Your answers are on their way to the partner's provisioning system.")
RECEIVED = _("The partner's provisioning system has received your answers, and has not said yet what becomes of them.")
ACCEPTED = _("The partner's provisioning system accepted your answers on {moment}.")
NOT_REACHED = _(
    "The partner's provisioning system could not be reached. Nothing is lost: the admins know of it, and can send "
    "your answers again."
)
WAITING = _(
    "Nothing is known to be provisioned yet. As soon as that system says so, I will tell you; if it sends something "
    "back, I will ask you again."
)
BILLING = _("Billing starts when the services are provisioned.")


def handed_over_card(
    order: Order, t: Texts, *, stops: Sequence[Stop], days_left: int, pack: Pack, handed: HandOver, default_zone: str
) -> Message:
    """Return the message that all is answered, and that the partner's own system now provisions."""
    return render(
        [
            e.Paragraph(f"✓ {t(_('Your answers are complete'))}", e.Look.GOOD),
            e.Heading(t(_("Handed over to be provisioned"))),
            e.Paragraph(until_closing(days_left, t), e.Look.STRONG),
            e.Paragraph(how_far(handed, t, order.tz(default_zone))),
            *(e.Paragraph(t(sentence)) for sentence in (WAITING, BILLING)),
            e.Submit(t(IT_IS_DONE), pack("done"), main=True),
            *packet_of(order, t, stops),
        ],
        t,
    )


def how_far(handed: HandOver, t: Texts, zone: ZoneInfo) -> str:
    """Return whether a setup has arrived, and what was answered."""
    if handed.answer is Verdict.ACCEPTED and handed.answered_at is not None:
        return t(ACCEPTED, moment=t.moment(handed.answered_at, zone))
    if handed.has_arrived:
        return t(RECEIVED)
    return t(NOT_REACHED if handed.is_given_up else ON_ITS_WAY)
