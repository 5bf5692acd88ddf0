"""Service setup as a whole: the hub that leads to its sections, and the last step, which depends on who provisions.

Where provisioning is simulated, *Provision* ends the wizard. Otherwise *Finish and hand over* does: the answers are
complete, and whoever provisions does it in Cisco's wizard, with the packet, or the partner's own system does.
"""

from bot.domain.orders import SERVICE_NAMES, OrderState
from bot.language.texts import Texts, _
from bot.wizard import fields as f
from bot.wizard import glossary
from bot.wizard.buttons import BACK, EXIT, EXPLAIN, NEXT
from bot.wizard.hub import HUB, needed, open_sections
from bot.wizard.step import Button, Fact, Situation, Step
from bot.wizard.subscription import SUBSCRIPTION


def last_step(situation: Situation) -> Step:
    """Return the step that ends this order's setup."""
    return FINISH if FINISH.when(situation) else PROVISION


def section_options(situation: Situation) -> tuple[f.Option, ...]:
    """Offer every needed section, and the last step once they are all done."""
    ready = () if open_sections(situation) else (last_step(situation),)
    return tuple(f.Option(step.name, step.title) for step in (*needed(situation), *ready))


def section_states(situation: Situation, t: Texts) -> tuple[Fact, ...]:
    """List the sections with their state."""
    waiting = open_sections(situation)
    states = [Fact(step.title, t(state_of(step, situation))) for step in needed(situation)]
    last = t(_("When everything above is done")) if waiting else t(_("Ready"))
    return (*states, Fact(last_step(situation).title, last))


def state_of(section: Step, situation: Situation) -> str:
    """Return how far a section is, in a marked word."""
    if section.name == SUBSCRIPTION.name and situation.flags:
        return _("Flagged")
    return _("Done") if section.name in situation.everything else _("To do")


def what_was_chosen(situation: Situation, t: Texts) -> tuple[Fact, ...]:
    """List the services that were bought, and everything that was chosen for them, section by section."""
    services = t.listing(t(SERVICE_NAMES[service]) for service in situation.order.services)
    chosen = (stop.told(t, group=stop.step.title) for stop in situation.before if stop.step.hub == HUB)
    return (Fact(_("Services"), services), *(fact for section in chosen for fact in section))


SERVICE_SETUP = Step(
    HUB,
    _("Service setup"),
    _("These sections are needed for what was bought. Take them in any order."),
    fields=lambda situation: (
        f.Choice(
            "section",
            _("Section"),
            options=section_options,
            default=lambda situation: next((step.name for step in open_sections(situation)), last_step(situation).name),
        ),
    ),
    facts=section_states,
    buttons=lambda situation: (NEXT, EXIT, EXPLAIN),
    chooses="section",
    counted=False,
    terms=(glossary.SERVICE_SETUP, glossary.PROVISION),
)
HANDS_OVER = _(
    "Your answers cannot be changed here afterwards. Nothing is provisioned or billed yet: they become the packet for "
    "Cisco's wizard."
)
HANDS_OVER_FLAGGED = _(
    "You flagged something that is not settled yet, and your answers cannot be changed here afterwards. Nothing is "
    "provisioned or billed yet: they become the packet for Cisco's wizard."
)
HANDS_OVER_TO_SYSTEM = _(
    "Your answers cannot be changed here afterwards, unless the partner's provisioning system sends them back. It "
    "provisions with them; nothing is provisioned yet."
)
HANDS_OVER_TO_SYSTEM_FLAGGED = _(
    "You flagged something that is not settled yet, and your answers cannot be changed here afterwards, unless the "
    "partner's provisioning system sends them back. It provisions with them; nothing is provisioned yet."
)
AGREES_AT_CISCO = _(
    "I understand that billing starts for all services purchased when Provision is pressed in Cisco's wizard."
)
MUST_AGREE_AT_CISCO = _("Please agree that billing starts when Provision is pressed in Cisco's wizard.")
AGREES_BY_SYSTEM = _("I understand that billing starts for all services purchased when they are provisioned.")
MUST_AGREE_BY_SYSTEM = _("Please agree that billing starts when the services are provisioned.")


def what_handing_over_means(situation: Situation) -> str:
    """Say what becomes of the answers, and that they can no longer change."""
    if situation.is_for_a_system:
        return HANDS_OVER_TO_SYSTEM_FLAGGED if situation.flags else HANDS_OVER_TO_SYSTEM
    return HANDS_OVER_FLAGGED if situation.flags else HANDS_OVER


FINISH = Step(
    "finish",
    _("Finish and hand over"),
    _("Check everything that was chosen. When you finish, you get the packet."),
    fields=lambda situation: (
        f.Toggle(
            "consent",
            _("Billing"),
            statement=AGREES_BY_SYSTEM if situation.is_for_a_system else AGREES_AT_CISCO,
            refusal=MUST_AGREE_BY_SYSTEM if situation.is_for_a_system else MUST_AGREE_AT_CISCO,
        ),
    ),
    # What was provisioned while that was simulated is over.
    when=lambda situation: not situation.is_simulated and situation.order.state is not OrderState.PROVISIONED,
    facts=what_was_chosen,
    warning=what_handing_over_means,
    buttons=lambda situation: (Button("answer", _("Finish and hand over"), submits=True), BACK, EXPLAIN),
    then="finish",
    seals=True,
    hub=HUB,
    terms=(glossary.READY_AT_CISCO, glossary.PROVISION),
)
PROVISIONS = _("Provision activates the subscription and starts billing for everything bought. It cannot be undone.")
PROVISIONS_FLAGGED = _(
    "You flagged something that is not settled yet. Provision activates the subscription and starts billing for "
    "everything bought, as it was ordered. It cannot be undone."
)
PROVISION = Step(
    "provision",
    _("Provision and start billing"),
    _("Check everything that was chosen. This is the last step."),
    # Who has finished before the setting was changed is not asked again.
    when=lambda situation: situation.is_simulated and FINISH.name not in situation.answers,
    fields=lambda situation: (
        f.Toggle(
            "consent",
            _("Billing"),
            statement=_("I understand that billing starts for all services purchased."),
            refusal=_("Please agree that billing starts for all services purchased; it cannot be undone."),
        ),
    ),
    facts=what_was_chosen,
    warning=lambda situation: PROVISIONS_FLAGGED if situation.flags else PROVISIONS,
    buttons=lambda situation: (Button("answer", _("Provision"), submits=True), BACK, EXPLAIN),
    then="provision",
    seals=True,
    hub=HUB,
    terms=(glossary.PROVISION,),
    claims=True,
)
