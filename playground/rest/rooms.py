"""/rooms: places to talk."""

from __future__ import annotations

from flask import Blueprint, Response, request

from playground.model import Json, Room
from playground.refusals import Refused
from playground.rest.calls import body, caller, done, flag, pages, reply, required, veiled, world
from playground.shapes import room_shape, without_blanks

blueprint = Blueprint("rooms", __name__)

_ORDERS = {
    "id": lambda room: room.id,
    "lastactivity": lambda room: -room.last_activity.timestamp(),
    "created": lambda room: -room.created.timestamp(),
}


@blueprint.get("/rooms")
def list_() -> Response:
    """Return the caller's rooms."""
    kind, order = request.args.get("type"), request.args.get("sortBy", "lastactivity")
    if kind not in (None, "direct", "group") or order not in _ORDERS:
        raise Refused(400, "type is direct or group; sortBy is id, lastactivity or created.")
    if request.args.get("teamId"):
        return pages([], _shape)  # there are no teams, so none has a room
    rooms = [room for room in world().rooms.all_of(caller()) if kind in (None, room.type)]
    return pages(sorted(rooms, key=_ORDERS[order]), _shape)


@blueprint.get("/rooms/<room_id>")
def get(room_id: str) -> Response:
    """One room."""
    return reply(_shape(world().rooms.seen_by(caller(), room_id)))


@blueprint.post("/rooms")
def create() -> Response:
    """Open a group room."""
    sent = body()
    (title,) = required(sent, "title")
    room = world().rooms.create(
        caller(),
        _title(title),
        locked=bool(flag(sent, "isLocked")),
        announcements=bool(flag(sent, "isAnnouncementOnly")),
        description=_description(sent),
    )
    return reply(_shape(room))


@blueprint.put("/rooms/<room_id>")
def change(room_id: str) -> Response:
    """Rename, describe or lock a room; what is not sent stays as it is."""
    sent = body()
    room = world().rooms.seen_by(caller(), room_id)
    (title,) = required(sent, "title")
    changes = without_blanks(
        {
            "title": _title(title),
            "description": _description(sent),
            "is_locked": flag(sent, "isLocked"),
            "is_announcement_only": flag(sent, "isAnnouncementOnly"),
        }
    )
    return reply(_shape(world().rooms.change(room, caller(), **changes)))


@blueprint.delete("/rooms/<room_id>")
def delete(room_id: str) -> Response:
    """Delete a room, or leave it."""
    world().rooms.close(world().rooms.seen_by(caller(), room_id), caller())
    return done()


def _title(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise Refused(400, "title should be a text.")
    return given


def _description(sent: Json) -> str | None:
    given = sent.get("description")
    if given is not None and not isinstance(given, str):
        raise Refused(400, "description should be a text.")
    return given and given.strip()  # a single space takes a description away


def _shape(room: Room) -> Json:
    return veiled(room_shape(room, world().rooms.title(room, caller())), "title")
