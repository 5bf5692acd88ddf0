"""The steps of mapping: everything is reviewed and confirmed for good, and its consequences are told."""

from bot.language.texts import Texts, _
from bot.wizard import fields as f
from bot.wizard import glossary
from bot.wizard.buttons import BACK, EXIT, EXPLAIN
from bot.wizard.step import Button, Fact, Situation, Step
from bot.wizard.who_sets_up import is_partner, sets_up

NOTHING = "nothing"

# A button for what cannot be undone says so.
CONFIRM = Button("answer", _("Confirm and map for good"), submits=True)


def review_facts(s: Situation, t: Texts) -> tuple[Fact, ...]:
    """List what is about to be mapped: the order, then the answer of every step before."""
    told = (fact for stop in s.before for fact in stop.reviewed(t))
    return (Fact(_("Order"), s.order.number), *told)


def answers_to_change(s: Situation) -> tuple[f.Option, ...]:
    """Offer every earlier answer, after the usual choice of changing none."""
    steps = [stop.step for stop in s.before if stop.answer and stop.fields]
    answers = (f.Option(step.name, step.called or step.title) for step in steps)
    return (f.Option(NOTHING, _("Nothing: everything is right")), *answers)


CONFIRMS = _(
    "This is permanent. Cisco's wizard maps the order to these organizations; they, the country of a new one and the "
    "contact cannot be changed afterwards."
)
CONFIRMS_FOR_SYSTEM = _(
    "This is permanent. The partner's provisioning system has the order mapped to these organizations; they, the "
    "country of a new one and the contact cannot be changed afterwards."
)
MAPS_BOTH = _(
    "This is permanent. The order is mapped to these two organizations; neither they nor the contact can be changed "
    "afterwards."
)
MAPS_CUSTOMER = _(
    "This is permanent. The order is mapped to this organization; neither it nor the contact can be changed afterwards."
)
MAPS_NEW = _(
    "This is permanent. The new organization is created and the order mapped; the organizations, the country of a new "
    "one and the contact cannot be changed afterwards."
)

MAPS_TWO_NEW = _(
    "This is permanent. Both organizations are created and the order mapped; neither they, nor their countries, nor "
    "the contact can be changed afterwards."
)
NEW_ONES = frozenset({"new_partner_org", "new_customer_org"})


def what_becomes_permanent(s: Situation) -> str:
    """Say what nobody can take back after review."""
    if not s.is_simulated:
        return CONFIRMS_FOR_SYSTEM if s.is_for_a_system else CONFIRMS
    if created := NEW_ONES & s.answers.keys():
        return MAPS_TWO_NEW if created == NEW_ONES else MAPS_NEW
    return MAPS_BOTH if is_partner(s) else MAPS_CUSTOMER


BOTH_CONFIRMED = _(
    "Both are in the packet for Cisco's wizard, which maps the order. What is left here is the service setup."
)
BOTH_CONFIRMED_FOR_SYSTEM = _(
    "Both go to the partner's provisioning system, with your other answers. What is left here is the service setup."
)
REVIEW = Step(
    "review",
    _("Confirm customer and partner"),
    _("Check that everything is right."),
    fields=lambda s: (
        f.Choice("change", _("Answer to change"), options=answers_to_change, required=False, default=lambda s: NOTHING),
    ),
    when=sets_up,
    facts=review_facts,
    warning=what_becomes_permanent,
    buttons=lambda s: (CONFIRM, Button("change", _("Change"), submits=True, says_no=True), BACK, EXIT, EXPLAIN),
    then="map",
    seals=True,
    claims=True,
    terms=(glossary.MAPPING,),
)
CONFIRMED = Step(
    "confirmed",
    _("Customer and partner are confirmed"),
    lambda s: BOTH_CONFIRMED_FOR_SYSTEM if s.is_for_a_system else BOTH_CONFIRMED,
    when=lambda s: sets_up(s) and not s.is_simulated,
    buttons=lambda s: (Button("answer", _("Continue"), submits=True), EXPLAIN),
    then="start_service_setup",
    seals=True,
    counted=False,
    terms=(glossary.MAPPING, glossary.SERVICE_SETUP),
)
DONE = Step(
    "done",
    _("Your order is set up successfully"),
    _("The order is mapped. What is left is the service setup."),
    when=lambda s: sets_up(s) and s.is_simulated and CONFIRMED.name not in s.answers,
    buttons=lambda s: (Button("answer", _("Continue"), submits=True), EXPLAIN),
    then="start_service_setup",
    seals=True,
    counted=False,
    claims=True,
    terms=(glossary.MAPPING, glossary.SERVICE_SETUP),
)
PASSWORD = Step(
    "password",
    _("Create a password for your partner organization"),
    _("The password is created on a page of its own, which works once and for 30 minutes. Never write it in the chat."),
    given=lambda s: {"password": "created"},
    # Cisco's own page takes it where people provision.
    when=lambda s: s.is_simulated and "new_partner_org" in s.answers,
    buttons=lambda s: (Button("link", _("Create password")), EXIT, EXPLAIN),
    seals=True,
    claims=True,
    terms=(glossary.PARTNER_ORG, glossary.ADMINISTRATOR),
)
