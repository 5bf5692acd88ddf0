"""/people: who is on Webex."""

from __future__ import annotations

from flask import Blueprint, Response, request

from playground import ids
from playground.model import Json, Person
from playground.refusals import Refused
from playground.rest.calls import caller, linked, pages, reply, world
from playground.shapes import person_shape

blueprint = Blueprint("people", __name__)

MAX_IDS = 85


@blueprint.get("/people/me")
def me() -> Response:
    """Return who is calling."""
    return reply(_shape(caller()))


@blueprint.get("/people/<person_id>")
def get(person_id: str) -> Response:
    """One person."""
    return reply(_shape(world().people.get(person_id)))


@blueprint.get("/people")
def search() -> Response:
    """Return the people with an address, a name, or one of some ids."""
    email, name, listed = (request.args.get(each) for each in ("email", "displayName", "id"))
    if not (email or name or listed):
        raise Refused(400, "Email, displayName, or id list should be specified.")
    if listed:
        return _by_ids(listed.split(","))
    return pages(world().people.search(caller(), email=email, name=name), _shape)


def _by_ids(wanted: list[str]) -> Response:
    if len(wanted) > MAX_IDS:
        raise Refused(400, f"At most {MAX_IDS} ids can be asked for.")
    found = {each: world().people.by_id(ids.asked(each, "PEOPLE")) for each in wanted}
    shapes = [_shape(person) for person in found.values() if person]
    return linked(shapes, None, notFoundIds=[each for each, person in found.items() if not person] or None)


def _shape(person: Person) -> Json:
    return person_shape(person, caller())
