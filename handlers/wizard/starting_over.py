"""Starting over: the answers of an order are forgotten, once its person is sure."""

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.language.texts import _
from bot.wizard.engine import Progress
from cards.start import forgotten
from handlers.chat import confirmations, own_orders, steps, typed_buttons
from handlers.wizard import way_in

router = Router()


@router.command(
    "start over",
    help=_("Forget the answers and begin again; asks first"),
)
def start_over_typed(ctx: Context) -> None:
    """Ask before the answers of the order in hand are forgotten."""
    if typed_buttons.pressed_instead(ctx):
        return
    confirmations.ask(ctx, "start_over", order=own_orders.current_order(ctx).number)


@router.action("start_over")
def start_over(ctx: Context, action: Action) -> None:
    """Ask before the answers of the order of the card are forgotten."""
    confirmations.ask(ctx, "start_over", order=action.order)


def what_is_forgotten(ctx: Context, order: str) -> Question | None:
    """Say what is forgotten of an order; where nothing would be, show where it stands."""
    mine = own_orders.owned(ctx, order)
    progress = steps.progress_of(ctx, mine, ctx.person.email)
    if ctx.wizard.cleared(progress).answers == progress.answers:
        way_in.go_on(ctx, mine)
        return None
    if way_in.show_instead(ctx, mine):
        return None
    return Question([forgotten(mine, ctx.t)], progress, mark=str(progress.revision), step_of=mine)


@router.confirmation(
    "start_over",
    title=_("Start over?"),
    yes=_("Start over"),
    no=_("Back"),
    asks=what_is_forgotten,
    left=way_in.go_on_with,
)
def forget_answers(ctx: Context, progress: Progress) -> None:
    """Forget the answers that can still be forgotten, and show the first step."""
    cleared = steps.save(ctx, ctx.wizard.cleared(progress))
    ctx.audit("start_over", progress.order)
    steps.show(ctx, own_orders.owned(ctx, progress.order), cleared)
