"""/memberships: who is in which room."""

from __future__ import annotations

from flask import Blueprint, Response, request

from playground.model import Membership, Person
from playground.refusals import NO_PERSON, NO_ROOM, Refused
from playground.rest.calls import body, caller, done, flag, pages, reply, required, world
from playground.shapes import membership_shape

blueprint = Blueprint("memberships", __name__)


@blueprint.get("/memberships")
def list_() -> Response:
    """Return the members of a room, or the caller's own places."""
    room_id = request.args.get("roomId")
    person_id, email = request.args.get("personId"), request.args.get("personEmail")
    if room_id is None:
        if person_id or email:
            raise Refused(400, "personId and personEmail need a roomId.")
        return pages(world().rooms.memberships_of(caller()), membership_shape)
    members = world().rooms.members(world().rooms.seen_by(caller(), room_id))
    return pages([each for each in members if _is_asked_for(each, person_id, email)], membership_shape)


@blueprint.get("/memberships/<membership_id>")
def get(membership_id: str) -> Response:
    """One place."""
    return reply(membership_shape(world().rooms.membership(caller(), membership_id)))


@blueprint.post("/memberships")
def create() -> Response:
    """Bring somebody into a room."""
    sent = body()
    (room_id,) = required(sent, "roomId")
    person = _person(sent.get("personId"), sent.get("personEmail"))
    try:
        room = world().rooms.seen_by(caller(), room_id)
    except Refused as refused:
        if refused.message == NO_ROOM:
            raise Refused(502, "Add participant failed.") from None
        raise
    joined = world().rooms.join(room, person, caller(), moderator=bool(flag(sent, "isModerator")))
    return reply(membership_shape(joined))


@blueprint.put("/memberships/<membership_id>")
def change(membership_id: str) -> Response:
    """Make somebody a moderator, or hide the room."""
    sent = body()
    membership = world().rooms.membership(caller(), membership_id)
    changed = world().rooms.moderate(
        membership, caller(), moderator=flag(sent, "isModerator"), hidden=flag(sent, "isRoomHidden")
    )
    return reply(membership_shape(changed))


@blueprint.delete("/memberships/<membership_id>")
def delete(membership_id: str) -> Response:
    """Take somebody out of a room, or leave it."""
    world().rooms.leave(world().rooms.membership(caller(), membership_id), caller())
    return done()


def _is_asked_for(membership: Membership, person_id: str | None, email: str | None) -> bool:
    is_by_email = email is None or membership.person_email.casefold() == email.casefold()
    return is_by_email and person_id in (None, membership.person_id)


def _person(person_id: object, email: object) -> Person:
    if (person_id is None) == (email is None):
        raise Refused(400, "Exactly one of personId and personEmail should be specified.")
    if person_id is not None:
        return world().people.get(person_id)
    found = world().people.by_email(str(email))
    if found is None:
        raise Refused(404, NO_PERSON)
    return found
