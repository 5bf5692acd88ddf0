"""The emulator: serves a world through the Webex API, with its faults."""

from __future__ import annotations

import socket

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.http import http_date

from playground.faults import CallFault
from playground.model import Person
from playground.refusals import NO_TOKEN, NOT_SERVED, Refused, new_tracking_id, what_is_said
from playground.rest import RESOURCES
from playground.rest.calls import Served, served, world
from playground.world import World

PREFIX = "/v1"
MAX_REQUEST_BYTES = 100 * 1024 * 1024
_HTML = "<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"


def create_emulator(world: World, token: str | None = None) -> Flask:
    """Return the Webex API over a world, below /v1; the token, if given, becomes the bot's.

    Other pages can be registered on the app: only what is below /v1 asks for a token and knows faults.
    """
    if token is not None:
        bot = next(each for each in world.people.everybody() if each.is_bot)
        world.people.change(bot, token=token)
    app = Flask("playground")
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False  # Cisco's JavaScript SDK asks for /rooms/ and /people/?id=...
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    app.extensions["webex"] = Served(world)
    for resource in RESOURCES:
        app.register_blueprint(resource, url_prefix=PREFIX)
    app.before_request(_arrive)
    app.after_request(_leave)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _unroutable)
    return app


def move(app: Flask, world: World) -> None:
    """Give an emulator another world while nobody calls it. This is faster than making a new one."""
    app.extensions["webex"] = Served(world)


def _arrive() -> Response | None:
    if not _is_api():
        return None
    g.tracking_id = new_tracking_id()
    g.fault = served().world.faults.take_call(request.method, request.path.removeprefix(PREFIX))
    if g.fault and not g.fault.is_done_first:
        spoiled = _spoiled(g.fault)
        if spoiled is not None:
            return spoiled
    g.caller = _authenticated()
    return _over_quota(g.caller)


def _leave(answer: Response) -> Response:
    if _is_api():
        answer.headers["trackingid"] = g.tracking_id
        answer.headers["Date"] = http_date(world().clock.now())
        if g.fault and g.fault.is_done_first:
            return _spoiled(g.fault) or answer
    return answer


def _is_api() -> bool:
    return request.path.startswith(f"{PREFIX}/")


def _authenticated() -> Person:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused(401, NO_TOKEN)
    return world().people.by_token(token.strip())


def _over_quota(person: Person) -> Response | None:
    wait = world().quota.take_call(person)
    return None if wait is None else _html(429, str(wait))


def _spoiled(fault: CallFault) -> Response | None:
    """Return the answer that a fault gives in place of the call's own; None where there is no fault."""
    if fault.seconds:
        world().faults.linger(fault.seconds)
        return None
    if fault.is_cut_off:
        _hang_up()
    status = fault.status or 500
    if status == 429 or status >= 500:
        return _html(status, fault.retry_after)
    answer = _error(status, f"The local Webex was told to answer {status}.")
    if fault.retry_after is not None:
        answer.headers["Retry-After"] = fault.retry_after
    return answer


def _hang_up() -> None:
    """Break the connection as a network does: without a byte of an answer."""
    disconnected = request.environ.get("waitress.client_disconnected")
    if disconnected is None:
        raise ConnectionResetError("The connection was cut off.")
    # waitress shows an app no socket; this method of its channel leads there.
    disconnected.__self__.socket.shutdown(socket.SHUT_RDWR)


def _html(status: int, retry_after: str | None) -> Response:
    """Return an answer of the gateway in front of Webex, which speaks HTML."""
    answer = Response(_HTML.format(status=status), status, mimetype="text/html")
    if retry_after is not None:
        answer.headers["Retry-After"] = retry_after
    return answer


def _error(status: int, message: str) -> Response:
    answer = jsonify(what_is_said(message, g.tracking_id))
    answer.status_code = status
    return answer


def _refused(refused: Refused) -> Response:
    return _error(refused.status, refused.message)


def _unroutable(error: HTTPException) -> Response | HTTPException:
    if not _is_api():
        return error
    is_missing = isinstance(error, NotFound | MethodNotAllowed)
    why = NOT_SERVED.format(method=request.method, path=request.path) if is_missing else error.description
    answer = _error(error.code or 500, why or error.name)
    if isinstance(error, MethodNotAllowed):
        answer.allow.update(error.valid_methods or ())
    return answer
