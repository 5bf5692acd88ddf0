"""Rooms and who is in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from playground import ids
from playground.ground import Ground
from playground.model import Happening, Membership, Person, Room
from playground.refusals import NO_MEMBERSHIP, NO_ROOM, Refused


class Rooms:
    """Every room with its members."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._rooms: dict[str, Room] = {}
        self._members: dict[str, dict[str, Membership]] = {}

    # Finding

    def get(self, room_id: str) -> Room:
        """Return the room with this id."""
        with self._ground.turn():
            if room_id not in self._rooms:
                raise Refused(404, NO_ROOM)
            return self._rooms[room_id]

    def seen_by(self, person: Person, given: object) -> Room:
        """Return the room with an id, for its members; others are told that there is none."""
        with self._ground.turn():
            room = self.get(ids.asked(given, "ROOM"))
            if not self.has(room.id, person.id):
                raise Refused(404, NO_ROOM)
            return room

    def all_of(self, person: Person) -> list[Room]:
        """Return the rooms that somebody is in, those with the latest activity first."""
        with self._ground.turn():
            rooms = [room for room in self._rooms.values() if self.has(room.id, person.id)]
            return sorted(rooms, key=lambda room: room.last_activity, reverse=True)

    def everywhere(self) -> tuple[Room, ...]:
        """Return all rooms of the world."""
        with self._ground.turn():
            return tuple(self._rooms.values())

    def direct(self, one: Person, other: Person) -> Room | None:
        """Return the room of a pair, once they have one."""
        with self._ground.turn():
            pair = {one.id, other.id}
            direct = (room for room in self._rooms.values() if room.is_direct)
            return next((room for room in direct if set(self._members[room.id]) == pair), None)

    def title(self, room: Room, viewer: Person) -> str:
        """Return the title of a room; a direct one is called after the other person."""
        if not room.is_direct:
            return room.title
        others = [each for each in self.members(room) if each.person_id != viewer.id]
        return others[0].person_name if others else room.title

    # Rooms come and go

    def open_direct(self, one: Person, other: Person) -> Room:
        """Return the room of a pair, made on first contact."""
        with self._ground.turn():
            there = self.direct(one, other)
            if there:
                return there
            if one.id == other.id:
                raise Refused(400, "A direct room needs two people.")
            room = self._add(_direct_id(one, other), "direct", "", one)
            # Both sit before anything is told: each learns of the other, too.
            for membership in [self._seat(room, person) for person in (one, other)]:
                self._ground.happened(Happening("memberships", "created", one.id, membership))
            return room

    def create(
        self,
        creator: Person,
        title: str,
        *,
        cluster: str = ids.HOME,
        locked: bool = False,
        announcements: bool = False,
        description: str | None = None,
    ) -> Room:
        """Open a group room; whoever locks it moderates it."""
        with self._ground.turn():
            _check_mode(locked=locked, announcements=announcements)
            room_id = ids.mint("ROOM", self._ground.new_uuid(), cluster)
            room = self._add(room_id, "group", title, creator)
            room = self._put(
                replace(room, is_locked=locked, is_announcement_only=announcements, description=description)
            )
            membership = self._seat(room, creator, moderator=locked)
            self._ground.happened(Happening("rooms", "created", creator.id, room))
            self._ground.happened(Happening("memberships", "created", creator.id, membership))
            return room

    def change(self, room: Room, by: Person, **changes: object) -> Room:
        """Rename or lock a room."""
        with self._ground.turn():
            self._check_may_run(room, by)
            if room.is_direct:
                raise Refused(400, "A direct room cannot be changed.")
            changed = replace(room, **changes)  # type: ignore[arg-type]
            _check_mode(locked=changed.is_locked, announcements=changed.is_announcement_only)
            self._put(changed)
            if changed.is_locked and not self._has_moderator(room):
                self.moderate(self._members[room.id][by.id], by, moderator=True)
            self._ground.happened(Happening("rooms", "updated", by.id, changed))
            return changed

    def close(self, room: Room, by: Person) -> None:
        """Delete a room, which for anyone who does not run it means to leave."""
        with self._ground.turn():
            if room.is_direct:
                raise Refused(400, "A direct room cannot be deleted.")
            mine = self._members[room.id][by.id]
            if not (mine.is_moderator or room.creator_id == by.id):
                self.leave(mine, by)
                return
            for each in self.members(room):
                self._ground.happened(Happening("memberships", "deleted", by.id, each))
            del self._rooms[room.id], self._members[room.id]

    def migrate(self, room: Room, cluster: str, by: Person) -> Room:
        """Move a room to another region, where it has another id; what was said there has to follow."""
        with self._ground.turn():
            key = ids.opened(room.id).key
            moved = replace(room, id=ids.mint("ROOM", key, cluster))
            members = self._members.pop(room.id)
            del self._rooms[room.id]
            self._members[moved.id] = {each.person_id: replace(each, room_id=moved.id) for each in members.values()}
            self._put(moved)
            self._ground.happened(Happening("rooms", "migrated", by.id, moved))
            return moved

    def touch(self, room: Room) -> None:
        """Note that something was said."""
        with self._ground.turn():
            self._put(replace(self.get(room.id), last_activity=self._ground.now()))

    # Members come and go

    def members(self, room: Room) -> list[Membership]:
        """Return who is in a room."""
        with self._ground.turn():
            return list(self._members.get(room.id, {}).values())

    def memberships_of(self, person: Person) -> list[Membership]:
        """Return the memberships of somebody, one for each room."""
        with self._ground.turn():
            return [each[person.id] for each in self._members.values() if person.id in each]

    def has(self, room_id: str, person_id: str) -> bool:
        """Return whether somebody is in a room."""
        with self._ground.turn():
            return person_id in self._members.get(room_id, {})

    def membership(self, viewer: Person, given: object) -> Membership:
        """Return the membership a caller asks for, in a room that they are in."""
        wanted = ids.asked(given, "MEMBERSHIP")
        with self._ground.turn():
            for members in self._members.values():
                for each in members.values():
                    if each.id == wanted and viewer.id in members:
                        return each
            raise Refused(404, NO_MEMBERSHIP)

    def join(self, room: Room, person: Person, by: Person, *, moderator: bool = False) -> Membership:
        """Bring somebody into a group room."""
        with self._ground.turn():
            if not self.has(room.id, by.id):
                raise Refused(502, "Add participant failed.")
            if room.is_direct:
                raise Refused(400, "Nobody can be added to a direct room.")
            self._check_may_run(room, by)
            if self.has(room.id, person.id):
                raise Refused(409, "Person is already in the room.")
            membership = self._seat(room, person)
            self._ground.happened(Happening("memberships", "created", by.id, membership))
            return self.moderate(membership, by, moderator=True) if moderator else membership

    def leave(self, membership: Membership, by: Person) -> None:
        """Take somebody out of a group room, or let them go."""
        with self._ground.turn():
            room = self.get(membership.room_id)
            if room.is_direct:
                raise Refused(400, "Nobody can leave a direct room.")
            if by.id != membership.person_id:
                self._check_may_run(room, by)
            self._ground.happened(Happening("memberships", "deleted", by.id, membership))
            del self._members[room.id][membership.person_id]

    def moderate(
        self, membership: Membership, by: Person, *, moderator: bool | None = None, hidden: bool | None = None
    ) -> Membership:
        """Make somebody a moderator or not, or hide the room from their list.

        Whoever makes somebody else the first moderator of a room is one from then on, too, as the suite of Cisco's
        JavaScript SDK says where it skips the event about it (plugin-memberships).
        """
        with self._ground.turn():
            room = self.get(membership.room_id)
            if moderator is not None:
                self._check_may_run(room, by)
            if moderator and by.id != membership.person_id and not self._has_moderator(room):
                self._update(replace(self._members[room.id][by.id], is_moderator=True), by)
            changed = replace(
                membership,
                is_moderator=membership.is_moderator if moderator is None else moderator,
                is_room_hidden=membership.is_room_hidden if hidden is None else hidden,
            )
            return self._update(changed, by)

    def relabel(self, person: Person) -> None:
        """Let the memberships of somebody have the address that is theirs now."""
        with self._ground.turn():
            for each in self.memberships_of(person):
                self._members[each.room_id][person.id] = replace(each, person_email=person.email)

    # Between two starts

    def kept(self) -> tuple[list[Room], list[Membership]]:
        """Return all rooms, and all places in them."""
        with self._ground.turn():
            memberships = [each for members in self._members.values() for each in members.values()]
            return list(self._rooms.values()), memberships

    def put_back(self, rooms: Iterable[Room], memberships: Iterable[Membership]) -> None:
        """Let those be there that were kept."""
        for room in rooms:
            self._put(room)
            self._members[room.id] = {}
        for each in memberships:
            self._members[each.room_id][each.person_id] = each

    # Inside

    def _add(self, room_id: str, kind: str, title: str, creator: Person) -> Room:
        now = self._ground.now()
        self._members[room_id] = {}
        return self._put(
            Room(
                id=room_id,
                type=kind,
                title=title,
                creator_id=creator.id,
                owner_id=creator.org_id,
                created=now,
                last_activity=now,
            )
        )

    def _put(self, room: Room) -> Room:
        self._rooms[room.id] = room
        return room

    def _seat(self, room: Room, person: Person, *, moderator: bool = False) -> Membership:
        where = ids.opened(room.id)
        key = f"{ids.opened(person.id).key}:{where.key}"
        membership = Membership(
            id=ids.mint("MEMBERSHIP", key, where.cluster),
            room_id=room.id,
            room_type=room.type,
            person_id=person.id,
            person_email=person.email,
            person_name=person.name,
            person_org_id=person.org_id,
            created=self._ground.now(),
            is_moderator=moderator,
        )
        self._members[room.id][person.id] = membership
        return membership

    def _update(self, changed: Membership, by: Person) -> Membership:
        self._members[changed.room_id][changed.person_id] = changed
        self._ground.happened(Happening("memberships", "updated", by.id, changed))
        return changed

    def _has_moderator(self, room: Room) -> bool:
        return any(each.is_moderator for each in self.members(room))

    def _check_may_run(self, room: Room, by: Person) -> None:
        """Refuse whoever may not run a room: in a locked one only moderators may, in an open one all members."""
        mine = self._members[room.id].get(by.id)
        if room.is_locked and self._has_moderator(room) and not (mine and mine.is_moderator):
            raise Refused(403, "Only a moderator of the room can do this.")


def _check_mode(*, locked: bool, announcements: bool) -> None:
    """Refuse what Cisco's description of PUT /rooms rules out: announcements in a room that is not locked."""
    if announcements and not locked:
        raise Refused(400, "A room can only be put into announcement mode when it is locked.")


def _direct_id(one: Person, other: Person) -> str:
    return ids.mint("ROOM", ids.named("direct", *sorted([one.id, other.id])))
