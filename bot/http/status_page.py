"""The operator's own page: what is due, what waits and what failed, in the browser's language. It names no people."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from bot.http.operator_pages import Watched
from bot.http.pages import preferred_language, rendered
from bot.http.tokens import Tokens, brings_password, brings_token
from bot.language.texts import Texts, _, texts
from bot.operations.overview import Overview
from bot.reminders.rules import title_of
from cards.dead_letters import WHAT

# What the tiles are called, by the names of what is counted.
COUNTED = {
    "due": _("Reminders within a day"),
    "events": _("Events that wait"),
    "messages": _("Messages that wait"),
    "escalations": _("Open escalations"),
    "failed": _("Dead letters"),
}


def status_page(watched: Watched, tokens: Tokens) -> Blueprint:
    """Return the route /status. It takes the operators' token as a bearer token, or as a password with any name."""
    pages = Blueprint("status", __name__)

    @pages.get("/status")
    def status() -> Response:
        if not (brings_token(tokens) or brings_password(tokens)):
            raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "operations", "charset": "UTF-8"}))
        t, seen = texts(preferred_language()), watched.overview()
        return rendered(
            "status.html",
            t,
            say=sentences(t, seen),
            problems=watched.readiness(),
            seen=seen,
            tiles=[(t(name), t.number(seen.counts[key]), key == "failed") for key, name in COUNTED.items()],
            sections=sections(seen, t),
        )

    return pages


def sections(seen: Overview, t: Texts) -> list[tuple[str, str, Sequence[str], Sequence[tuple[str, ...]]]]:
    """Return each table: its title, the sentence for an empty one, its columns, and its rows."""
    what, order, since = t(_("What")), t(_("Order")), t(_("Since"))
    due = [(moment(each.due_at), t(title_of(each.rule)), each.order) for each in seen.due]
    waits = [(moment(each.since), named(each.what, t), each.order, t.number(each.tries)) for each in seen.waiting]
    failed = [(moment(each.given_up_at), named(each.what, t), each.order, each.reference) for each in seen.failed]
    return [
        (t(_("Due")), t(_("Nothing is due within a day.")), [t(_("When")), what, order], due),
        (t(_("Waiting")), t(_("Nothing waits.")), [since, what, order, t(_("Tries"))], waits),
        (t(_("Failed")), t(_("There are no dead letters.")), [since, what, order, t(_("Reference"))], failed),
    ]


def named(what: str, t: Texts) -> str:
    return t(WHAT.get(what, what))


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def sentences(t: Texts, seen: Overview) -> dict[str, str]:
    """Return the words of the page, by the names that the template uses."""
    return {
        "product": t(_("Set Up Now")),
        "title": t(_("Status")),
        "at": t(_("As of {moment}. Load the page again to see what has changed."), moment=f"{moment(seen.at)} UTC"),
        "well": t(_("Everything works.")),
        "unwell": t(_("This keeps the bot from working:")),
        "paused": t(_("An admin has paused the bot: what comes in waits on purpose.")),
        "first": t(_("The first ones are shown. Everything that failed, with its cause: type /dlq to the bot.")),
    }
