"""The grant: how many calls a minute Webex is believed to allow. A refusal lowers it, a quiet minute raises it."""

from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)

# The part of the setting that is used at once after a start. Beyond the most calls that a minute has had so far, calls
# go one by one, so that one call too many is one refusal, not one for each call under way.
TRUSTED = 0.1
# A refusal sets the figure to nine tenths of the calls made before it, but at most halves it, since after a restart it
# is not known what was spent before. It stays above a tenth of the setting; a quiet minute gives a hundredth back.
LEARNT, MOST_TAKEN_OFF, LEAST, GIVEN_BACK = 0.9, 0.5, 0.1, 0.01
# A refusal after few calls says little of what Webex grants: others may use the token, or Webex be in trouble. So in a
# minute only the first of them counts, it leaves room for twice as many calls as were made, and what it took is given
# back sooner, a fifth of the setting for a quiet minute.
FEW, ROOM_TO_GROW, GIVEN_BACK_SOON = 0.5, 2, 0.2


class Grant:
    """What is learnt about the calls that Webex grants our token. Its owner guards it with a lock."""

    def __init__(self, setting: int) -> None:
        self._setting = setting
        self.calls = float(setting)
        # What is given back soon; beyond it only little by little.
        self._believed = float(setting)
        self.proven = TRUSTED * setting
        self._learnt_at: datetime | None = None
        self._doubted_at: datetime | None = None

    def prove(self, made: int) -> None:
        """Learn that so many calls in a minute were not refused."""
        self.proven = max(self.proven, made)

    def refused(self, made: int, now: datetime) -> None:
        """Learn that a call was refused after so many in a minute."""
        least = max(self.calls * MOST_TAKEN_OFF, self._setting * LEAST, 1.0)
        if made >= self.calls * FEW:
            self.calls = self._believed = max(least, min(self.calls, made) * LEARNT)
        elif self._doubted_at is None or now - self._doubted_at >= MINUTE:
            self.calls = max(least, made * ROOM_TO_GROW)
            self._doubted_at = now
        self.proven = self.calls

    def rests_until(self, moment: datetime) -> None:
        """Count quiet minutes from a moment on."""
        self._learnt_at = moment

    def recover(self, now: datetime) -> None:
        """Give back a little for each minute without a refusal."""
        if self._learnt_at is None or now < self._learnt_at + MINUTE:
            return
        minutes = (now - self._learnt_at) // MINUTE
        self._believed = min(self._setting, self._believed + minutes * GIVEN_BACK * self._setting)
        self.calls = min(self._believed, self.calls + minutes * GIVEN_BACK_SOON * self._setting)
        self._learnt_at += minutes * MINUTE

    def clock_was_set_back(self) -> None:
        """Take the next refusal for the first of its minute, since the moment of the last may lie ahead."""
        self._doubted_at = None
