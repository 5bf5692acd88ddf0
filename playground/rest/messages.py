"""/messages: what is said, and the files that came along."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from playground import ids
from playground.messages import Destination, Draft, Upload
from playground.model import Json, Message, Room
from playground.refusals import NO_MESSAGE, NO_ROOM, Refused
from playground.rest.calls import body, caller, done, linked, most, reply, served, veiled, world
from playground.shapes import message_shape, without_blanks

blueprint = Blueprint("messages", __name__)

MAX_DIRECT = 50


@blueprint.post("/messages")
def create() -> Response:
    """Post a message."""
    sent = _form() if request.mimetype == "multipart/form-data" else body()
    to = Destination(sent.get("roomId"), sent.get("toPersonId"), sent.get("toPersonEmail"))
    message = world().messages.send(caller(), to, _draft(sent))
    echoed = {"toPersonId": to.person_id, "toPersonEmail": to.person_email}
    return reply({**_shape(message), **without_blanks(echoed)})


@blueprint.get("/messages/direct")
def list_direct() -> Response:
    """Return the newest of what was said between the caller and somebody, the newest first.

    Cisco describes neither a `max` nor a next page; users report fifty messages and no way to more.
    """
    person_id, email = request.args.get("personId"), request.args.get("personEmail")
    if (person_id is None) == (email is None):
        raise Refused(400, "Provide only one destination in the personId and personEmail fields")
    other = world().people.get(person_id) if person_id else world().people.by_email(email or "")
    room = world().rooms.direct(caller(), other) if other else None
    if room is None:
        raise Refused(404, NO_ROOM)
    return linked([_read(each) for each in _newest_first(room)[:MAX_DIRECT]], None)


@blueprint.get("/messages")
def list_() -> Response:
    """Return what was said in a room, the newest first; bots in groups see only what mentions them."""
    if "roomId" not in request.args:
        raise Refused(400, "roomId is required.")
    room = world().rooms.seen_by(caller(), request.args["roomId"])
    mentions_only = _asks_for_mentions()
    if caller().is_bot and not room.is_direct and not mentions_only:
        raise Refused(403, "Bots can list the messages of a group room with mentionedPeople=me only.")
    size = most(50, 100 if mentions_only else 1000)
    found = _newest_first(room)
    if mentions_only:
        found = [each for each in found if world().messages.calls(each, caller())]
    page = found[:size]
    return linked([_read(each) for each in page], _further(page[-1]) if len(found) > size else None)


@blueprint.get("/messages/<message_id>")
def get(message_id: str) -> Response:
    """One message."""
    message = world().messages.seen_by(caller(), message_id)
    served().check_not_early(message.id, NO_MESSAGE)
    return reply(_read(message))


@blueprint.put("/messages/<message_id>")
def edit(message_id: str) -> Response:
    """Edit a message."""
    sent = body()
    message = world().messages.seen_by(caller(), message_id)
    edited = world().messages.edit(caller(), message, sent.get("roomId"), _draft(sent))
    return reply(_shape(edited))


@blueprint.delete("/messages/<message_id>")
def delete(message_id: str) -> Response:
    """Delete a message."""
    world().messages.delete(caller(), world().messages.seen_by(caller(), message_id))
    return done()


@blueprint.get("/contents/<content_id>")
def content(content_id: str) -> Response:
    """Return a file that came with a message."""
    found = world().messages.content(caller(), content_id)
    answer = Response(found.data, mimetype=found.type)
    answer.headers["Content-Disposition"] = found.disposition
    return answer


def _shape(message: Message) -> Json:
    return message_shape(message, f"{request.host_url}v1/contents")


def _read(message: Message) -> Json:
    return veiled(_shape(message), "text")


def _form() -> Json:
    sent: Json = dict(request.form)
    if "attachments" in sent:
        try:
            sent["attachments"] = json.loads(sent["attachments"])
        except ValueError:
            raise Refused(400, "attachments should be JSON.") from None
    sent["uploads"] = [
        Upload(each.filename or "file", each.read(), each.mimetype) for each in request.files.getlist("files")
    ]
    return sent


def _draft(sent: Json) -> Draft:
    uploads = (*sent.get("uploads", ()), *_linked_files(sent.get("files", [])))
    return Draft(
        text=sent.get("text"),
        markdown=sent.get("markdown"),
        attachments=sent.get("attachments"),
        files=uploads,
        parent_id=sent.get("parentId"),
    )


def _linked_files(urls: object) -> list[Upload]:
    """Files that Webex would fetch. This one does not go there, so they are empty."""
    urls = [urls] if isinstance(urls, str) else urls
    if not isinstance(urls, list) or not all(isinstance(each, str) for each in urls):
        raise Refused(400, "files should be an array of URLs.")
    parts = [urlsplit(each) for each in urls]
    if any(each.scheme not in ("http", "https") for each in parts):
        raise Refused(400, "A file should be the URL of something public.")
    return [Upload(PurePosixPath(each.path).name or "file", b"") for each in parts]


def _asks_for_mentions() -> bool:
    """Return whether only what mentions the caller is asked for. Of nobody else can mentions be listed, says Cisco."""
    given = request.args.get("mentionedPeople", "")
    if given and not set(given.split(",")) <= {"me", caller().id}:
        raise Refused(400, "mentionedPeople should be me, or the id of the caller.")
    return bool(given)


def _newest_first(room: Room) -> list[Message]:
    found = world().messages.in_room(room.id)[::-1]
    before, parent = request.args.get("beforeMessage"), request.args.get("parentId")
    if before:
        older = [each.id for each in found]
        if ids.asked(before, "MESSAGE") not in older:
            raise Refused(404, NO_MESSAGE)
        found = found[older.index(before) + 1 :]
    if parent:
        found = [each for each in found if each.parent_id == parent]
    if request.args.get("before"):
        moment = _moment(request.args["before"])
        found = [each for each in found if each.created < moment]
    return found


def _moment(given: str) -> datetime:
    """Return the moment that was written, however many digits its seconds have and whatever its zone."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(given)
        if moment.tzinfo is not None:
            return moment
    raise Refused(400, "before should be a date and time with its zone, such as 2026-11-22T10:15:02.417Z.")


def _further(last: Message) -> Json:
    kept = dict(request.args)
    if world().faults.next_link_drops_mentions:
        kept.pop("mentionedPeople", None)
    return {**kept, "beforeMessage": last.id}
