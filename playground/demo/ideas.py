"""Things to try in the scene: buttons of the page, and lines of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.texts import Texts, _
from playground.demo import scenes
from playground.demo.scenes import Character


@dataclass(frozen=True)
class Idea:
    """One thing to try: its title, what to do and to look at, and the way there.

    One becomes somebody, in the space or alone with the bot; words and a sample stand ready to be sent, or a panel
    unfolds.
    """

    title: str
    hint: str
    who: Character
    in_the_space: bool = False
    types: str = ""
    attaches: str = ""
    opens: str = ""

    def advice(self, t: Texts) -> str:
        """Say what to do and to look at, with names and words as they stand on the cards."""
        return t(self.hint, **NAMES)


# Names, addresses and words to type stand in sentences of any language as they are.
NAMES = {
    "ann": scenes.ANN.first_name,
    "omar": scenes.OMAR.first_name,
    "pia": scenes.PIA.first_name,
    "ines": scenes.INES.first_name,
    "rita": scenes.RITA.first_name,
    "samir": scenes.SAMIR.first_name,
    "ada": scenes.ADA.first_name,
    "zoe": scenes.ZOE.first_name,
    "start": "Set Up Now",
    "language": "language en",
    "space": "/space language ar",
    "it": "it@alwaha.example",
    "reception": "accueil@clinique-du-lac.example",
    "boss": "boss@litware.example",
    "nobody": "reception@contoso-dental.example",
    "order": f"/order {scenes.ANNS_ORDER}",
    "remind": f"/remind {scenes.ANNS_ORDER}",
    "help": "/help",
    "add": "/order add",
}

IDEAS: Sequence[Idea] = (
    Idea(
        _("Set up an order"),
        _("You are {ann}, a partner, and her order starts today. Press “{start}” on the card, and go on to the end."),
        scenes.ANN,
    ),
    Idea(
        _("In Arabic"),
        _(
            "{omar}'s Webex is Arabic. He names {it} as his customer's administrator. Typed, “{language}” makes it "
            "English."
        ),
        scenes.OMAR,
    ),
    Idea(
        _("In French"),
        _("{ines}'s Webex is French. She names {reception} as her customer's administrator."),
        scenes.INES,
    ),
    Idea(
        _("Claim a late order"),
        _(
            "{pia}'s order is late, and {rita} represents Cisco: she claims it, nudges {pia}, snoozes it. {samir} sees "
            "who has it. Typed, “{space}” makes their space Arabic."
        ),
        scenes.RITA,
        in_the_space=True,
    ),
    Idea(
        _("Let time pass"),
        _("Press “Next reminder”, above: marks beside the names show who hears of it. Below them a calendar unfolds."),
        scenes.PIA,
    ),
    Idea(
        _("Break something"),
        _("Deliver everything twice, cut a connection, kill the bot; then send what stands here. Is it answered once?"),
        scenes.ANN,
        types="help",
        opens="faults",
    ),
    Idea(
        _("See all orders"),
        _("{ada} is the admin. Send it; then {order}, {remind}, or {help}."),
        scenes.ADA,
        types="/orders",
    ),
    Idea(
        _("Bring in orders"),
        _("Send it: {ada} sees what the file would change, and is asked. Or type {add}, and answer."),
        scenes.ADA,
        types="/import",
        attaches="orders.csv",
    ),
    Idea(
        _("Go astray"),
        _(
            "{ann} does not recognize her organization, or makes a new one in Holland. As the customer's administrator "
            "she names {boss}, or {nobody}. Nothing is guessed at."
        ),
        scenes.ANN,
    ),
    Idea(_("Be a stranger"), _("{zoe} is on no order. Send it: a stranger learns nothing."), scenes.ZOE, types="hello"),
)
