"""An order whose people read and type Arabic."""

from bot.language.texts import texts
from tests.staging.actors import Actor, bare
from tests.staging.stage import Stage
from tests.staging.stories import at_nine

WAHA = (
    "90417263,A-FLEX-3,2026-03-02,ann@northwind.example.com,مجموعة الواحة الطبية,"
    "الأفق للتقنية,meetings;calling,SA,UTC,ar,,"
)
AR = texts("ar")


def at(actor: Actor, title: str) -> bool:
    """Return whether the newest card has the Arabic title of this English one."""
    assert bare(actor.title) == AR(title)
    return True


def invited_in_arabic(stage: Stage, ann: Actor) -> None:
    """Ann's order names Arabic as its language, and it is the requested start date."""
    stage.import_orders(WAHA)
    at_nine(stage)
    assert at(ann, "Set up your Webex order")
