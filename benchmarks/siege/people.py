"""Those who set up their orders meanwhile: each answers the newest card, and again where nothing happens."""

from contextlib import suppress
from dataclasses import dataclass
from random import Random
from time import monotonic

from benchmarks.siege.fortress import Fortress
from playground import forms
from playground.model import Message, Person
from playground.refusals import Refused
from tests.staging.actors import heading_of

# After so many seconds somebody presses again, and after so many asks for the card; each time twice as patient, or the
# slowest machine would be besieged most by those whom it serves.
AGAIN, ASKS = 8.0, 20.0
MOST_PATIENT = 8
BUTTONS = (
    "Set Up Now", "Resume", "Provision", "Save", "Continue", "Confirm and map for good", "Next", "Skip",
)  # fmt: skip


@dataclass
class Contact:
    """Somebody with an order."""

    fortress: Fortress
    number: str
    person: Person
    pressed: str = ""
    pressed_at: float = 0.0
    waits_since: float = 0.0
    presses: int = 0
    patience: int = 1

    def acts(self) -> None:
        """Do what somebody does who looks at the chat now."""
        card, now = self.fortress.card(self.person), monotonic()
        if card is None or card.id == self.pressed:
            self._waits(card, now)
        else:
            self.waits_since, self.patience = now, 1
            self._presses(card, now)

    def _waits(self, card: Message | None, now: float) -> None:
        """Press once more where nothing happens, and ask for the card where nothing happens for long."""
        if now - self.waits_since > ASKS * self.patience:
            self.waits_since, self.pressed_at = now, now
            self.patience = min(2 * self.patience, MOST_PATIENT)
            self.person.says(self.fortress.me, "setup")
        elif card is not None and now - self.pressed_at > AGAIN * self.patience:
            self._presses(card, now)

    def _presses(self, card: Message, now: float) -> None:
        self.pressed, self.pressed_at = card.id, now
        content = card.card or {}
        offered = [each.title for each in forms.buttons(content)]
        button = next((each for each in BUTTONS if each in offered), "")
        # It may be replaced while we look; the next look shows.
        with suppress(forms.Invalid, Refused):
            self.person.presses(card, button, answers(heading_of(content), self.number))
            self.presses += 1


def answers(heading: str, number: str) -> dict[str, str]:
    """Return what is filled into the card with a heading."""
    name = f"contoso{number}"
    return {
        "What is your role?": {"role": "partner"},
        "Who will set up the services?": {"owner": "self"},
        "Customer administrator": {"email": f"it-{number}@contoso.example.org"},
        "Calling settings": {
            "country": "SA",
            "location": "Riyadh HQ",
            "zone": "Asia/Riyadh",
            "address": "King Fahd Road 1",
            "city": "Riyadh",
        },
        "Meeting settings": {"site": name, "zone": "Asia/Riyadh"},
        "Organization settings": {"subdomain": name},
        "Provision and start billing": {"consent": "true"},
    }.get(heading, {})


def in_some_order(people: list[Contact], dice: Random) -> list[Contact]:
    return dice.sample(people, len(people))
