"""Not arrived: whoever was told that something is on its way hears, in the same place, that it did not arrive."""

from bot.dispatch.context import Context
from bot.domain.correspondence import PassedKind, PassedOn
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Message
from bot.language.texts import _
from cards.notice import notice
from cards.words import say
from handlers.escalations import card
from handlers.escalations.places import places_of, texts_at

REPLY_LOST = _(
    "What was written to {person} about order {order} did not arrive: Webex does not deliver messages to them."
)
CARD_LOST = _("The card of order {order} did not reach {person}: Webex does not deliver messages to them.")
OFFER_LOST = _(
    "{person} has not heard of order {order}: Webex does not deliver messages to them. If the address is wrong, type "
    "the right one here, or “Take it back” to set it up yourself. To ask a Cisco representative, type rep and your "
    "words."
)
ORDER_LOST = _(
    "{person} has not heard of order {order}: Webex does not deliver messages to them. If the address is wrong, type "
    "rep and the right one: a Cisco representative can name another contact."
)
LOST = {PassedKind.REPLY: REPLY_LOST, PassedKind.CARD: CARD_LOST, PassedKind.ORDER: ORDER_LOST}
MAILED_INSTEAD = _("The same message is on its way to that address by mail, with a claim code.")
QUESTION_LOST = _(
    "Sorry, your message about order {order} did not reach the Cisco representatives. The admins of this bot have it "
    "now."
)
QUESTION_WITH_NOBODY = _(
    "Sorry, your message about order {order} did not reach the Cisco representatives. Please ask whoever placed the "
    "order."
)
TO_ADMINS = _("{person} asks about order {order}, and the representatives could not be told: see /notes {order}.")


def tell_who_was_told(ctx: Context, passed: PassedOn, *, mailed: bool) -> None:
    """Correct what was said when something was sent off."""
    order = ctx.uow.orders.get(passed.order)
    if order is None:
        return
    if passed.kind is PassedKind.QUESTION:
        tell_admins_instead(ctx, passed, order)
        return
    is_offer = passed.kind is PassedKind.ORDER and order.nominee == passed.person
    sentence = OFFER_LOST if is_offer else LOST[passed.kind]
    places = places_of(ctx, order) if passed.kind is PassedKind.REPLY else []
    for place in dict.fromkeys([*places, passed.told]):
        t = texts_at(ctx, place)
        words = [say(t, sentence, person=passed.person, order=order.number), *([t(MAILED_INSTEAD)] if mailed else [])]
        thread = card.thread_of(ctx, order, place)
        ctx.send_to(place, Message(" ".join(words)), order=order.number, parent_id=thread, awaited=False)


def tell_admins_instead(ctx: Context, passed: PassedOn, order: Order) -> None:
    """Tell the admins of a question that reached no representative, and its asker that they have it."""
    if ctx.uow.correspondence.reaches_elsewhere(passed):
        return
    others = [chat for chat in ctx.admin_chats if chat.email != passed.person]
    for chat in others:
        message = notice(ctx.texts_of(chat.email), TO_ADMINS, person=passed.person, order=order.number)
        ctx.send_to(chat, message, order=order.number, awaited=False)
    sentence = QUESTION_LOST if others else QUESTION_WITH_NOBODY
    t = ctx.texts_of(passed.person, order)
    ctx.send_to(Address(email=passed.person), notice(t, sentence, order=order.number), awaited=False)
