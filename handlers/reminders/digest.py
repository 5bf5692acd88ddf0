"""The digest: what would come to one person in too many pieces comes as one list."""

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.internal_events import RemindersDue
from bot.domain.outgoing import Address, Lane
from bot.reminders.rules import INVITE
from bot.reminders.why import why_many
from bot.scheduling.sweep import is_late
from cards.digest import digest_card
from handlers.chat import own_orders
from handlers.reminders import inviting

router = Router()


@router.event(RemindersDue)
def many_due(ctx: Context, event: RemindersDue) -> None:
    """Send one list for everything that is due for one person."""
    due = [(each, standing) for each in event.reminders if (standing := holds_still(ctx, each))]
    orders = [inviting.invited(ctx, s.order) if each.rule == INVITE.name else s.order for each, s in due]
    if not orders:
        return
    orders.sort(key=lambda order: (order.closes_on(ctx.policy.zone), order.number))
    t = ctx.texts_of(event.email, orders[0])
    message = digest_card(
        orders,
        t,
        now=ctx.now,
        default_zone=ctx.policy.zone,
        pack=ctx.packer(orders[0], person=event.email),
        late=any(is_late(each.due_at, ctx.now) for each, _standing in due),
        why=why_many([(standing, each.rule) for each, standing in due], t),
    )
    entry = ctx.send_to(Address(email=event.email), message, lane=Lane.REMINDER)
    ctx.uow.live_cards.replace(own_orders.list_key(event.email), entry)
