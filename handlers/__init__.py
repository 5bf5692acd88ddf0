"""What the bot does when something happens; one behaviour a file. ROUTER is the table of contents."""

from bot.dispatch.routing import Router
from handlers.admin import audit_log, board, dead_letters, enquiries, health, report
from handlers.escalations import calls, claiming, lost_spaces, notes, questions, resolving, returning, snoozing, spaces
from handlers.help import welcome
from handlers.orders import adding, claim_codes, editing, exporting, importing, listing, search, timeline
from handlers.reminders import catching_up, closing, forecast, invitation, nudges, opt_out, returned_mail, undeliverable
from handlers.wizard import answers, handover, packet, start

ROUTER = Router(
    welcome.router,
    start.router,
    catching_up.router,
    listing.router,
    answers.router,
    packet.router,
    handover.router,
    board.router,
    timeline.router,
    search.router,
    editing.router,
    questions.router,
    notes.router,
    invitation.router,
    nudges.router,
    closing.router,
    opt_out.router,
    undeliverable.router,
    returned_mail.router,
    claim_codes.router,
    calls.router,
    claiming.router,
    snoozing.router,
    resolving.router,
    returning.router,
    forecast.router,
    spaces.router,
    lost_spaces.router,
    importing.router,
    adding.router,
    exporting.router,
    report.router,
    audit_log.router,
    dead_letters.router,
    health.router,
    enquiries.router,
)
GRAMMAR = ROUTER.grammar
