"""What Cisco says that Webex answers, call by call: each reply of the local Webex is held against it.

The words are ours. The facts are those of Cisco's public OpenAPI description of the messaging API
(https://github.com/webex/webex-openapi-specs, public-spec/webex-messaging.json, read in November 2026) and of the
reference it is made for (https://developer.webex.com/messaging/docs/api/v1). There nothing is said to be always there;
`always` names what the examples of each call have. What is in neither stands under its own source, by name.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request
from jsonschema import Draft202012Validator

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
ID: Schema = {"type": "string", "pattern": "^Y2lzY29zcGFyazov[A-Za-z0-9_-]+$"}
MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
ROOM_TYPE: Schema = {"enum": ["direct", "group"]}
NOTHING: Schema = {"const": None}


def several(part: Schema) -> Schema:
    return {"type": "array", "items": part}


def thing(always: str, **fields: Schema) -> Schema:
    """Return a JSON object of these fields and no others."""
    return {"type": "object", "properties": fields, "required": always.split(), "additionalProperties": False}


def page_of(part: Schema, **more: Schema) -> Schema:
    return thing("items", items=several(part), **more)


# While the key server fails, a field is cipher text, and `errors` names it, inside an answer of 200:
# https://developer.webex.com/docs/basics, "API errors", and threads of the developer community about kms_failure.
KMS: Schema = {"type": "object", "additionalProperties": thing("code reason", code=TEXT, reason=TEXT)}

PERSON = thing(
    "id emails displayName orgId created type",
    id=ID,
    emails=several(TEXT),
    phoneNumbers=several({"type": "object"}),
    displayName=TEXT,
    nickName=TEXT,
    firstName=TEXT,
    lastName=TEXT,
    avatar=TEXT,
    orgId=ID,
    created=MOMENT,
    lastModified=MOMENT,
    timezone=TEXT,
    lastActivity=MOMENT,
    status={
        "enum": [
            "active",
            "call",
            "DoNotDisturb",
            "inactive",
            "meeting",
            "OutOfOffice",
            "pending",
            "presenting",
            "unknown",
        ]
    },
    type={"enum": ["person", "bot", "appuser"]},
)
ROOM = thing(
    "id title type isLocked lastActivity creatorId created ownerId isPublic isReadOnly",
    id=ID,
    title=TEXT,
    type=ROOM_TYPE,
    isLocked=FLAG,
    teamId=ID,
    lastActivity=MOMENT,
    creatorId=ID,
    created=MOMENT,
    ownerId=ID,
    classificationId=ID,
    isAnnouncementOnly=FLAG,
    isReadOnly=FLAG,
    isPublic=FLAG,
    madePublic=MOMENT,
    description=TEXT,
    errors=KMS,
)
MEMBERSHIP = thing(
    "id roomId personId personEmail personDisplayName personOrgId isModerator isMonitor isRoomHidden roomType created",
    id=ID,
    roomId=ID,
    personId=ID,
    personEmail=TEXT,
    personDisplayName=TEXT,
    personOrgId=ID,
    isModerator=FLAG,
    isMonitor=FLAG,
    isRoomHidden=FLAG,
    roomType=ROOM_TYPE,
    created=MOMENT,
)
# The description shows the attachment of a linked file; that of a card is in the guide to Buttons and Cards:
# https://developer.webex.com/docs/buttons-and-cards
CARD = thing(
    "contentType content",
    contentType={"const": "application/vnd.microsoft.card.adaptive"},
    content={"type": "object", "required": ["type"]},
)
SAID: Mapping[str, Schema] = {
    "id": ID,
    "parentId": ID,
    "roomId": ID,
    "roomType": ROOM_TYPE,
    "text": TEXT,
    "markdown": TEXT,
    "html": TEXT,
    "files": several({"type": "string", "pattern": "^https?://[^/]+/v1/contents/"}),
    "personId": ID,
    "personEmail": TEXT,
    "mentionedPeople": several(ID),
    "mentionedGroups": several({"const": "all"}),
    "attachments": several(CARD),
    "created": MOMENT,
    "updated": MOMENT,
    "isVoiceClip": FLAG,
}
ALWAYS_SAID = "id roomId roomType personId personEmail created"
MESSAGE = thing(ALWAYS_SAID, **SAID, errors=KMS)
POSTED = thing(ALWAYS_SAID, **SAID, toPersonId=ID, toPersonEmail=TEXT)
ACTION = thing(
    "id type messageId inputs personId roomId created",
    id=ID,
    personId=ID,
    roomId=ID,
    type={"const": "submit"},
    messageId=ID,
    inputs={"type": "object"},
    created=MOMENT,
)
WEBHOOK = thing(
    "id name targetUrl resource event status created ownedBy",
    id=ID,
    name=TEXT,
    targetUrl=TEXT,
    resource={"enum": ["all", "attachmentActions", "memberships", "messages", "rooms"]},
    event={"enum": ["all", "created", "updated", "deleted", "migrated"]},
    filter=TEXT,
    secret=TEXT,
    status={"enum": ["active", "inactive"]},
    created=MOMENT,
    ownedBy=TEXT,
    # The guide to webhooks has these three: https://developer.webex.com/docs/api/guides/webhooks
    orgId=ID,
    createdBy=ID,
    appId=ID,
)
# https://developer.webex.com/docs/basics, "API errors"
REFUSAL = thing(
    "message errors trackingId", message=TEXT, errors=several(thing("description", description=TEXT)), trackingId=TEXT
)

REPLIES: Mapping[str, Schema] = {
    "GET /people": page_of(PERSON, notFoundIds=several(TEXT)),
    "GET /people/me": PERSON,
    "GET /people/<person_id>": PERSON,
    "GET /rooms": page_of(ROOM),
    "POST /rooms": ROOM,
    "GET /rooms/<room_id>": ROOM,
    "PUT /rooms/<room_id>": ROOM,
    "DELETE /rooms/<room_id>": NOTHING,
    "GET /memberships": page_of(MEMBERSHIP),
    "POST /memberships": MEMBERSHIP,
    "GET /memberships/<membership_id>": MEMBERSHIP,
    "PUT /memberships/<membership_id>": MEMBERSHIP,
    "DELETE /memberships/<membership_id>": NOTHING,
    "GET /messages": page_of(MESSAGE),
    "GET /messages/direct": page_of(MESSAGE),
    "POST /messages": POSTED,
    "GET /messages/<message_id>": MESSAGE,
    "PUT /messages/<message_id>": MESSAGE,
    "DELETE /messages/<message_id>": NOTHING,
    "POST /attachment/actions": ACTION,
    "GET /attachment/actions/<action_id>": ACTION,
    "GET /webhooks": page_of(WEBHOOK),
    "POST /webhooks": WEBHOOK,
    "GET /webhooks/<webhook_id>": WEBHOOK,
    "PUT /webhooks/<webhook_id>": WEBHOOK,
    "DELETE /webhooks/<webhook_id>": NOTHING,
}
# A file is bytes: https://developer.webex.com/docs/basics, "Message attachments".
BYTES = {"GET /contents/<content_id>"}
STATUSES = {"POST /attachment/actions": {200, 202}}

VALIDATORS = {call: Draft202012Validator(schema) for call, schema in REPLIES.items()}
REFUSES = Draft202012Validator(REFUSAL)


def described(app: Flask, prefix: str, wrong: list[str], *, all_of_them: bool = True) -> Flask:
    """Return the same app; what it answers otherwise than Cisco says is added to `wrong`.

    Where thousands of replies are alike, not all of them are looked at: of each call and status the first, the second,
    the fourth, the eighth, and so on.
    """
    heard: Counter[tuple[str, int]] = Counter()

    def look(answer: Response) -> Response:
        path = request.url_rule.rule.removeprefix(prefix) if request.url_rule else ""
        call = f"{request.method} {path}"
        if request.path.startswith(f"{prefix}/") and call not in BYTES:
            heard[call, answer.status_code] += 1
            if all_of_them or heard[call, answer.status_code].bit_count() == 1:
                wrong.extend(f"{call} {answer.status_code}: {each}" for each in complaints(call, answer))
        return answer

    app.after_request(look)
    return app


def complaints(call: str, answer: Response) -> list[str]:
    """Return what is wrong with a reply. Of the gateway in front of Webex, which speaks HTML, nothing is described."""
    if answer.mimetype == "text/html":
        return [] if answer.status_code >= 429 else [f"HTML in a reply of {answer.status_code}"]
    if answer.status_code >= 400:
        return [each.message for each in REFUSES.iter_errors(answer.get_json())]
    if call not in VALIDATORS:
        return ["nobody has described this call"]
    expected = {204} if REPLIES[call] is NOTHING else STATUSES.get(call, {200})
    told = None if answer.status_code == 204 else answer.get_json()
    misplaced = [] if answer.status_code in expected else [f"not one of {expected}"]
    return misplaced + [f"{each.json_path}: {each.message}" for each in VALIDATORS[call].iter_errors(told)]
