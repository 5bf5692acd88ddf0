"""Adding: an admin adds an order by typing it or filling in a form; asks first where somebody hears of it at once."""

from collections.abc import Callable, Mapping

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.people import Role
from bot.errors import Refusal
from bot.intake.columns import WORDS
from bot.intake.plans import ImportPlan
from bot.intake.saying import read_said, said_in
from bot.language.texts import _
from bot.language.typed import one_line
from bot.operations.order_imports import plan_import
from cards.adding import adding_form, adding_question
from cards.notice import notice
from handlers.chat import confirmations
from handlers.orders.changes import what_follows
from handlers.orders.importing import carry_out, told_by

router = Router()

KNOWN = _("Order {order} is here already. To change it, type {usage}.")


@router.command(
    "/order add",
    usage="/order add [N field=value …]",
    arguments=r".*",
    role=Role.ADMIN,
    help=_("Add an order, by naming its fields or with a form"),
)
def order_add(ctx: Context) -> None:
    """Add the order that was typed; show the form where nothing was, or where something is wrong."""
    # As typed: what a command finds has its Arabic punctuation changed, which may be part of a name.
    line = " ".join(one_line(ctx.words).split(" ")[2:])
    if line:
        consider(ctx, said_in(line))
    else:
        ctx.reply_privately(adding_form(ctx.t, {}, [], pack=packer(ctx, {})))


@router.action("order_filled_in")
def filled_in(ctx: Context, action: Action) -> None:
    """Take the order from the form."""
    ctx.require(Role.ADMIN)
    consider(ctx, {word: ctx.inputs.get(word, "") for word in WORDS})


def consider(ctx: Context, said: Mapping[str, str]) -> None:
    """Add an order; with a word first where somebody would hear of it at once."""
    plan = plan_of(ctx, said)
    if plan is None:
        return
    told = told_by(ctx, lambda rehearsing: carry_out(rehearsing, plan))
    if told:
        confirmations.ask(ctx, adding_question(plan.new[0], told, ctx.t, pack=packer(ctx, said)))
    else:
        add(ctx, plan)


def plan_of(ctx: Context, said: Mapping[str, str]) -> ImportPlan | None:
    """Return what adding an order does; None where it is not one yet, and the form was shown instead."""
    file, problems = read_said(said)
    if problems:
        ctx.reply_privately(adding_form(ctx.t, said, problems, pack=packer(ctx, {})))
        return None
    plan = plan_import(ctx.uow, file.orders, file.assumed)
    if not plan.new:
        raise Refusal(KNOWN, order=file.orders[0].number, usage=f"/order set {file.orders[0].number} field=value")
    return plan


def add(ctx: Context, plan: ImportPlan) -> None:
    """Keep the order, and say what follows."""
    order = carry_out(ctx, plan).new[0]
    ctx.audit("order_added", order.number)
    added = _("Order {order} for {customer} is added. What follows: {next}")
    ctx.reply_privately(
        notice(ctx.t, added, order=order.number, customer=order.customer_name, next=what_follows(ctx, order))
    )


def packer(ctx: Context, said: Mapping[str, str]) -> Callable[..., dict[str, str]]:
    """Return what signs the buttons: for this admin, with the order as it was said."""
    given = {word: value for word, value in said.items() if value}

    def pack(verb: str, **_more: object) -> dict[str, str]:
        return ctx.signer.pack(Action(verb, person=ctx.person.email, given=given))

    return pack


@router.action("order_add_confirmed")
def confirmed(ctx: Context, action: Action) -> None:
    """The admin is sure."""
    ctx.require(Role.ADMIN)
    confirmations.close(ctx)
    plan = plan_of(ctx, action.given)
    if plan is not None:
        add(ctx, plan)


@router.action("order_add_declined")
def declined(ctx: Context, action: Action) -> None:
    confirmations.close(ctx)
    ctx.reply_privately(notice(ctx.t, _("No order was added.")))
