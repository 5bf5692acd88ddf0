"""Adding: an admin adds an order by typing it or filling in a form; asks first where somebody hears of it at once."""

from collections.abc import Mapping

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order
from bot.domain.people import Role
from bot.errors import Refusal
from bot.intake.columns import WORDS
from bot.intake.plans import ImportPlan
from bot.intake.typed_orders import read_said, said_in
from bot.language.texts import _
from bot.language.typed import one_line
from bot.operations.order_imports import plan_import
from cards.adding import adding_form, addition
from cards.confirm import CANCEL
from cards.notice import notice
from handlers.chat import confirmations
from handlers.orders.carrying_out import carry_out, told_by
from handlers.orders.changes import what_follows

router = Router()

KNOWN = _("Order {order} is here already. To change it, type {usage}.")


@router.command(
    "/order add",
    usage=_("/order add [N field=value …]"),
    arguments=r".*",
    role=Role.ADMIN,
    help=_("Add an order, by naming its fields or with a form"),
)
def order_add(ctx: Context) -> None:
    """Add the order that was typed; show the form where nothing was, or where something is wrong."""
    # The words as they were typed: a command gets Arabic punctuation in Latin form, but it may be part of a name.
    line = " ".join(one_line(ctx.words).split(" ")[2:])
    if line:
        consider(ctx, said_in(line))
    else:
        ctx.reply_privately(adding_form(ctx.t, {}, [], pack=ctx.packer(None, person=ctx.person.email)))


@router.action("order_filled_in")
def filled_in(ctx: Context, action: Action) -> None:
    """Take the order from the form."""
    ctx.require(Role.ADMIN)
    consider(ctx, {word: ctx.inputs.get(word, "") for word in WORDS})


def consider(ctx: Context, said: Mapping[str, str]) -> None:
    """Add an order; ask first where somebody would hear of it at once."""
    plan = plan_of(ctx, said)
    if plan is None:
        return
    told = told_by(ctx, plan)
    if told:
        confirmations.show(ctx, "add_order", question_of(ctx, plan, told), filled(said))
    else:
        add(ctx, plan)


def what_is_added(ctx: Context, **said: str) -> Question | None:
    """Say which order is added, and how many hear of it at once; show the form where it can no longer be added."""
    plan = plan_of(ctx, said)
    return question_of(ctx, plan, told_by(ctx, plan)) if plan else None


def question_of(ctx: Context, plan: ImportPlan, told: int) -> Question:
    return Question(addition(plan.new[0], told, ctx.t), found=plan, mark=plan.fingerprint)


def plan_of(ctx: Context, said: Mapping[str, str]) -> ImportPlan | None:
    """Return what adding an order does; None where it is incomplete, so that the form was shown instead."""
    refuse_known(ctx, ctx.uow.orders.get(said.get("number", "")))
    file, problems = read_said(said)
    if problems:
        ctx.reply_privately(adding_form(ctx.t, said, problems, pack=ctx.packer(None, person=ctx.person.email)))
        return None
    plan = plan_import(ctx.uow, file.orders, file.assumed)
    if plan.for_bots:
        raise Refusal(_("This is the address of a bot. Give a person's address."))
    return plan


def refuse_known(ctx: Context, order: Order | None) -> None:
    """Refuse to add an order that is here, before anything that is missing or wrong about it is asked for."""
    if order is not None:
        raise Refusal(KNOWN, order=order.number, usage=f"/order set {order.number} field=value")


@router.confirmation(
    "add_order",
    title=_("Add this order?"),
    yes=_("Add the order"),
    no=CANCEL,
    asks=what_is_added,
    left=confirmations.saying(_("No order was added.")),
    role=Role.ADMIN,
)
def add(ctx: Context, plan: ImportPlan) -> None:
    """Keep the order, and say what follows."""
    order = carry_out(ctx, plan).new[0]
    ctx.audit("order_added", order.number)
    added = _("Order {order} for {customer} is added. What follows: {next}")
    ctx.reply_privately(
        notice(ctx.t, added, order=order.number, customer=order.customer_name, next=what_follows(ctx, order))
    )


def filled(said: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of an order that were filled in."""
    return {word: value for word, value in said.items() if value}
