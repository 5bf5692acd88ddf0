"""Service setup: the sections of the wizard's second half, by what was bought.

Sections and fields: help.webex.com oq6v6y, naqlzeu (meetings), njvdjf2 (calling), n3ltzqcb (subdomain), nee1mb6
(contact center); the address is laid out as the Webex Locations API wants it.
"""

from collections.abc import Callable
from functools import partial

from bot.domain.orders import Service
from bot.errors import InvalidAnswer
from bot.language.countries import country_name
from bot.language.texts import _
from bot.language.zones import only_zone_of
from bot.wizard import fields as f
from bot.wizard import glossary
from bot.wizard.buttons import BACK, EXPLAIN, SAVE
from bot.wizard.hub import HUB
from bot.wizard.likely import likely_countries
from bot.wizard.step import Answer, Button, Field, Situation, Step
from bot.wizard.subscription import FLAG, SUBSCRIPTION, UNFLAG

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
    org = situation.directory.get(situation.given("customer_org", "organization"))
    mapped = org.country if org else situation.given("new_customer_org", "country")
    return mapped or situation.order.country


def zone_of_order(situation: Situation) -> str:
    """Return the order's time zone, else the only one of the customer's country, else the usual one."""
    return situation.order.zone or only_zone_of(country_of_order(situation)) or situation.default_zone


def suggested_name(situation: Situation) -> str:
    """Suggest a name for a site or subdomain, which the person can change."""
    return f.suggested_for(situation.order.customer_name, situation.given("customer_admin", "email"))


def language_of_order(situation: Situation) -> str:
    """Return the first announcement language that is the order's language, else the first of all."""
    offered = [option.value for option in ANNOUNCEMENT_LANGUAGES]
    return next((code for code in offered if code.startswith(f"{situation.order.language}_")), offered[0])


# Countries where every address has a state and a postal code; elsewhere not every place has them.
NEEDS_STATE = frozenset({"US", "CA", "AU"})


def refuse_part_of_an_address(answer: Answer) -> None:
    """Refuse an address without the parts that the Locations API requires in its country."""
    for name in ("state", "postal_code"):
        if answer["country"] in NEEDS_STATE and not answer[name]:
            country = partial(country_name, answer["country"])
            raise InvalidAnswer(_("An address in {country} needs this."), country=country).about(name)


def likely_here(situation: Situation) -> tuple[str, ...]:
    """Return the likely countries of a location or a contact center: the customer's first."""
    customer = country_of_order(situation)
    likely = likely_countries(situation, situation.given("customer_admin", "email"))
    return (customer, *(code for code in likely if code != customer)) if customer else likely


WHERE, ADDRESS, LANGUAGES = _("Location"), _("Address"), _("Languages")
CALLING_FIELDS: tuple[Field, ...] = (
    f.Country("country", _("Country or region"), default=country_of_order, likely=likely_here, group=WHERE),
    f.Text(
        "location",
        _("Location name"),
        hint=_("For example: Riyadh head office"),
        limit=80,
        group=WHERE,
        missing=_("Enter a location name."),
    ),
    f.TimeZone("zone", _("Time zone"), hint=_("A city, such as Riyadh"), default=zone_of_order, group=WHERE),
    f.Text(
        "address",
        _("Street address"),
        hint=_("For example: 7712 King Fahd Road"),
        limit=80,
        group=ADDRESS,
        missing=_("Enter the street address."),
    ),
    f.Text("address2", _("Building, floor or suite"), required=False, limit=80, group=ADDRESS),
    f.Text("city", _("City"), limit=64, group=ADDRESS, missing=_("Enter the city.")),
    f.Text("state", _("State or province"), required=False, limit=64, group=ADDRESS),
    f.PostalCode("postal_code", _("Postal code"), required=False, limit=16, group=ADDRESS),
    f.Choice(
        "language",
        _("Announcement language"),
        options=lambda situation: ANNOUNCEMENT_LANGUAGES,
        default=language_of_order,
        group=LANGUAGES,
        missing=_("Choose the announcement language."),
    ),
    f.Choice(
        "email_language",
        _("Email language"),
        options=lambda situation: ANNOUNCEMENT_LANGUAGES,
        default=language_of_order,
        required=False,
        group=LANGUAGES,
    ),
)


MEETINGS_FIELDS: tuple[Field, ...] = (
    f.ReservedName(
        "site",
        _("Site name"),
        hint=_("Letters and digits"),
        default=suggested_name,
        kind="site",
        suffix=".webex.com",
        moved_by="transfer_code",
        missing=_("Enter a site name, of letters and digits."),
    ),
    f.TimeZone("zone", _("Time zone"), hint=_("Where most of the users are"), default=zone_of_order),
    f.Code("transfer_code", _("Transfer code"), hint=_("Only to move an existing site"), required=False),
)


SITE = _("Choose a new site name. To move a site that exists already, give its name and its transfer code.")
SITE_BY_CISCO = _(
    "Choose a new site name. Cisco decides whether it is free. To move a site that exists already, give its name and "
    "its transfer code."
)
SUBDOMAIN = _("Choose a subdomain. It becomes part of every calling and room address of the organization.")
SUBDOMAIN_BY_CISCO = _(
    "Choose a subdomain. Cisco decides whether it is free. It becomes part of every calling and room address of the "
    "organization."
)


def check_name(situation: Situation) -> Button:
    """Return the button that checks a name as far as we can: only Cisco knows whether it is available."""
    title = _("Check Availability") if situation.is_simulated else _("Check the name")
    return Button("check", title, submits=True)


CALLING = Step(
    "calling",
    _("Calling settings"),
    _("Where is the first location, and which languages are used there?"),
    fields=lambda situation: CALLING_FIELDS,
    when=bought(Service.CALLING),
    check=refuse_part_of_an_address,
    buttons=lambda situation: (SAVE, BACK, EXPLAIN),
    hub=HUB,
    terms=(glossary.LOCATION,),
)
MEETINGS = Step(
    "meetings",
    _("Meeting settings"),
    lambda situation: SITE if situation.is_simulated else SITE_BY_CISCO,
    fields=lambda situation: MEETINGS_FIELDS,
    when=bought(Service.MEETINGS),
    buttons=lambda situation: (SAVE, BACK, EXPLAIN),
    then="reserve",
    hub=HUB,
    terms=(glossary.SITE, glossary.TRANSFER_CODE),
    claims=True,
)
CONTACT_CENTER = Step(
    "contact_center",
    _("Contact Center settings"),
    _("In which country does the contact center operate? It decides the data center, and cannot be changed later."),
    fields=lambda situation: (
        f.Country("country", _("Country or region"), default=country_of_order, likely=likely_here),
    ),
    when=bought(Service.CONTACT_CENTER),
    buttons=lambda situation: (SAVE, BACK, EXPLAIN),
    hub=HUB,
    terms=(glossary.COUNTRY,),
)
ORGANIZATION = Step(
    "organization",
    _("Organization settings"),
    lambda situation: SUBDOMAIN if situation.is_simulated else SUBDOMAIN_BY_CISCO,
    fields=lambda situation: (
        f.ReservedName(
            "subdomain",
            _("Subdomain"),
            hint=_("Letters and digits"),
            default=suggested_name,
            kind="subdomain",
            suffix=".calls.webex.com",
            missing=_("Enter a subdomain, of letters and digits."),
        ),
    ),
    buttons=lambda situation: (check_name(situation), SAVE, BACK, EXPLAIN),
    then="reserve",
    hub=HUB,
    terms=(glossary.SUBDOMAIN,),
    claims=True,
)
SECTIONS = (SUBSCRIPTION, FLAG, UNFLAG, CALLING, MEETINGS, CONTACT_CENTER, ORGANIZATION)
