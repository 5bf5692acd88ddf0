"""Carrying out: changes by a file or an admin are made, or rehearsed to count who would hear of them."""

from dataclasses import replace
from functools import partial

from bot.dispatch.context import Context
from bot.domain.outgoing import Operation
from bot.intake.plans import ImportPlan
from bot.operations.order_imports import apply_import
from bot.reminders.rule import Audience
from bot.reminders.rules import RULES
from handlers.chat.rehearsal import rehearsal
from handlers.orders.changes import order_changed


def carry_out(ctx: Context, plan: ImportPlan) -> ImportPlan:
    """Change the orders as planned, with everything that follows; return what was really done."""
    return apply_import(ctx.uow, plan, partial(order_changed, ctx))


def told_by(ctx: Context, plan: ImportPlan) -> int:
    """Return how many people a plan would tell something at once, found by carrying it out and undoing it all."""
    before = ctx.uow.outbox.newest()
    with rehearsal(ctx):
        done = carry_out(replace(ctx, answered=set()), plan)
        owed = [entry for entry in ctx.uow.outbox.owed_since(before) if entry.operation is Operation.POST]
        people = {entry.address.email for entry in owed}
        for number in (*(order.number for order in done.new), *done.changed_numbers):
            people |= reminded_now(ctx, number)
    ctx.uow.touched.clear()
    return len(people - {""})


def reminded_now(ctx: Context, number: str) -> set[str]:
    """Return who is reminded of an order as soon as it is saved, such as when its start date is past."""
    due = ctx.uow.reminders.due_of(number, ctx.now)
    is_for_person = any(RULES[each.rule].audience in (Audience.PERSON, Audience.BOTH) for each in due)
    order = ctx.uow.orders.get(number) if is_for_person and not ctx.uow.pauses.reminders_are_held() else None
    return {order.nominee or order.holder} if order else set()
