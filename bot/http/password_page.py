"""The one-time page on which a partner's administrator creates the password of a new organization.

The password goes from the form to the store and nowhere else: not into a log, a cookie, a session or the page.
"""

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Protocol

from flask import Blueprint, Response, request

from bot.clock import Clock
from bot.domain.passwords import NO_NAMES, RULES, complaints, forbidden_words
from bot.http.origins import origin_of
from bot.http.pages import preferred_language, rendered
from bot.language.texts import Texts, _, texts
from bot.rate_limit import RateLimit

log = logging.getLogger(__name__)

TOKEN = re.compile(r"[A-Za-z0-9_.-]{8,512}", re.ASCII)
CSRF_COOKIE = "setup-now-form"
LARGEST_FORM = 16 * 1024
FIELDS = ("form", "password", "again")

MISMATCH = _("The two passwords are not the same.")
FORM_EXPIRED = _("This form was open for too long, or your browser keeps no cookies. Please try again.")


@dataclass(frozen=True, slots=True)
class PasswordRequest:
    """The order and the administrator that an unused link is for. `name` is "" where it is not known."""

    language: str
    organization: str
    order: str
    email: str
    name: str = ""


class PasswordStore(Protocol):
    """What the page needs of the bot: to look a link up, and to create the password once."""

    def look(self, token: str, now: datetime) -> PasswordRequest | None:
        """Return what a link is for; None when it is unknown, expired or used. Looking does not use it up."""
        ...

    def create(self, token: str, password: str, now: datetime) -> bool:
        """Create the password and use up the link; False when somebody used it meanwhile, or it expired."""
        ...


def password_pages(store: PasswordStore, clock: Clock, *, is_https: bool) -> Blueprint:
    """Return the page's routes. With `is_https` browsers send the form's cookie over HTTPS alone."""
    routes, pages = Blueprint("password", __name__), PasswordPages(store, clock, is_https=is_https)
    routes.add_url_rule("/password/<token>", "show", pages.show, methods=["GET"])
    routes.add_url_rule("/password/<token>", "create", pages.create, methods=["POST"])
    return routes


class PasswordPages:
    """Shows the form of a link, and takes a password from it.

    Wrong links count by network, so that guessing is slow. A right link counts by itself, so that guesses of others do
    not keep its owner out.
    """

    def __init__(self, store: PasswordStore, clock: Clock, *, is_https: bool) -> None:
        self._store = store
        self._clock = clock
        self._is_https = is_https
        self._guesses = RateLimit(30, timedelta(minutes=1))
        self._tries = RateLimit(30, timedelta(minutes=10))

    def show(self, token: str) -> Response:
        """Show the form."""
        asked = self._found(token, self._clock.now())
        return asked if isinstance(asked, Response) else form(asked, is_https=self._is_https)

    def create(self, token: str) -> Response:
        """Create the password, once; show the form again where it cannot be taken."""
        now = self._clock.now()
        asked = self._found(token, now)
        if isinstance(asked, Response):
            return asked
        if not self._tries.allows(token, now):
            return slow_down(asked.language)
        given = sent_form()
        problems = problems_with(asked, given)
        if problems:
            return form(asked, problems, is_https=self._is_https)
        if not self._store.create(token, taken(given), now):
            return gone(410, asked.language)
        log.info("password created", extra={"action": "password_created", "order": asked.order})
        return page("done", asked.language, 200, asked)

    def _found(self, token: str, now: datetime) -> PasswordRequest | Response:
        """Return what the link is for, or the page that says why nothing can be done with it."""
        is_link = TOKEN.fullmatch(token) is not None
        asked = self._store.look(token, now) if is_link else None
        if asked is not None:
            return asked
        if not self._guesses.allows(origin_of(request.remote_addr or ""), now):
            return slow_down()
        return gone(410 if is_link else 404)


def sent_form() -> dict[str, str]:
    """Return the form's fields, and drop them from the request, so that nothing else keeps the password."""
    request.max_form_memory_size = request.max_content_length = LARGEST_FORM
    given = request.form.to_dict()
    for name in ("form", "files", "stream", "values", "data"):
        vars(request).pop(name, None)
    return {name: given.get(name, "") for name in FIELDS}


def taken(given: dict[str, str]) -> str:
    """Return the password, and clear the fields, so that only the caller has it."""
    password = given["password"]
    given.clear()
    return password


def problems_with(asked: PasswordRequest, given: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the form, as sentences to be translated."""
    if not is_our_form(given):
        return [FORM_EXPIRED]
    problems = complaints(given["password"], [asked.name, asked.email])
    if not problems and given["password"] != given["again"]:
        problems = [MISMATCH]
    return problems


def is_our_form(given: Mapping[str, str]) -> bool:
    """Return whether the form came from our own page: its value equals the cookie's, which no other site can read."""
    cookie = request.cookies.get(CSRF_COOKIE, "")
    return bool(cookie) and compare_digest(cookie.encode(), given["form"].encode())


def form(asked: PasswordRequest, problems: Sequence[str] = (), *, is_https: bool) -> Response:
    """Return the page with the form. What was typed is never shown again."""
    # The value is kept as long as the cookie, so that a page that is open in two tabs can be sent from either.
    value = request.cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(24)
    names = sorted(forbidden_words([asked.name, asked.email]))
    answer = page("form", asked.language, 422 if problems else 200, asked, problems=problems, value=value, names=names)
    # Browsers compare it with the path that they see, which has more in front where a proxy takes that off.
    path = f"{request.root_path}{request.path}"
    answer.set_cookie(CSRF_COOKIE, value, path=path, max_age=3600, httponly=True, secure=is_https, samesite="Strict")
    return answer


def gone(status: int, language: str | None = None) -> Response:
    return page("gone", language or preferred_language(), status)


def slow_down(language: str | None = None) -> Response:
    answer = page("slow", language or preferred_language(), 429)
    answer.headers["Retry-After"] = "60"
    return answer


def page(
    kind: str,
    language: str,
    status: int,
    asked: PasswordRequest | None = None,
    *,
    problems: Sequence[str] = (),
    value: str = "",
    names: Sequence[str] = (),
) -> Response:
    """Return one of the pages in a language."""
    t = texts(language)
    return rendered(
        f"password_{kind}.html",
        t,
        status,
        say=sentences(t, asked),
        asked=asked,
        problems=[t(problem) for problem in problems],
        rules=[(rule.name, t(rule.sentence)) for rule in RULES] + [("names", t(NO_NAMES))],
        value=value,
        names=names,
    )


def sentences(t: Texts, asked: PasswordRequest | None) -> dict[str, str]:
    """Return the words of the pages in one language, by the names that the templates use."""
    organization, order = (asked.organization, asked.order) if asked else ("", "")
    return {
        "product": t(_("Set Up Now")),
        "title": t(_("Create a password")),
        "purpose": t(_("For the new partner organization {name}, order {order}."), name=organization, order=order),
        # Links to this page are given out only where provisioning is simulated: elsewhere Cisco's own page takes it.
        "simulated": t(_("Simulated: no organization is created at Cisco, and this password opens nothing there.")),
        "account": t(_("Administrator")),
        "password": t(_("Password")),
        "again": t(_("Repeat the password")),
        "show": t(_("Show password")),
        "hide": t(_("Hide password")),
        "rules": t(_("Your password")),
        "problems": t(_("That did not work yet:")),
        "submit": t(_("Create password")),
        "once": t(_("This page works once. Nobody in the chat sees your password.")),
        "done": t(_("Your password is set")),
        "done_next": t(_("You can close this page and go on in the chat.")),
        "gone": t(_("This link no longer works")),
        "gone_next": t(_("It was used, or its time is over. Type setup in the chat to get a new one.")),
        "slow": t(_("One moment, please")),
        "slow_next": t(_("There were too many tries. Wait a minute, then load this page again.")),
    }
