"""A mail server that can be moody."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any


class PostOffice:
    """A real SMTP server that keeps what it gets; `refuses` are answers it gives first, one for each try.

    `refuses_us` are such answers to whoever sends, before there is a word of a letter; `farewell` is its last word.
    Nobody has no mailbox until there is one. Like many servers, it knows addresses in ASCII alone.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses: list[str] = []
        self.refuses_us: list[str] = []
        self.farewell = "221 Bye"
        self.nobody_has_a_mailbox = False

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.refuses_us:
            return self.refuses_us.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.farewell

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return self.refuses.pop(0)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address.startswith("nobody@") and not self.nobody_has_a_mailbox:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"
