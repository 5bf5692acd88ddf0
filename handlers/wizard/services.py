"""Service setup: names are checked and taken; where provisioning is simulated, everything is provisioned."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from bot.errors import InvalidAnswer
from bot.language.texts import _
from bot.settings.provisioning import Provisioning
from bot.wizard.engine import Progress
from bot.wizard.fields import ReservedName
from cards.step import Feedback
from handlers.chat import steps
from handlers.chat.steps import AtStep
from handlers.escalations import opening
from handlers.wizard import outgoing_setup, sending_packet

TAKEN = _("“{name}” is not available. Please choose another one.")
TAKEN_HERE = _("Another order here has “{name}”. Please choose another one.")
AVAILABLE = _("“{name}” is available. Press Save to take it.")
RIGHT = _("“{name}” has the right form, and no other order here has it. Cisco decides whether it is free.")


def reserve(ctx: Context, order: Order, progress: Progress) -> None:
    """Take the names just saved for this order, so that no other gets them; a taken one is refused."""
    take_names(ctx, order, progress)
    steps.show(ctx, order, progress)


def take_names(ctx: Context, order: Order, progress: Progress) -> None:
    """Reserve every name that was answered; raises InvalidAnswer when another order has one.

    A site that is moved keeps its name, though a finished order may have brought it.
    """
    for stop in ctx.wizard.path(progress, steps.situation_of(ctx, order, progress.person)):
        for field in reserved_names(stop.fields):
            name, is_moved = stop.answer.get(field.id, ""), bool(stop.answer.get(field.moved_by))
            if name and not (is_moved and is_of_a_finished_order(ctx, field, name)):
                take(ctx, order, field, name)


def is_of_a_finished_order(ctx: Context, field: ReservedName, name: str) -> bool:
    """Return whether a name belongs to an order that has nothing left to answer."""
    taker = ctx.uow.names.taker(field.kind, name)
    holder = ctx.uow.orders.get(taker) if taker else None
    return holder is not None and holder.state in {OrderState.READY_AT_CISCO, OrderState.PROVISIONED}


def take(ctx: Context, order: Order, field: ReservedName, name: str) -> None:
    """Reserve one name; raises InvalidAnswer when another order has it."""
    if not ctx.uow.names.take(field.kind, name, order.number):
        raise taken(ctx, name).about(field.id)


def taken(ctx: Context, name: str) -> InvalidAnswer:
    """Return the refusal of a name that another order has. Names taken at Cisco are not known here."""
    return InvalidAnswer(TAKEN if is_simulated(ctx) else TAKEN_HERE, name=name)


def is_simulated(ctx: Context) -> bool:
    return ctx.policy.provisioning is Provisioning.EMBEDDED


def check_availability(ctx: Context, at: AtStep) -> None:
    """Say whether a name could be taken now; it is taken only by Save."""
    entered = at.stop.parse(at.inputs)
    for field in reserved_names(at.stop.fields):
        name = entered[field.id]
        if not ctx.uow.names.is_free(field.kind, name, at.order.number):
            raise taken(ctx, name).about(field.id)
        note = ctx.t(AVAILABLE if is_simulated(ctx) else RIGHT, name=name)
        steps.show(ctx, at.order, at.progress, Feedback(entered=entered, note=note))


def finish(ctx: Context, order: Order, progress: Progress) -> None:
    """Keep the finished answers, and give out their packet: the order waits for people to provision it at Cisco."""
    take_names(ctx, order, progress)
    order = replace(order, state=OrderState.READY_AT_CISCO)
    ctx.uow.orders.save(order)
    ctx.audit("ready_at_cisco", order.number)
    if ctx.policy.provisioning is Provisioning.WEBHOOK:
        outgoing_setup.owe_setup(ctx, order, progress)
    steps.show(ctx, order, progress)
    sending_packet.send_packet(ctx, order, ctx.texts_of(progress.person, order))


def provision(ctx: Context, order: Order, progress: Progress) -> None:
    """Simulate that the subscription is activated with everything that was chosen; its reminders end."""
    take_names(ctx, order, progress)
    keep_settings(ctx, order, progress)
    order = replace(order, state=OrderState.PROVISIONED, provisioned_at=ctx.now)
    ctx.uow.orders.save(order)
    ctx.uow.reminders.withdraw(order.number)
    opening.close(ctx, order, _("The contact has provisioned the services (simulated)."))
    ctx.audit("provisioned", order.number)
    steps.show(ctx, order, progress)
    sending_packet.send_packet(ctx, order, ctx.texts_of(progress.person, order))


def keep_settings(ctx: Context, order: Order, progress: Progress) -> None:
    """Keep with which settings an order was provisioned."""
    path = ctx.wizard.path(progress, steps.situation_of(ctx, order, progress.person))
    settings = {stop.step.name: dict(stop.answer) for stop in path if stop.step.hub and not stop.step.seals}
    ctx.uow.mappings.provision(order.number, settings, ctx.now)


def reserved_names(fields: tuple[object, ...]) -> list[ReservedName]:
    """Return those of the inputs that reserve a name."""
    return [field for field in fields if isinstance(field, ReservedName)]
