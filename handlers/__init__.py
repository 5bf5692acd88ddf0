"""What the bot does when something happens; one behaviour a file. ROUTER is the table of contents."""

from bot.commands import Grammar
from bot.routing import Router
from handlers import (
    administration,
    answering,
    asking,
    board,
    claiming_codes,
    closing,
    coming_back,
    coming_in,
    escalating,
    forecast,
    handover,
    inviting,
    listing,
    nudging,
    reaching,
    spaces,
    steering,
    stopping,
    taking_over,
    timeline,
    welcome,
)

ROUTER = Router(
    welcome.router,
    coming_in.router,
    coming_back.router,
    listing.router,
    answering.router,
    handover.router,
    asking.router,
    inviting.router,
    nudging.router,
    closing.router,
    stopping.router,
    reaching.router,
    claiming_codes.router,
    escalating.router,
    taking_over.router,
    board.router,
    timeline.router,
    steering.router,
    forecast.router,
    administration.router,
    spaces.router,
)
GRAMMAR = Grammar(ROUTER.commands)
