"""A step is one place: a row added to the table is asked, answered, reviewed, changed and handed over; nothing else.

The sentences of these rows are not in the catalogue, so Arabic readers see them as they are written here.
"""

import pytest

from bot.wizard.buttons import BACK, EXIT, NEXT, SAVE
from bot.wizard.engine import Wizard
from bot.wizard.fields import Text
from bot.wizard.hub import HUB
from bot.wizard.step import Step
from bot.wizard.steps import WIZARD
from bot.wizard.who_sets_up import sets_up
from tests.scenarios.in_arabic import AR, WAHA, at
from tests.staging.actors import Actor, bare
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, CONTOSO_ORG, FABRIKAM, NORTHWIND_ORG, at_nine, fill_calling

PURCHASE_ORDER = Step(
    "purchase_order",
    "Purchase order",
    "Under which number do you order from us?",
    fields=lambda s: (Text("reference", "Purchase order reference", limit=40),),
    when=lambda s: sets_up(s) and s.order.offer == "A-FLEX-3",
    buttons=lambda s: (NEXT, BACK, EXIT),
)
DEVICES = Step(
    "devices",
    "Device settings",
    "How many phones will there be?",
    fields=lambda s: (Text("phones", "Phones"),),
    when=lambda s: sets_up(s) and s.order.offer == "A-FLEX-3",
    buttons=lambda s: (SAVE, BACK),
    hub=HUB,
)


def with_rows(*steps: Step) -> Wizard:
    """Return the wizard with the purchase order before the customer's administrator, and sections before the last."""
    place = [step.name for step in WIZARD.steps].index("customer_admin")
    before, after = WIZARD.steps[:place], WIZARD.steps[place:]
    asked = tuple(step for step in steps if not step.hub)
    sections = tuple(step for step in steps if step.hub)
    return Wizard((*before, *asked, *after[:-1], *sections, after[-1]))


GROWN = with_rows(PURCHASE_ORDER, DEVICES)


@pytest.fixture
def anns_order(stage: Stage, ann: Actor) -> Actor:
    """Ann's order is due, both organizations are known, and she has begun."""
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    stage.import_orders(CONTOSO)
    at_nine(stage)
    return ann.says("set up now")


def at_confirmation(ann: Actor) -> None:
    for words in ("I am a partner", "Yes, I will set up", "next", "carla@contoso.example.com", "next"):
        ann.says(words)
    assert ann.title == "Confirm customer and partner"


def test_who_is_before_the_place_is_asked_in_turn(stage: Stage, anns_order: Actor) -> None:
    ann = anns_order
    ann.says("I am a partner").says("Yes, I will set up")
    assert "Step 3 of about 11" in ann.sees
    stage.restart(wizard=GROWN)

    ann.presses("Next")
    assert ann.title == "Purchase order"
    assert "Step 4 of about 13" in ann.sees
    assert "Reply with: Purchase order reference" in ann.sees
    ann.presses("Next", reference="x" * 41, forged=True)
    assert "Shorten this to 40 characters" in ann.sees
    ann.presses("Next", reference="PO-2026-0142")
    assert ann.title == "Customer administrator"

    ann.presses("Back")
    assert "PO-2026-0142" in ann.sees


def test_who_is_past_the_place_is_asked_next_and_goes_on_where_they_were(stage: Stage, anns_order: Actor) -> None:
    ann = anns_order
    ann.says("I am a partner").says("Yes, I will set up").says("next")
    stage.restart(wizard=GROWN)

    ann.says("carla@contoso.example.com")
    assert ann.title == "Purchase order"
    assert "out of date" in ann.sees
    ann.says("PO-2026-0142")

    assert ann.title == "Customer administrator"


def test_who_is_at_review_is_asked_reviews_it_changes_it_and_gets_it_in_the_packet(
    stage: Stage, anns_order: Actor
) -> None:
    ann = anns_order
    at_confirmation(ann)
    stage.restart(wizard=GROWN)

    ann.presses("Confirm and map for good")
    assert ann.title == "Purchase order"
    assert stage.order("90417263").mapped_at is None
    ann.presses("Next", reference="PO-1")
    assert ann.title == "Confirm customer and partner"
    assert "Purchase order reference: PO-1" in ann.sees

    ann.presses("Change", change="purchase_order")
    ann.presses("Next", reference="PO-2")
    assert "Purchase order reference: PO-2" in ann.sees
    ann.says("Purchase order").says("PO-3")
    assert "Purchase order reference: PO-3" in ann.sees
    ann.says("confirm and map for good").says("continue")

    assert "Device settings: To do" in ann.sees
    ann.says("Device settings").says("12")
    ann.says("next")
    fill_calling(ann)
    ann.presses("Save", site="contosodental")
    ann.presses("Save", subdomain="contosodental")
    assert ann.title == "Provision and start billing"
    assert "Phones: 12" in ann.sees
    ann.says("yes")
    packet = ann.answers[-1].files[0].data.decode("utf-8-sig")
    for shown in (ann.answers[-2].text, packet.replace(",", ": ")):
        assert "Purchase order reference: PO-3" in shown
        assert "Phones: 12" in shown


def test_who_has_passed_the_point_of_no_return_is_not_asked_any_more(stage: Stage, anns_order: Actor) -> None:
    ann = anns_order
    at_confirmation(ann)
    ann.says("confirm and map for good")
    stage.restart(wizard=GROWN)

    ann.presses("Continue")

    assert ann.title == "Service setup"
    assert "Device settings: To do" in ann.sees


def test_whom_the_condition_leaves_out_never_sees_it(stage: Stage, ann: Actor) -> None:
    stage.restart(wizard=GROWN)
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG.replace("Contoso Dental Group", "Fabrikam Logistics"))
    stage.import_orders(FABRIKAM)
    at_nine(stage)
    ann.says("set up now")

    at_confirmation(ann)

    assert "Purchase order" not in ann.sees


def test_it_is_asked_and_answered_among_arabic_words(stage: Stage, ann: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG.replace("Northwind Collab", "الأفق للتقنية"))
    stage.import_orders(WAHA)
    at_nine(stage)
    ann.says("الإعداد الآن").says("١").says("١").says("التالي")
    assert at(ann, "Customer administrator")
    stage.restart(wizard=GROWN)

    ann.says("it@waha.example.com")
    assert bare(ann.title) == "Purchase order"
    assert AR("That card is out of date. This is where you are.") in bare(ann.sees)
    ann.says("رقم ١٢٣")
    assert at(ann, "Customer administrator")
    ann.says("it@waha.example.com").says("التالي")

    assert at(ann, "Confirm customer and partner")
    assert "Purchase order reference: رقم ١٢٣" in bare(ann.sees)
    ann.says("Purchase order").says("٤٥٦")
    assert "Purchase order reference: ٤٥٦" in bare(ann.sees)
