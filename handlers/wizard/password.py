"""The password: the one-time page took it, and the wizard goes on."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import PasswordCreated
from handlers.chat import steps
from handlers.wizard import accepting

router = Router()


@router.event(PasswordCreated)
def password_created(ctx: Context, event: PasswordCreated) -> None:
    """The one-time page took the password: that step is answered, if it is still this person's and still asked."""
    order = ctx.uow.orders.get(event.order)
    progress = ctx.uow.progress.get(event.order, event.email)
    if order is None or progress is None or order.holder != event.email:
        return
    stop = steps.stop_of(ctx, order, progress)
    if stop is not None and stop.is_answered_on_a_page:
        accepting.accept(ctx, order, stop, ctx.wizard.answered_at(stop, progress, {}))
