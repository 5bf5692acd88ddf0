"""What the bot does when something happens; one behaviour a file. ROUTER is the table of contents."""

from bot.commands import Grammar
from bot.routing import Router
from handlers import (
    administration,
    answering,
    coming_in,
    escalating,
    handover,
    inviting,
    passwords,
    welcome,
)

ROUTER = Router(
    welcome.router,
    coming_in.router,
    answering.router,
    handover.router,
    passwords.router,
    inviting.router,
    escalating.router,
    administration.router,
)
GRAMMAR = Grammar(ROUTER.commands)
