"""The adapter to Webex: implements the port with webexteamssdk, whose types stay on this side.

What comments say of Webex is from developer.webex.com and from the source of webexteamssdk 1.7.
"""

import mimetypes
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from http import HTTPStatus
from itertools import takewhile
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urljoin

from requests import Response
from requests_toolbelt import MultipartEncoder
from webexteamssdk import WebexTeamsAPI

from bot.domain.events import Attached, Envelope, Event
from bot.domain.outages import DirectRoom
from bot.domain.outgoing import Address, FileAtWebex, Message, Posted, Said
from bot.domain.people import Person
from bot.domain.webhooks import Webhook
from bot.errors import FileWithheld, Rejected
from bot.language.typed import one_line
from bot.webex.budget import Budget
from bot.webex.content import (
    Content,
    body_of,
    direct_room_from,
    envelope_of,
    is_same_message,
    is_same_thing,
    is_since,
    member_from,
    person_from,
    readable,
    said_from,
    webhook_from,
)
from bot.webex.errors import ELSEWHERE, calling, judge, refusing_other_hosts
from bot.webex.event_reader import EventReader
from bot.webex.files import body_within, chunks_within, content_path, file_name
from bot.webex.metered import MeteredAdapter
from bot.webex.myself import Myself
from bot.webex.pages import pages_of
from bot.webex.port import Known
from bot.webex.retry_after import moment_in
from bot.webex.session import SettledSession
from bot.webex.transport import BoundedAdapter, Refusing

API_URL = "https://webexapis.com/v1/"
REQUEST_TIMEOUT_SECONDS = 10
CONNECTIONS = 32
# A file is passed on whole or not at all, within the time in which Webex has to answer.
LARGEST_PASSED_ON = 25 * 1024 * 1024
ROOMS_A_PAGE = 100
MESSAGES_A_PAGE = 50
AS_JSON = {"Content-type": "application/json;charset=utf-8"}


# The name of a file, its content, and its kind.
Upload = tuple[str, bytes | IO[bytes], str]


class WebexTeams:
    """Webex through its REST API. One instance serves all threads. Without a budget, calls are not counted."""

    def __init__(
        self,
        token: str,
        base_url: str = API_URL,
        *,
        budget: Budget | None = None,
        timeout_seconds: int = REQUEST_TIMEOUT_SECONDS,
    ) -> None:
        # Without a slash at its end the SDK would drop the last part of the address.
        self._api = WebexTeamsAPI(
            access_token=token,
            base_url=f"{base_url.rstrip('/')}/",
            single_request_timeout=timeout_seconds,
            wait_on_rate_limit=False,
        )
        self._session = SettledSession(self._api._session._req_session, self._api.base_url)
        self._session.hooks["response"].append(judge)
        self._api._session._req_session = self._session
        # Every list of the SDK takes its pages from here.
        self._api._session.get_pages = partial(pages_of, self._api._session)
        # The SDK keeps ten connections; more threads than that would open one for each call.
        adapter = MeteredAdapter(budget, CONNECTIONS) if budget else BoundedAdapter(pool_maxsize=CONNECTIONS)
        # Where an answer leads elsewhere, with a redirect or a link to the next page, our token does not go along.
        self._session.mount("https://", Refusing())
        self._session.mount("http://", Refusing())
        self._session.mount(urljoin(self._api.base_url, "/"), adapter)
        self._myself = Myself(self.me)
        self._reader = EventReader(self._api, self._myself, self.members)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def me(self) -> Person:
        with calling():
            return person_from(self._api.people.me().json_data)

    def now(self) -> datetime | None:
        with calling(), self._session.get(f"{self._api.base_url}people/me", timeout=REQUEST_TIMEOUT_SECONDS) as answer:
            return moment_in(answer.headers.get("Date", ""))

    def open(self, envelope: Envelope, known: Known) -> Event:
        """Fetch what an envelope is about; see `EventReader.open`."""
        return self._reader.open(envelope, known)

    def download(self, address: str, largest: int) -> Attached:
        """Fetch a file that came with a message. Raises Rejected (413) for one of more than `largest` bytes."""
        with self._file(address) as response:
            return Attached(file_name(response), body_within(response, largest))

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        """Post a message. Raises Uncertain where its answer never came, although Webex may have it.

        The words are sent as `text`, never as markdown, so that a name or a note cannot become a mention or a link.
        """
        if isinstance(message.file, FileAtWebex):
            return self._pass_on(address, message, message.file, parent_id)
        with calling(may_have_happened=True):
            if message.file is not None:
                content = (message.file.name, message.file.data, kind_of(message.file.name))
                return self._post_with_file(address, message, content, parent_id)
            body = body_of(message, roomId=address.room_id, toPersonEmail=address.email, parentId=parent_id)
            return self._posted(body, AS_JSON)

    def _pass_on(self, address: Address, message: Message, file: FileAtWebex, parent_id: str) -> Posted:
        """Post a message with a file that is at Webex. On its way it lies in a file that has no name."""
        with TemporaryFile() as kept:
            name = self._fetched_into(kept, file)
            kept.seek(0)
            with calling(may_have_happened=True):
                content = (name, kept, kind_of(name))
                return self._post_with_file(address, message, content, parent_id)

    def _fetched_into(self, kept: IO[bytes], file: FileAtWebex) -> str:
        """Fetch a file, and return its name. Raises FileWithheld where Webex does not hand it out."""
        try:
            with self._file(file.address) as response:
                for chunk in chunks_within(response, LARGEST_PASSED_ON):
                    kept.write(chunk)
                return file_name(response)
        except Rejected as error:
            raise FileWithheld(error.status, error.reason, error.tracking_id) from error

    @contextmanager
    def _file(self, address: str) -> Iterator[Response]:
        """Ask for a file. Raises Rejected (302) for one that is kept on another host, such as in SharePoint."""
        url = f"{self._api.base_url}{content_path(address)}"
        with (
            calling(),
            refusing_other_hosts(),
            self._session.get(url, stream=True, timeout=REQUEST_TIMEOUT_SECONDS) as response,
        ):
            if response.status_code >= ELSEWHERE:
                raise Rejected(ELSEWHERE, "an answer that leads elsewhere")
            yield response

    def _post_with_file(self, address: Address, message: Message, content: Upload, parent_id: str) -> Posted:
        """Post a message with a file that is open or in memory; the SDK's own call only takes files from the disk."""
        where = {"roomId": address.room_id, "toPersonEmail": address.email, "parentId": parent_id}
        given = {name: value for name, value in where.items() if value}
        body = MultipartEncoder({**given, "text": message.text, "files": content})
        return self._posted(body, {"Content-type": body.content_type})

    def _posted(self, body: bytes | MultipartEncoder, headers: dict[str, str]) -> Posted:
        """Post a message, and return its ids; the SDK would make an ordered dictionary of each part of its card."""
        posted = self._api._session.request("POST", "messages", HTTPStatus.OK, data=body, headers=headers).json()
        return Posted(posted["id"], posted["roomId"])

    def edit(self, message_id: str, room_id: str, message: Message) -> None:
        """Replace the words and the card of a message of ours. Raises Rejected where Webex does not allow it.

        The SDK's own edit takes no attachments, so this uses its session.
        """
        with calling(may_have_happened=True):
            self._api._session.put(f"messages/{message_id}", data=body_of(message, roomId=room_id), headers=AS_JSON)

    def delete(self, message_id: str) -> None:
        with calling():
            self._api.messages.delete(message_id)

    def find_own(
        self,
        address: Address,
        message: Message,
        since: datetime,
        *,
        others: Collection[str] = (),
        told: Iterable[str] = (),
    ) -> Posted | None:
        """Return our message with this text and these buttons, if there is one: did an uncertain post arrive?

        In a group room a bot may list only messages that mention it, which its own do not. It may read each of its own
        by id, so there the messages that webhooks told of (`told`) are looked at.
        """
        found = self._direct_messages(since, personEmail=address.email) if address.email else self._readable(told)
        for each in found:
            is_ours = self._is_me(each.get("personId", "")) and each["id"] not in others and is_since(each, since)
            if is_ours and is_same_message(each, message):
                return Posted(each["id"], each["roomId"])
        return None

    def said_to(self, email: str, since: datetime) -> list[Said]:
        """Return our own messages in somebody's direct chat since a moment, the newest first."""
        found = self._direct_messages(since, personEmail=email)
        ours = (each for each in found if self._is_me(each.get("personId", "")))
        return [said for said in map(said_from, ours) if said is not None and said.at >= since]

    def members(self, room_id: str) -> list[Person]:
        with calling():
            return [member_from(each.json_data) for each in self._api.memberships.list(roomId=room_id, max=100)]

    def title(self, room_id: str) -> str:
        with calling():
            return one_line(readable(self._api.rooms.get(room_id).json_data, "title"))

    def webhooks(self) -> list[Webhook]:
        with calling():
            return [webhook_from(each.json_data) for each in self._api.webhooks.list()]

    def create_webhook(self, webhook: Webhook) -> None:
        with calling(may_have_happened=True):
            self._api.webhooks.create(
                webhook.name, webhook.target_url, webhook.resource, webhook.event, secret=webhook.secret
            )

    def update_webhook(self, webhook: Webhook) -> None:
        """Change a webhook's name, address and secret, and switch it on where Webex had switched it off."""
        with calling():
            self._api.webhooks.update(
                webhook.id, webhook.name, webhook.target_url, secret=webhook.secret, status="active"
            )

    def direct_rooms(self) -> Iterator[list[DirectRoom]]:
        """Yield the direct rooms we are in, a page for each call, those with the latest activity first."""
        asked = {"type": "direct", "sortBy": "lastactivity", "max": ROOMS_A_PAGE}
        pages = self._api._session.get_pages("rooms", params=asked)
        while True:
            with calling():
                page = next(pages, None)
                rooms = [direct_room_from(each) for each in page["items"]] if page else None
            if rooms is None:
                return
            yield rooms

    def direct_messages_since(self, room_id: str, since: datetime, now: datetime) -> list[Envelope]:
        return self._theirs_since(since, now, roomId=room_id)

    def mentions_since(self, room_id: str, since: datetime, now: datetime) -> list[Envelope]:
        return self._theirs_since(since, now, roomId=room_id, mentionedPeople="me")

    def _theirs_since(self, since: datetime, now: datetime, **which: str) -> list[Envelope]:
        """Return what webhooks would have told of what others wrote since then, oldest first."""
        with calling():
            found = self._api.messages.list(max=MESSAGES_A_PAGE, **which)
            newest = takewhile(lambda each: is_since(each, since), (each.json_data for each in found))
            theirs = [envelope_of(each, now) for each in newest if not self._is_me(each["personId"])]
        return theirs[::-1]

    def _direct_messages(self, since: datetime, **whose: str) -> Iterator[Content]:
        """Yield the messages of a direct room, the newest first, at least those since a moment; none without a room.

        Found by its person, a room shows its latest alone; what was before them is listed by the room.
        """
        try:
            with calling():
                latest = [each.json_data for each in self._api.messages.list_direct(**whose)]
        except Rejected as error:
            if error.status == 404:
                return
            raise
        yield from latest
        if latest and is_since(latest[-1], since):
            oldest = latest[-1]
            with calling():
                older = self._api.messages.list(oldest["roomId"], beforeMessage=oldest["id"], max=MESSAGES_A_PAGE)
                rest = list(takewhile(lambda each: is_since(each, since), (each.json_data for each in older)))
            yield from rest

    def _readable(self, message_ids: Iterable[str]) -> Iterator[Content]:
        """Fetch messages one by one, without those that are gone."""
        for message_id in message_ids:
            try:
                with calling():
                    yield self._api.messages.get(message_id).json_data
            except Rejected as error:
                if error.status not in {403, 404}:
                    raise

    def _is_me(self, person_id: str) -> bool:
        return is_same_thing(person_id, self._myself().id)


def kind_of(name: str) -> str:
    """Return the kind of a file, by its name."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
