"""What happened between two moments, counted over all tables."""

from datetime import datetime

from sqlite_utils import Database

from bot.domain.outgoing import Lane
from bot.domain.report import Happened
from store.codec import bound

# After the first moment, up to the second. Two conditions for what was sent, since the index has the first of them.
COUNTED = """SELECT
    (SELECT count(*) FROM orders WHERE invited_at > :since AND invited_at <= :until),
    (SELECT count(*) FROM orders WHERE begun_at > :since AND begun_at <= :until),
    (SELECT count(*) FROM orders WHERE mapped_at > :since AND mapped_at <= :until),
    (SELECT count(DISTINCT order_number) FROM audit WHERE verb = 'ready_at_cisco' AND at > :since AND at <= :until),
    (SELECT count(*) FROM escalations WHERE opened_at > :since AND opened_at <= :until),
    (SELECT count(*) FROM audit WHERE verb = 'claim' AND outcome = 'ok' AND at > :since AND at <= :until),
    (SELECT count(*) FROM escalations WHERE resolved_at > :since AND resolved_at <= :until),
    (SELECT count(*) FROM outbox WHERE status IN ('sent', 'withdrawn') AND status = 'sent'
        AND operation = 'post' AND lane = :reminder AND email <> '' AND finished_at > :since AND finished_at <= :until),
    (SELECT count(*) FROM outbox WHERE status = 'dead' AND operation = 'post'
        AND finished_at > :since AND finished_at <= :until)
    + (SELECT count(*) FROM mails WHERE status = 'dead' AND finished_at > :since AND finished_at <= :until)"""


def happened(db: Database, since: datetime, until: datetime) -> Happened:
    """Return how often each thing happened between the two moments."""
    values = {"since": bound(since), "until": bound(until), "reminder": int(Lane.REMINDER)}
    return Happened(*db.execute(COUNTED, values).fetchone())
