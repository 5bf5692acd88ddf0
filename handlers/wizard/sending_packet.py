"""Sending the hand-off packet: the settings of an order that is set up go to its person."""

from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Lane
from bot.language.texts import Texts
from cards.packet import packet_message
from handlers.chat import steps


def send_packet(ctx: Context, order: Order, t: Texts, lane: Lane = Lane.REPLY) -> None:
    """Send the packet in a line of its own: where Webex takes no files, nothing else waits behind it."""
    progress = steps.progress_of(ctx, order, order.holder)
    stops = ctx.wizard.path(progress, steps.situation_of(ctx, order, order.holder))
    known = ctx.uow.people.by_email(order.holder)
    room = known.room_id if known else None
    address = Address(room_id=room) if room else Address(email=order.holder)
    ctx.send_to(address, packet_message(order, t, stops=stops), lane=lane, order=order.number, awaited=False)
