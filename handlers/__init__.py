"""What the bot does when something happens; one behaviour a file. ROUTER is the table of contents."""

from bot.dispatch.routing import Router
from handlers.admin import alarms, audit_log, background_jobs, board, dead_letters, health, report
from handlers.escalations import (
    asking_for_reps,
    calls,
    claiming,
    lost_spaces,
    notes,
    nudging,
    questions,
    replying,
    resolving,
    returning,
    snoozing,
    spaces,
)
from handlers.help import confirming, language, welcome, what_to_type, words
from handlers.orders import (
    adding,
    cancelling,
    claim_codes,
    exporting,
    importing,
    listing,
    searching,
    setting,
    status,
    timeline,
)
from handlers.reminders import (
    catching_up,
    closing,
    digest,
    forecast,
    invitation,
    nudges,
    opt_out,
    pausing,
    putting_off,
    returned_mail,
    sending_again,
    storms,
    time_zone,
    undeliverable,
)
from handlers.wizard import answers, colleague, packet, password, start, starting_over, typed_answers

ROUTER = Router(
    # Everybody who writes to the bot.
    what_to_type.router,
    language.router,
    words.router,
    confirming.router,
    welcome.router,
    # The contact of an order, from the way in to the hand-off packet.
    start.router,
    starting_over.router,
    answers.router,
    typed_answers.router,
    password.router,
    colleague.router,
    packet.router,
    listing.router,
    status.router,
    claim_codes.router,
    questions.router,
    # Whoever is reminded of an order.
    invitation.router,
    nudges.router,
    digest.router,
    putting_off.router,
    opt_out.router,
    time_zone.router,
    closing.router,
    catching_up.router,
    undeliverable.router,
    returned_mail.router,
    # Representatives.
    calls.router,
    board.router,
    timeline.router,
    claiming.router,
    replying.router,
    nudging.router,
    snoozing.router,
    resolving.router,
    returning.router,
    notes.router,
    # Admins, about orders and their reminders.
    searching.router,
    adding.router,
    setting.router,
    cancelling.router,
    importing.router,
    exporting.router,
    sending_again.router,
    asking_for_reps.router,
    forecast.router,
    storms.router,
    pausing.router,
    # Admins, about the bot itself.
    spaces.router,
    lost_spaces.router,
    report.router,
    audit_log.router,
    dead_letters.router,
    health.router,
    alarms.router,
    background_jobs.router,
)
GRAMMAR = ROUTER.grammar
