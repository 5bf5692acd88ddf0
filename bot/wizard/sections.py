"""Service setup: the sections of the wizard's second half, by what was bought, and the hub that leads to them.

Sections and fields: help.webex.com oq6v6y, naqlzeu (meetings), njvdjf2 (calling), n3ltzqcb (subdomain), nee1mb6
(contact center); the address is laid out as the Webex Locations API wants it.
"""

from collections.abc import Callable

from bot import glossary
from bot.orders import SERVICE_NAMES, Service
from bot.texts import Texts, _
from bot.wizard import fields as f
from bot.wizard.engine import Button, Fact, Field, Situation, Step

HUB = "service_setup"

NEXT = Button("answer", _("Next"), submits=True)
BACK = Button("back", _("Back"))
EXIT = Button("exit", _("Exit"))
SAVE = Button("answer", _("Save"), submits=True)
EXPLAIN = Button("explain", _("What is this?"))

# Announcement languages that Webex Calling offers for a location, by the codes of its Locations API.
ANNOUNCEMENT_LANGUAGES = (
    f.Option("en_us", _("English (United States)")),
    f.Option("en_gb", _("English (United Kingdom)")),
    f.Option("ar_ae", _("Arabic")),
    f.Option("fr_fr", _("French")),
    f.Option("de_de", _("German")),
    f.Option("es_es", _("Spanish")),
    f.Option("it_it", _("Italian")),
    f.Option("nl_nl", _("Dutch")),
    f.Option("pt_br", _("Portuguese (Brazil)")),
    f.Option("pl_pl", _("Polish")),
    f.Option("tr_tr", _("Turkish")),
    f.Option("ja_jp", _("Japanese")),
)


def bought(*services: Service) -> Callable[[Situation], bool]:
    """Return a condition: the order holds one of these services."""
    return lambda situation: bool(set(services) & set(situation.order.services))


def country_of_order(situation: Situation) -> str:
    """Return the customer's country: as confirmed while mapping, else as ordered."""
    return situation.given("new_customer_org", "country") or situation.order.country


def zone_of_order(situation: Situation) -> str:
    return situation.order.zone or situation.default_zone


def suggested_name(situation: Situation) -> str:
    """Return what a site or subdomain could be called; its person changes it at will."""
    return f.suggested_for(situation.order.customer_name, situation.given("customer_admin", "email"))


def subscription_facts(situation: Situation, t: Texts) -> tuple[Fact, ...]:
    order = situation.order
    items = [Fact(_("Ordered item"), line.item) for line in order.lines]
    services = t.listing(t(SERVICE_NAMES[service]) for service in order.services)
    return (
        Fact(_("Offer"), order.offer),
        Fact(_("Services"), services),
        Fact(_("Subscription"), order.subscription),
        Fact(_("Requested start date"), t.day(order.start_date)),
        *items[:10],
    )


CALLING_FIELDS: tuple[Field, ...] = (
    f.Country("country", _("Country or region"), default=country_of_order),
    f.Text("location", _("Location name"), hint=_("For example: Riyadh head office"), limit=80),
    f.TimeZone("zone", _("Time zone"), hint=_("A city or a name such as Asia/Riyadh"), default=zone_of_order),
    f.Choice(
        "language",
        _("Announcement language"),
        options=lambda situation: ANNOUNCEMENT_LANGUAGES,
        default=lambda situation: "ar_ae" if situation.order.language == "ar" else "en_us",
    ),
    f.Text("address", _("Street address"), limit=80),
    f.Text("city", _("City"), limit=64),
    f.Text("state", _("State or province"), required=False, limit=64),
    f.Text("postal_code", _("Postal code"), required=False, limit=16),
)


MEETINGS_FIELDS: tuple[Field, ...] = (
    f.ReservedName(
        "site",
        _("Site name"),
        hint=_("The part before .webex.com: lower-case letters and digits"),
        default=suggested_name,
        kind="site",
        suffix=".webex.com",
    ),
    f.TimeZone("zone", _("Time zone"), hint=_("Where most of the users are"), default=zone_of_order),
    f.Code("transfer_code", _("Transfer code"), hint=_("Only to move a site that exists already"), required=False),
)


SUBSCRIPTION = Step(
    "subscription",
    _("Subscription details"),
    _("Review what was ordered."),
    facts=subscription_facts,
    buttons=lambda situation: (NEXT, BACK, EXPLAIN, Button("wrong", _("Something is wrong"))),
    hub=HUB,
    terms=(glossary.SUBSCRIPTION,),
)
CALLING = Step(
    "calling",
    _("Calling settings"),
    _("Where is the first location, and how should calls sound there?"),
    fields=lambda situation: CALLING_FIELDS,
    when=bought(Service.CALLING),
    buttons=lambda situation: (SAVE, BACK, EXPLAIN),
    hub=HUB,
    terms=(glossary.LOCATION,),
)
MEETINGS = Step(
    "meetings",
    _("Meeting settings"),
    _("Choose a new site name. To move a site that exists already, give its name and its transfer code."),
    fields=lambda situation: MEETINGS_FIELDS,
    when=bought(Service.MEETINGS),
    buttons=lambda situation: (SAVE, BACK, EXPLAIN),
    then="reserve",
    hub=HUB,
    terms=(glossary.SITE, glossary.TRANSFER_CODE),
)
CONTACT_CENTER = Step(
    "contact_center",
    _("Contact Center settings"),
    _("In which country does the contact center operate? It decides the data center, and cannot be changed later."),
    fields=lambda situation: (f.Country("country", _("Country or region"), default=country_of_order),),
    when=bought(Service.CONTACT_CENTER),
    buttons=lambda situation: (SAVE, BACK, EXPLAIN),
    hub=HUB,
    terms=(glossary.COUNTRY,),
)
ORGANIZATION = Step(
    "organization",
    _("Organization settings"),
    _("Choose a subdomain. It becomes part of every calling and room address of the organization."),
    fields=lambda situation: (
        f.ReservedName(
            "subdomain",
            _("Subdomain"),
            hint=_("Lower-case letters and digits, for example the company name"),
            default=suggested_name,
            kind="subdomain",
        ),
    ),
    buttons=lambda situation: (Button("check", _("Check Availability"), submits=True), SAVE, BACK, EXPLAIN),
    then="reserve",
    hub=HUB,
    terms=(glossary.SUBDOMAIN,),
)
SECTIONS = (SUBSCRIPTION, CALLING, MEETINGS, CONTACT_CENTER, ORGANIZATION)


def needed(situation: Situation) -> list[Step]:
    """Return the sections that this order needs; the last step of all is none."""
    return [step for step in situation.steps if step.hub == HUB and not step.seals and step.when(situation)]


def open_sections(situation: Situation) -> list[Step]:
    """Return the needed sections that are not done yet."""
    return [section for section in needed(situation) if section.name not in situation.everything]


def section_options(situation: Situation) -> tuple[f.Option, ...]:
    """Offer every needed section, and provisioning once they are all done."""
    ready = () if open_sections(situation) else (PROVISION,)
    return tuple(f.Option(step.name, step.title) for step in (*needed(situation), *ready))


def section_states(situation: Situation, t: Texts) -> tuple[Fact, ...]:
    """List the sections with their state."""
    waiting = open_sections(situation)
    states = [Fact(step.title, t(_("To do")) if step in waiting else t(_("Done"))) for step in needed(situation)]
    last = t(_("When everything above is done")) if waiting else t(_("Ready"))
    return (*states, Fact(PROVISION.title, last))


def what_is_provisioned(situation: Situation, t: Texts) -> tuple[Fact, ...]:
    """List the services that are activated, and everything that was chosen for them, section by section."""
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
            default=lambda situation: next((step.name for step in open_sections(situation)), "provision"),
        ),
    ),
    facts=section_states,
    buttons=lambda situation: (NEXT, EXIT),
    chooses="section",
    counted=False,
)
PROVISION = Step(
    "provision",
    _("Provision and start billing"),
    _("Check everything that was chosen. This is the last step."),
    fields=lambda situation: (
        f.Toggle(
            "consent",
            _("Billing"),
            statement=_("I understand that billing starts for all services purchased."),
            refusal=_("Please agree that billing starts for all services purchased; it cannot be undone."),
        ),
    ),
    facts=what_is_provisioned,
    warning=lambda situation: _(
        "Provision activates the subscription and starts billing for everything bought. It cannot be undone."
    ),
    buttons=lambda situation: (Button("answer", _("Provision"), submits=True), BACK, EXPLAIN),
    then="provision",
    seals=True,
    hub=HUB,
    terms=(glossary.PROVISION,),
)
