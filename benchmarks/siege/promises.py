"""What was promised, looked at after the siege: each with how often it was not kept."""

from collections.abc import Callable, Iterator

from benchmarks.siege.fortress import SECRETS, Fortress
from benchmarks.siege.people import Contact

Check = Callable[[Fortress, list[Contact]], int]


def orders_not_set_up(fortress: Fortress, people: list[Contact]) -> int:
    return sum(not fortress.is_provisioned(each.number) for each in people)


def events_not_handled(fortress: Fortress, people: list[Contact]) -> int:
    """Count what was acknowledged and is neither handled nor on its way; a made-up event is looked for a while."""
    lines = {each.person.id for each in people}
    open_ones = fortress.rows("SELECT line FROM inbox WHERE status IN ('waiting', 'leased', 'dead')")
    return sum(row["line"] in lines for row in open_ones)


def events_given_up(fortress: Fortress, people: list[Contact]) -> int:
    """Count what failed in a way that nobody foresaw; what does not exist at Webex is no such thing."""
    with fortress.bot.store.reading() as uow:
        return sum("could not be read" not in each.cause for each in uow.dead_letters.all())


def messages_owed(fortress: Fortress, people: list[Contact]) -> int:
    """Count what is still to be said to somebody, or was given up."""
    addresses = {each.person.email for each in people}
    rows = fortress.rows("SELECT email FROM outbox WHERE status IN ('due', 'leased', 'dead')")
    return sum(row["email"] in addresses for row in rows)


def messages_not_said_once(fortress: Fortress, people: list[Contact]) -> int:
    """Count by how much what somebody was posted differs from what the outbox says they were."""
    return sum(abs(difference(fortress, each)) for each in people)


def difference(fortress: Fortress, contact: Contact) -> int:
    room = fortress.world.direct(contact.person, fortress.me)
    query = "SELECT count(*) AS n FROM outbox WHERE operation = 'post' AND status = 'sent' AND posted_room_id = :room"
    told = fortress.rows(query, room=room.id)[0]["n"]
    return len(fortress.said(contact.person, deleted=True)) - int(told)


def steps_answered_by_others(fortress: Fortress, people: list[Contact]) -> int:
    query = "SELECT count(*) AS n FROM audit WHERE order_number = :order AND outcome = 'ok' AND actor NOT IN ('', :who)"
    return sum(fortress.rows(query, order=each.number, who=each.person.email)[0]["n"] for each in people)


def reminders_sent_twice(fortress: Fortress, people: list[Contact]) -> int:
    query = "SELECT key FROM inbox WHERE resource = 'reminders' GROUP BY data HAVING count(*) > 1"
    return len(fortress.rows(query))


def is_not_ready(fortress: Fortress, people: list[Contact]) -> int:
    return int(not fortress.is_ready())


def tracebacks(fortress: Fortress, people: list[Contact]) -> int:
    return fortress.log_file.read_text(errors="replace").count("Traceback")


def secrets_in_the_log(fortress: Fortress, people: list[Contact]) -> int:
    log = fortress.log_file.read_text(errors="replace")
    return sum(log.count(secret) for secret in SECRETS)


CHECKS: dict[str, Check] = {
    "orders that were not set up": orders_not_set_up,
    "acknowledged events of contacts that were not handled": events_not_handled,
    "events given up": events_given_up,
    "messages to contacts that were not sent": messages_owed,
    "messages lost or said twice": messages_not_said_once,
    "answers accepted from others": steps_answered_by_others,
    "reminders that came twice": reminders_sent_twice,
    "not ready": is_not_ready,
    "mistakes of ours in the log": tracebacks,
    "secrets in the log": secrets_in_the_log,
}


def is_at_rest(fortress: Fortress, people: list[Contact]) -> bool:
    """Return whether nothing more is to be done for any contact."""
    return not any(check(fortress, people) for check in (orders_not_set_up, events_not_handled, messages_owed))


def broken(fortress: Fortress, people: list[Contact]) -> Iterator[tuple[str, int]]:
    """Return for each promise how often it was broken."""
    for name, check in CHECKS.items():
        yield name, check(fortress, people)
