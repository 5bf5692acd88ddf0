"""What the bot does when something happens; one behaviour a file. ROUTER is the table of contents."""

from bot.commands import Grammar
from bot.routing import Router
from handlers import (
    administration,
    answering,
    coming_back,
    coming_in,
    escalating,
    handover,
    inviting,
    listing,
    welcome,
)

ROUTER = Router(
    welcome.router,
    coming_in.router,
    coming_back.router,
    listing.router,
    answering.router,
    handover.router,
    inviting.router,
    escalating.router,
    administration.router,
)
GRAMMAR = Grammar(ROUTER.commands)
