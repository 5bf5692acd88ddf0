"""Errors, sorted by who has to know of them."""

from datetime import datetime, timedelta


class BotError(Exception):
    """Every error this project raises on purpose."""


class Refusal(BotError):
    """Expected: the person reads the sentence, and the event is done.

    `text` is a marked source sentence with {placeholders}; it is translated where it is said.
    """

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values


class NotAllowed(Refusal):
    """The person may not do this; the attempt goes to the audit log."""


class InvalidAnswer(Refusal):
    """An answer that cannot be taken; shown under the question, and what was typed stays in the field.

    `field` is the id of the input it is about, or None when it is about the whole step.
    """

    field: str | None = None

    def about(self, field: str) -> "InvalidAnswer":
        """Return this complaint, pinned to one input."""
        self.field = self.field or field
        return self


class NothingEntered(InvalidAnswer):
    """An input that has to be filled in is empty; the sentence says by itself which one it is."""


class BadWebhook(BotError):
    """A delivery that is not accepted; `status` is the HTTP answer, and nothing is stored."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class CannotListen(BotError):
    """The bot cannot listen where its settings say: another program does, or the address is not this machine's."""


class TooFewThreads(BotError):
    """The system gives this process fewer threads than a start takes."""


class Superseded(BotError):
    """Another bot has taken our place under the same token: it serves a file that was restored more recently."""


class WebexError(BotError):
    """Webex did not do what we asked. `tracking_id` is its own reference for the call, if it gave one."""

    def __init__(self, reason: str, tracking_id: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.tracking_id = tracking_id


class Unreachable(WebexError):
    """May pass by itself: a refused connection, a 5xx. The call surely had no effect."""


class NotReadableYet(Unreachable):
    """What a webhook announced is not there, not ours to see, or not decrypted; it may only be too early."""


class NotDecryptedYet(NotReadableYet):
    """It is there and it is ours to read, but the keys to its words are late."""


class TokenRefused(Unreachable):
    """Webex does not accept our token (401). The message is not at fault; this passes when the token is renewed."""


class Uncertain(Unreachable):
    """The answer never came, or Webex failed over it: the call may have had its effect, so look before repeating it."""


class RateLimited(Unreachable):
    """Webex asked us to slow down (429) or to wait for a scan (423).

    `wait` is how long, measured from the answer; None when the header was absent or unreadable.
    """

    def __init__(
        self,
        reason: str,
        tracking_id: str | None = None,
        *,
        wait: timedelta | None = None,
        until: datetime | None = None,
    ) -> None:
        super().__init__(reason, tracking_id)
        self.wait = wait
        self.until = until


class BeingScanned(RateLimited):
    """Webex still looks for malware in a file (423): this is about the file alone."""


class BudgetSpent(RateLimited):
    """The call was not made: our token has no calls left in this minute, or Webex wants to be left alone."""


class Rejected(WebexError):
    """Will not pass by itself: any other 4xx. `status` is the HTTP status."""

    def __init__(self, status: int, reason: str, tracking_id: str | None = None) -> None:
        super().__init__(f"{status}: {reason}", tracking_id)
        self.status = status


class FileWithheld(WebexError):
    """A file that was to be passed on is too large for us, or Webex does not hand it out; `status` says why."""

    BEGINNING = "file withheld "

    def __init__(self, status: int, reason: str, tracking_id: str | None = None) -> None:
        super().__init__(f"{self.BEGINNING}{status}: {reason}", tracking_id)
        self.status = status

    @classmethod
    def status_in(cls, reason: str) -> int:
        """Return the status in a reason that was kept; 0 for another reason."""
        if not reason.startswith(cls.BEGINNING):
            return 0
        return int(reason.removeprefix(cls.BEGINNING).partition(":")[0])


class Unusable(WebexError):
    """What Webex holds cannot come from a person or from a card of ours, and will never change: it is dropped."""


class StoreUnavailable(BotError):
    """The database cannot take a write now: disk full, read-only, damaged, or locked for too long."""


class ConfigurationError(BotError):
    """Settings that cannot work; `problems` has one line each, with the fix."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def what_failed(error: BaseException) -> str:
    """Return why a call failed, in the system's words where it has any, such as *Connection refused*.

    The errors wrapped around it name the address that was called, which may hold a secret.
    """
    innermost = error
    while (
        cause := innermost.__cause__ or (None if innermost.__suppress_context__ else innermost.__context__)
    ) is not None:
        innermost = cause
    return getattr(innermost, "strerror", None) or type(error).__name__
