"""Mail: the port to a mail server, and the door to SMTP."""

import smtplib
import ssl
from contextlib import ExitStack, closing, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from html import escape
from typing import Protocol
from urllib.parse import unquote, urlsplit

from bot.clock import Clock
from bot.domain.letters import Letter
from bot.errors import Unreachable, WebexError
from bot.language.addresses import normal_email
from bot.language.texts import Texts, _, texts

# How long a server may take for each word, as RFC 5321 wants: some hold back their greeting from those in a hurry, some
# look through a letter before they say that they have it, and one that is given up meanwhile arrives twice.
SECONDS = 600
# Hosts to which a password goes without TLS.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
BOT_NAME = _("Set Up Now")
LOOK = "font-family: sans-serif; font-size: 15px; line-height: 1.5; max-width: 40em"


class Undeliverable(WebexError):
    """The mail server will not take this letter, now or later."""


class Mail(Protocol):
    """The port to mail. `SmtpMail` is the door to a real server."""

    def send(self, letter: Letter) -> None:
        """Hand a letter to the mail server.

        Raises Unreachable when it may work later, Undeliverable when it will not.
        """
        ...


class SmtpMail:
    """Speaks to one SMTP server: smtps:// from the first byte, smtp:// with STARTTLS where the server offers it."""

    def __init__(self, url: str, sender: str, clock: Clock) -> None:
        self._parts = urlsplit(url)
        self._sender = sender
        self._clock = clock

    def send(self, letter: Letter) -> None:
        written = self._written(letter)
        with closing(self._connected()) as server:
            self._hand_over(server, written, normal_email(letter.email))
            # It has the letter: no answer to the farewell may have it sent again, so none is waited for.
            with suppress(OSError):
                server.putcmd("QUIT")

    def _hand_over(self, server: smtplib.SMTP, written: EmailMessage, recipient: str) -> None:
        try:
            server.send_message(written, self._sender, [recipient])
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise _failure(code, reason) from error
        except smtplib.SMTPSenderRefused as error:
            # Until it hears of a recipient, all it can refuse is us.
            raise Unreachable(_said(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            # The part before the @ is not ASCII, and this server does not offer SMTPUTF8.
            raise Undeliverable(str(error)) from error
        except OSError as error:
            raise Unreachable(str(error)) from error

    def _connected(self) -> smtplib.SMTP:
        """Return a connection over which letters can be sent. What fails until then is no letter's fault."""
        try:
            return self._greeted()
        except smtplib.SMTPAuthenticationError as error:
            raise Unreachable(f"{error.smtp_code}: the mail server refuses our password") from error
        except smtplib.SMTPResponseException as error:
            raise Unreachable(_said(error.smtp_code, error.smtp_error)) from error
        except OSError as error:
            raise Unreachable(str(error)) from error

    def _greeted(self) -> smtplib.SMTP:
        host, tls = self._parts.hostname or "localhost", ssl.create_default_context()
        server: smtplib.SMTP
        if self._parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, self._parts.port or 465, timeout=SECONDS, context=tls)
        else:
            server = smtplib.SMTP(host, self._parts.port or 587, timeout=SECONDS)
        with ExitStack() as on_failure:
            on_failure.callback(server.close)
            self._introduce(server, host, tls)
            on_failure.pop_all()
        return server

    def _introduce(self, server: smtplib.SMTP, host: str, tls: ssl.SSLContext) -> None:
        """Go over to TLS where that is offered, and log in where we have a password."""
        is_private = self._parts.scheme == "smtps" or host in LOOPBACK
        server.ehlo_or_helo_if_needed()
        if self._parts.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=tls)
            server.ehlo_or_helo_if_needed()
            is_private = True
        if self._parts.username and not is_private:
            # Whoever is between us and the server could have taken STARTTLS out of its answer.
            raise Unreachable("the mail server offers no TLS, so our password is not sent")
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))

    def _written(self, letter: Letter) -> EmailMessage:
        try:
            return self._composed(letter)
        except ValueError as error:
            # Something in it has no form in a mail.
            raise Undeliverable(type(error).__name__) from error

    def _composed(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        t = texts(letter.language)
        message["From"] = formataddr((t(BOT_NAME), self._sender))
        message["To"], message["Subject"] = letter.email, letter.subject
        message["Date"] = self._clock.now()
        message["Message-ID"] = f"<{letter.message_id}@{self._sender.rpartition('@')[2]}>"
        # Keeps automatic repliers from answering (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(as_page(letter.text, t), subtype="html")
        message["Content-Language"] = letter.language
        return message


def as_page(text: str, t: Texts) -> str:
    """Return the words of a letter as HTML: plain text cannot say that it is read from the right."""
    paragraphs = "".join(f"<p>{escape(each).replace(chr(10), '<br>')}</p>" for each in text.split("\n\n"))
    direction = "rtl" if t.is_right_to_left else "ltr"
    return f'<!doctype html><html lang="{t.language}" dir="{direction}"><body style="{LOOK}">{paragraphs}</body></html>'


def _failure(code: int, reason: bytes | str) -> WebexError:
    """Return our error for an answer of the mail server: 5xx is permanent, anything else may pass."""
    said = _said(code, reason)
    return Undeliverable(said) if code >= 500 else Unreachable(said)


def _said(code: int, reason: bytes | str) -> str:
    return f"{code}: {reason.decode(errors='replace') if isinstance(reason, bytes) else reason}"
