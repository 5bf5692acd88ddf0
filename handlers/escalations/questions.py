"""Asking: a contact asks for a Cisco representative; the wizard goes on meanwhile."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import TAKES_IT, Router
from bot.domain.actions import Action
from bot.domain.orders import Order, normal_number
from bot.errors import Refusal
from bot.language.answers import asked_for
from bot.language.texts import _
from handlers.chat import not_understood, own_orders
from handlers.escalations import passing_on

router = Router()


@router.command(
    "rep",
    usage=_("rep [your question]"),
    arguments=r"(?::|=)? ?(?P<words>.*)",
    takes_colon=True,
    help=_("Ask a Cisco representative; the setup goes on meanwhile"),
)
def ask(ctx: Context, words: str = "") -> None:
    """Call the reps with the partner's words; asked again, the words go under the same card."""
    if not words and not ctx.files:
        ask_carried(ctx, not_understood.what_was_not_understood(ctx))
    else:
        call(ctx, words)


def call(ctx: Context, words: str) -> None:
    """Call the representatives of the order that somebody asks about."""
    order = order_asked_about(ctx, words)
    passing_on.ask_reps(ctx, order, words)
    ctx.reply_here(passing_on.passed_on(ctx, order))


def called_plainly(ctx: Context) -> bool:
    """Call the reps for somebody who asks for a person without naming the command; return whether they did."""
    is_asked = asked_for(ctx.words) == "rep" and bool(own_orders.my_orders(ctx))
    if is_asked:
        call(ctx, ctx.words)
    return is_asked


@router.action("ask_rep")
@router.action("send_files", by=TAKES_IT)
def ask_pressed(ctx: Context, action: Action) -> None:
    """Call the reps with the words, and the files, that the bot did not understand."""
    ask_carried(ctx, action.given)


def ask_carried(ctx: Context, given: Mapping[str, str]) -> None:
    """Call the reps with what a button carries from an earlier message."""
    call(replace(ctx, brought=tuple(given.get("files", "").split())), given.get("words", ""))


def order_asked_about(ctx: Context, words: str) -> Order:
    """Return the order that the words begin with, else the one in hand, else the one that was last with the person.

    Help can be called for whatever was theirs: set up, handed over or closed. A cancelled order calls nobody.
    """
    mine = [order for order in own_orders.my_orders(ctx) if not order.state.calls_nobody]
    number = normal_number(words.split()[0]) if words.strip() else ""
    named = next((order for order in mine if order.number == number), None)
    if named is None and own_orders.open_orders(ctx):
        named = own_orders.current_order(ctx)
    if named is None and mine:
        named = max(mine, key=lambda order: (order.invited_at is not None, order.invited_at, order.number))
    found = ctx.uow.orders.get(named.number) if named else None
    if found is None:
        raise Refusal(own_orders.NOTHING_OPEN)
    return found
