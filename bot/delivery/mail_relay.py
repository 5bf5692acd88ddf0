"""The mail relay: carries letters to people who cannot be reached on Webex, at least once, each under one Message-ID.

SMTP has no way to ask whether a letter arrived, so after a crash between sending and noting it a letter is sent again.
Mail systems recognize the second copy by the Message-ID, which stays over all its attempts.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.clock import Clock
from bot.delivery.mail import Mail, Undeliverable
from bot.delivery.retry import backoff
from bot.domain.claim_codes import CODE_LIVES, PLACE, digest, new_code
from bot.domain.internal_events import MailRefused
from bot.domain.letters import Letter
from bot.errors import Unreachable, WebexError
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# Mail servers repeat the address in their answer, and addresses go into no log.
ADDRESS = re.compile(r"\S{1,320}@\S+")
# A mail server that is away is waited for about a day.
MOST_ATTEMPTS, LONGEST_WAIT = 36, timedelta(hours=1)


class MailRelay:
    """Delivers one letter at a time from the store to the mail server."""

    def __init__(
        self, store: Store, mail: Mail, clock: Clock, owner: str, *, after_refused: Callable[[], None] = lambda: None
    ) -> None:
        self._store = store
        self._after_refused = after_refused
        self._mail = mail
        self._clock = clock
        self._owner = owner
        self._random = Random()  # noqa: S311 - jitter needs no secrecy

    def __call__(self) -> bool:
        """Deliver the next letter, if one is due; returns whether there was one."""
        now = self._clock.now()
        with self._store.reading() as uow:
            due = uow.mails.next_due()
        if due is None or due > now:
            return False
        with self._store.unit_of_work() as uow:
            letter = uow.mails.lease(self._owner, now)
            letter = with_code(uow, letter, now) if letter else None
        if letter is None:
            return False
        self._deliver(letter)
        return True

    def _deliver(self, letter: Letter) -> None:
        facts = {"action": "mail_sent", "letter": letter.id, "attempts": letter.attempts}
        try:
            self._mail.send(letter)
        except Unreachable as error:
            log.warning(
                "mail will be sent again", extra={**facts, "action": "mail_again", "cause": without_address(error)}
            )
            self._try_again(letter, error.reason)
        except Undeliverable as error:
            log.error("mail refused", extra={**facts, "action": "mail_refused", "cause": without_address(error)})  # noqa: TRY400 - the cause says it all
            self._give_up(letter, error.reason)
        else:
            log.info("mail sent", extra=facts)
            with self._store.unit_of_work() as uow:
                uow.mails.sent(letter, self._owner, self._clock.now())

    def _try_again(self, letter: Letter, cause: str) -> None:
        now = self._clock.now()
        if letter.attempts >= MOST_ATTEMPTS:
            self._give_up(letter, cause)
            return
        with self._store.unit_of_work() as uow:
            uow.mails.retry(letter, self._owner, now + backoff(letter.attempts, self._random, LONGEST_WAIT), cause)

    def _give_up(self, letter: Letter, cause: str) -> None:
        now: datetime = self._clock.now()
        with self._store.unit_of_work() as uow:
            uow.mails.give_up(letter, self._owner, cause, now)
            uow.audit.add(now, "", "mail_refused", order=letter.order)
            uow.inbox.add(MailRefused(letter.order, letter.email, cause).pack(now, letter.id))
        self._after_refused()


def without_address(error: WebexError) -> str:
    """Return what a mail server said, without the address that it said it of."""
    return ADDRESS.sub("[address]", error.reason)


def with_code(uow: UnitOfWork, letter: Letter, now: datetime) -> Letter:
    """Return a letter with a claim code made for this try; the store keeps only its hash.

    A try that failed may have arrived, so the codes of all tries work; the first one used takes the order.
    """
    if PLACE not in letter.text:
        return letter
    code, until = new_code(), (letter.created_at or now) + CODE_LIVES
    uow.claim_codes.add(digest(code), letter.order, letter.email, until, now)
    return replace(letter, text=letter.text.replace(PLACE, code, 1))
