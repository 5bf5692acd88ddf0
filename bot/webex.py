"""The door to Webex: the port over the real webexteamssdk, its answers and errors translated into ours.

The SDK's own types stay on this side. Source of the surprises: webexteamssdk 1.7 and developer.webex.com.
"""

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from html.parser import HTMLParser
from typing import Any, NoReturn

import requests
from requests.adapters import HTTPAdapter
from requests_toolbelt import MultipartEncoder
from urllib3.exceptions import NewConnectionError
from webexteamssdk import WebexTeamsAPI
from webexteamssdk.exceptions import webexteamssdkException as SdkError

from bot.actions import FIELD
from bot.errors import NotReadableYet, RateLimited, Rejected, TokenRefused, Uncertain, Unreachable, WebexError
from bot.events import CardSubmitted, Envelope, Event, Ignored, MessagePosted, RoomJoined, RoomLeft
from bot.outgoing import Address, File, Message, Posted, Webhook
from bot.people import Person, domain_of, normal_email

API_URL = "https://webexapis.com/v1/"
REQUEST_TIMEOUT_SECONDS = 10
CONNECTIONS = 32
CARD_TYPE = "application/vnd.microsoft.card.adaptive"

BOT_DOMAINS = frozenset({"webex.bot", "sparkbot.io", "teamsbot.io"})
PERSON_URI = re.compile(r"ciscospark://.+/PEOPLE/([^/]+)")
SECONDS = re.compile(r"[0-9]{1,9}")
GATEWAY_FAILURES = frozenset({502, 504})

Content = Mapping[str, Any]


class WebexTeams:
    """Webex through its REST API. One instance serves all threads."""

    def __init__(self, token: str, base_url: str = API_URL, *, timeout_seconds: int = REQUEST_TIMEOUT_SECONDS) -> None:
        # The base address ends in a slash, or the SDK would drop its last part.
        self._api = WebexTeamsAPI(
            access_token=token,
            base_url=f"{base_url.rstrip('/')}/",
            single_request_timeout=timeout_seconds,
            wait_on_rate_limit=False,
        )
        self._session = self._api._session._req_session
        self._session.hooks["response"].append(judge)
        # The SDK keeps ten connections; more threads than that would open one for each call.
        adapter = HTTPAdapter(pool_maxsize=CONNECTIONS)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def me(self) -> Person:
        with calling():
            return person_from(self._api.people.me().json_data)

    def open(self, envelope: Envelope, known: Person | None) -> Event:
        """Fetch what an envelope is about.

        Raises NotReadableYet while the content cannot be read: Webex tells of a message a moment before it
        can be fetched, and the keys that decrypt it may be late. Whether it is gone for good shows only with
        time, so the caller decides when to give up.
        """
        match envelope.resource, envelope.event:
            case "messages", "created":
                return self._message(envelope.data, known)
            case "attachmentActions", "created":
                return self._submission(envelope.data, known)
            case "memberships", "created":
                return self._joined(envelope.data, known)
            case "memberships", "deleted":
                return self._left(envelope.data, known)
        return Ignored(f"nothing to open for {envelope.resource}:{envelope.event}")

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        """Post a message; Uncertain when Webex may have it although its answer never came.

        The words go as `text`, never as markdown: a name or a note must not become a mention or a link.
        """
        with calling(is_post=True):
            if message.file is not None:
                return self._post_with_file(address, message, message.file, parent_id)
            posted = self._api.messages.create(
                roomId=address.room_id or None,
                toPersonEmail=address.email or None,
                parentId=parent_id or None,
                text=message.text,
                attachments=attachments_of(message) or None,
            ).json_data
            return Posted(posted["id"], posted["roomId"])

    def _post_with_file(self, address: Address, message: Message, file: File, parent_id: str) -> Posted:
        """Post a message with a file from memory: the SDK's own call takes files from the disk alone."""
        where = {"roomId": address.room_id, "toPersonEmail": address.email, "parentId": parent_id}
        given = {name: value for name, value in where.items() if value}
        # The mark lets spreadsheet programs read Arabic as UTF-8.
        content = (file.name, file.content.encode("utf-8-sig"), "text/csv")
        body = MultipartEncoder({**given, "text": message.text, "files": content})
        posted = self._api._session.post("messages", data=body, headers={"Content-type": body.content_type})
        return Posted(posted["id"], posted["roomId"])

    def edit(self, message_id: str, room_id: str, message: Message) -> None:
        """Put other words, and another card, into a message of ours; Rejected where Webex does not allow it.

        The SDK's own edit takes no attachments, so this speaks through its session.
        """
        body: dict[str, Any] = {"roomId": room_id, "text": message.text}
        if message.card is not None:
            body["attachments"] = attachments_of(message)
        with calling():
            self._api._session.put(f"messages/{message_id}", json=body)

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
        """Look for a message of ours with this text and these buttons: did an uncertain post arrive?

        In a group room a bot may list only what mentions it, which its own posts do not, but read each of its own:
        so there only those that webhooks told of are looked at.
        """
        found = self._direct_messages(personEmail=address.email) if address.email else self._readable(told)
        for each in found:
            is_ours = self._is_me(each.get("personId", "")) and each["id"] not in others and is_since(each, since)
            if is_ours and is_same_message(each, message):
                return Posted(each["id"], each["roomId"])
        return None

    def members(self, room_id: str) -> list[Person]:
        with calling():
            return [member_from(each.json_data) for each in self._api.memberships.list(roomId=room_id, max=100)]

    def title(self, room_id: str) -> str:
        with calling():
            return as_text(self._api.rooms.get(room_id).json_data.get("title"))

    def webhooks(self) -> list[Webhook]:
        with calling():
            return [webhook_from(each.json_data) for each in self._api.webhooks.list()]

    def create_webhook(self, webhook: Webhook) -> None:
        with calling(is_post=True):
            self._api.webhooks.create(
                webhook.name, webhook.target_url, webhook.resource, webhook.event, secret=webhook.secret
            )

    def update_webhook(self, webhook: Webhook) -> None:
        """Bring name, address and secret up to date, and wake the webhook if Webex switched it off."""
        with calling():
            self._api.webhooks.update(
                webhook.id, webhook.name, webhook.target_url, secret=webhook.secret, status="active"
            )

    def direct_messages_since(self, email: str, since: datetime, now: datetime) -> list[Envelope]:
        found = self._direct_messages(personEmail=email)
        theirs = [each for each in found if is_since(each, since) and not self._is_me(each["personId"])]
        return [envelope_of(each, now) for each in reversed(theirs)]

    def _message(self, data: Content, known: Person | None) -> MessagePosted:
        with reading():
            content = self._api.messages.get(data["id"]).json_data
        text = readable_text(content)
        is_direct = content.get("roomType", data.get("roomType")) == "direct"
        return MessagePosted(
            message_id=content["id"],
            room_id=content["roomId"],
            is_direct=is_direct,
            person=known or self._sender(content),
            text=self._unaddressed(text, content.get("html") or "", is_direct=is_direct),
            files=tuple(content.get("files") or ()),
        )

    def _unaddressed(self, text: str, html: str, *, is_direct: bool) -> str:
        if is_direct and not html:
            return text
        return without_mention(text, html, self._myself, is_addressed=not is_direct)

    def _submission(self, data: Content, known: Person | None) -> CardSubmitted:
        with reading():
            content = self._api.attachment_actions.get(data["id"]).json_data
        inputs = content.get("inputs") or {}
        return CardSubmitted(
            action_id=content["id"],
            message_id=content["messageId"],
            room_id=content["roomId"],
            person=known or self._sender(content),
            inputs={name: as_text(value) for name, value in inputs.items()},
        )

    def _joined(self, data: Content, known: Person | None) -> RoomJoined:
        return RoomJoined(
            room_id=data["roomId"],
            is_direct=data.get("roomType") == "direct",
            person=known or self._member(data),
            is_bot_itself=self._is_me(data["personId"]),
        )

    def _left(self, data: Content, known: Person | None) -> RoomLeft:
        return RoomLeft(data["roomId"], known or self._member(data), is_bot_itself=self._is_me(data["personId"]))

    def _sender(self, content: Content) -> Person:
        """Look up who a message or a press is from; whom Webex does not show us is found among the room's members."""
        person_id = content["personId"]
        if self._is_me(person_id):
            return self._myself
        try:
            return self._person(person_id)
        except Rejected:
            members = self.members(content["roomId"])
            found = next((each for each in members if is_same_person(each.id, person_id)), None)
            return found or member_from(content)

    def _member(self, data: Content) -> Person:
        return member_from(data) if data.get("personEmail") else self._sender(data)

    def _person(self, person_id: str) -> Person:
        with calling():
            return person_from(self._api.people.get(person_id).json_data)

    def _direct_messages(self, **whose: str) -> list[Content]:
        """Return the newest messages of a direct room, the newest first; none where there is no such room."""
        try:
            with calling():
                return [each.json_data for each in self._api.messages.list_direct(**whose)]
        except Rejected as error:
            if error.status == 404:
                return []
            raise

    def _readable(self, message_ids: Iterable[str]) -> Iterator[Content]:
        """Fetch messages one by one, without those that are gone."""
        for message_id in message_ids:
            try:
                with calling():
                    yield self._api.messages.get(message_id).json_data
            except Rejected as error:
                if error.status not in {403, 404}:
                    raise

    @cached_property
    def _myself(self) -> Person:
        return self.me()

    def _is_me(self, person_id: str) -> bool:
        return is_same_person(person_id, self._myself.id)


# Errors


def judge(response: requests.Response, **_: object) -> None:
    """Raise our error for an answer that is none.

    This runs before the SDK looks at the answer: it reads Retry-After with int(), and a date in it, which HTTP
    allows, would come out as a bare ValueError with the header lost.
    """
    if response.status_code < 400:
        return
    status, reason, tracking_id = response.status_code, reason_of(response), tracking_id_of(response)
    if status == 401:
        raise TokenRefused(f"{status}: {reason}", tracking_id)
    if status in {423, 429}:
        raise rate_limited(response.headers.get("Retry-After"), f"{status}: {reason}", tracking_id)
    if status in GATEWAY_FAILURES and response.request.method == "POST":
        # What stood between us and Webex gave up waiting; Webex itself may have done it.
        raise Uncertain(f"{status}: {reason}", tracking_id)
    if status >= 500:
        raise Unreachable(f"{status}: {reason}", tracking_id)
    raise Rejected(status, reason, tracking_id)


def rate_limited(retry_after: str | None, reason: str, tracking_id: str | None) -> RateLimited:
    """Return the error for a Retry-After in any of its forms: seconds, an HTTP date, garbage or nothing."""
    given = (retry_after or "").strip()
    if SECONDS.fullmatch(given):
        return RateLimited(reason, tracking_id, wait=timedelta(seconds=int(given)))
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return RateLimited(reason, tracking_id)
    return RateLimited(reason, tracking_id, until=until if until.tzinfo else until.replace(tzinfo=UTC))


def reason_of(response: requests.Response) -> str:
    """Return Webex's own sentence about an error; a gateway in front of it answers in HTML instead."""
    try:
        return str(response.json()["message"])[:300]
    except (ValueError, KeyError, TypeError):
        return response.reason or "no reason given"


def tracking_id_of(response: requests.Response) -> str | None:
    return response.headers.get("trackingid")


@contextmanager
def calling(*, is_post: bool = False) -> Iterator[None]:
    """Let only our own errors out of a call. A post that was sent and not answered is Uncertain."""
    try:
        yield
    except WebexError:
        raise
    except requests.RequestException as error:
        unanswered(error, is_uncertain=is_post and was_sent(error))
    except (SdkError, ValueError, KeyError, TypeError, AssertionError) as error:
        # An answer of 200 that makes no sense, such as the login page of a network on the way; the SDK asserts.
        unanswered(error, is_uncertain=is_post)


@contextmanager
def reading() -> Iterator[None]:
    """Read what an envelope is about: not there, or not for us to see, may only mean not yet."""
    try:
        with calling():
            yield
    except Rejected as error:
        if error.status in {403, 404}:
            raise NotReadableYet(f"not readable yet: {error.reason}", error.tracking_id) from error
        raise


def unanswered(error: Exception, *, is_uncertain: bool) -> NoReturn:
    """Raise our error for a call without a usable answer; the address it went to may name a person and stays out."""
    kind = Uncertain if is_uncertain else Unreachable
    raise kind(f"no usable answer: {type(error).__name__}") from error


def was_sent(error: requests.RequestException) -> bool:
    """Return whether a request may have left before it failed."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return False
    cause = error.args[0] if error.args else None
    return not isinstance(getattr(cause, "reason", cause), NewConnectionError)


# People


def uuid_of(webex_id: str) -> str:
    """Return the UUID inside a person's id, which may be written as base64 or bare, and differ by region."""
    padded = webex_id.rstrip("=") + "=" * (-len(webex_id.rstrip("=")) % 4)
    try:
        uri = base64.urlsafe_b64decode(padded).decode()
    except (binascii.Error, ValueError):
        return webex_id.lower()
    found = PERSON_URI.fullmatch(uri)
    return (found[1] if found else webex_id).lower()


def is_same_person(one_id: str, other_id: str) -> bool:
    """Return whether two ids are one person's."""
    return uuid_of(one_id) == uuid_of(other_id)


def person_from(content: Content) -> Person:
    emails = content.get("emails") or [""]
    is_bot = content.get("type") == "bot"
    return Person(content["id"], normal_email(emails[0]), content.get("displayName") or "", is_bot)


def member_from(content: Content) -> Person:
    """Return the person a membership or a message names. Neither says who is a bot, but Webex's bots have a domain."""
    email = normal_email(content.get("personEmail") or "")
    return Person(content["personId"], email, content.get("personDisplayName") or "", domain_of(email) in BOT_DOMAINS)


# Messages


def readable_text(content: Content) -> str:
    """Return the words of a message; a file may come without any.

    Raises NotReadableYet while they are cipher text, which Webex sends inside a good answer when its key server
    is late.
    """
    text = content.get("text")
    if content.get("errors") or (text is None and not content.get("files")):
        raise NotReadableYet("not readable yet: the text is not decrypted")
    return str(text or "")


def without_mention(text: str, html: str, bot: Person, *, is_addressed: bool) -> str:
    """Return the words of a message without the mention of the bot.

    The HTML says which words are a mention. Without it, a text that must begin with the bot's name loses as
    many of its first words as are those of the name: Webex shows only the first in a mention.
    """
    mentions = Mentions(bot.id)
    mentions.feed(html)
    mentions.close()
    if mentions.found:
        for shown, before in reversed(mentions.found):
            text = without_occurrence(text, shown, before)
        return tidy_blanks(text)
    return without_name(text, bot.name) if is_addressed else text


def without_occurrence(text: str, words: str, skipped: int) -> str:
    """Cut out an occurrence of words, after so many earlier ones that are to stay."""
    parts = text.split(words)
    if len(parts) <= skipped + 1:
        return text
    return words.join(parts[: skipped + 1]) + words.join(["", *parts[skipped + 1 :]]).removeprefix(words)


def tidy_blanks(text: str) -> str:
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def without_name(text: str, name: str) -> str:
    """Cut the words of a name off the beginning of a text."""
    rest = text.strip()
    for word in name.split():
        first, _, after = rest.partition(" ")
        if first.strip(",:").casefold() != word.casefold():
            break
        rest = after.lstrip()
    return rest


class Mentions(HTMLParser):
    """Finds the mentions of one person in a message: the words shown, and how often they stand before it."""

    def __init__(self, person_id: str) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []
        self._person_id = person_id
        self._seen = ""
        self._start: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "spark-mention" and is_same_person(given.get("data-object-id") or "", self._person_id):
            self._start = len(self._seen)

    def handle_endtag(self, tag: str) -> None:
        if tag == "spark-mention" and self._start is not None:
            shown, before = self._seen[self._start :], self._seen[: self._start]
            if shown:
                self.found.append((shown, before.count(shown)))
            self._start = None

    def handle_data(self, data: str) -> None:
        self._seen += data


def envelope_of(content: Content, now: datetime) -> Envelope:
    """Return what a webhook would have told of a direct message."""
    data = {"id": content["id"], "roomId": content["roomId"], "personId": content["personId"], "roomType": "direct"}
    return Envelope("messages", "created", data["id"], data["personId"], data, now)


def attachments_of(message: Message) -> list[dict[str, Any]]:
    return [{"contentType": CARD_TYPE, "content": message.card}] if message.card is not None else []


def is_same_message(content: Content, message: Message) -> bool:
    """Compare words, and buttons where both have a card: Webex may leave the card out of what it reads back."""
    if str(content.get("text") or "").split() != message.text.split():
        return False
    echoed = content.get("attachments") or []
    if not echoed or message.card is None:
        return True
    return set(tokens_in(echoed)) == set(tokens_in(message.card))


def tokens_in(part: object) -> Iterator[str]:
    """Find the signed actions in a card."""
    if isinstance(part, Mapping):
        token = part.get(FIELD)
        if isinstance(token, str):
            yield token
    for inner in part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ():
        yield from tokens_in(inner)


def is_since(content: Content, since: datetime) -> bool:
    return datetime.fromisoformat(content["created"]) >= since


def as_text(value: object) -> str:
    """Return an input as text: clients send numbers and switches in the types they like."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case list():
            return ",".join(as_text(each) for each in value)
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


# Webhooks


def webhook_from(content: Content) -> Webhook:
    return Webhook(
        id=content["id"],
        name=content["name"],
        resource=content["resource"],
        event=content["event"],
        target_url=content["targetUrl"],
        secret=content.get("secret") or "",
        is_active=content.get("status", "active") == "active",
    )
