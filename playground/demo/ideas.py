"""Things to try in the scene: buttons of the page, and lines of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


IDEAS: Sequence[Idea] = (
    Idea(
        "Set up an order",
        "You are Ann, a partner, and her order starts today. Press Set Up Now on the card, and go on to the end.",
        scenes.ANN,
    ),
    Idea(
        "In Arabic",
        "Omar's Webex is Arabic. He names it@alwaha.example as his customer's administrator. Typed, “language en” "
        "makes it English.",
        scenes.OMAR,
    ),
    Idea(
        "In French",
        "Inès's Webex is French. She names accueil@clinique-du-lac.example as her customer's administrator.",
        scenes.INES,
    ),
    Idea(
        "Claim a late order",
        "Pia's order is late, and Rita represents Cisco: she claims it, nudges Pia, snoozes it. Samir sees who has it.",
        scenes.RITA,
        in_the_space=True,
    ),
    Idea(
        "Let time pass",
        "Press Next reminder, above: marks beside the names show who hears of it. Below them a calendar unfolds.",
        scenes.PIA,
    ),
    Idea(
        "Break something",
        "Deliver everything twice, cut a connection, kill the bot; then send what stands here. Is it answered once?",
        scenes.ANN,
        types="help",
        opens="faults",
    ),
    Idea(
        "See all orders",
        f"Ada is the admin. Send it; then /order {scenes.ANNS_ORDER}, /remind {scenes.ANNS_ORDER}, or /help.",
        scenes.ADA,
        types="/orders",
    ),
    Idea(
        "Bring in orders",
        "Send it: Ada sees what the file would change, and is asked. Or type /order add, and answer.",
        scenes.ADA,
        types="/import",
        attaches="orders.csv",
    ),
    Idea(
        "Go astray",
        "Ann does not recognize her organization, or makes a new one in Holland. As the customer's administrator she "
        "names boss@litware.example, or reception@contoso-dental.example. Nothing is guessed at.",
        scenes.ANN,
    ),
    Idea("Be a stranger", "Zoe is on no order. Send it: a stranger learns nothing.", scenes.ZOE, types="hello"),
)
