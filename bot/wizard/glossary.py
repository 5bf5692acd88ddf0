"""The glossary: what the wizard's words mean, in a sentence or two for somebody who is no administrator."""

from dataclasses import dataclass

from bot.language.texts import _

# What an address looks like, where one is to be entered.
EXAMPLE_ADDRESS = _("name@example.com")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the wizard and what it means; both are marked sentences."""

    name: str
    meaning: str


# Sources: help.webex.com oq6v6y, gpr322, WBX000028108, n3ltzqcb, n8zsb97, njvdjf2, njdgd42.
CONTACT = Term(
    _("Provisioning contact"),
    _("The person named on the order who gives the information that is needed to set it up."),
)
PARTNER = Term(_("Partner"), _("The company that sold the services and manages them for the customer."))
CUSTOMER = Term(_("Customer"), _("The company that will use the services that were bought."))
PARTNER_ORG = Term(
    _("Partner organization"),
    _("Your own company in Webex. It manages the organizations of your customers."),
)
CUSTOMER_ORG = Term(
    _("Customer organization"),
    _("The customer's company in Webex, with its users, licenses and sites. The order is mapped to it for good."),
)
ADMINISTRATOR = Term(
    _("Administrator"),
    _("The first person who can manage an organization. A user belongs to one Webex organization at a time."),
)
COUNTRY = Term(
    _("Country or region"),
    _("Where the company is. For a new organization it decides in which region its data is kept."),
)
MAPPING = Term(
    _("Mapping"),
    _("Binding the order to one partner and one customer organization. After it the contact cannot be changed."),
)
SERVICE_SETUP = Term(
    _("Service setup"),
    _("The settings of everything that was bought, section by section. With the last one the answers are complete."),
)
SUBSCRIPTION = Term(
    _("Subscription"),
    _("What was bought, under the number that begins with Sub. Invoices and licenses carry the same number."),
)
FLAG = Term(
    _("Flag"),
    _("Tells the Cisco representatives that a line of the order is wrong. You can go on in the meantime."),
)
LOCATION = Term(
    _("Location"),
    _("A place with phones, usually an office. Its address is needed for calling; more can be added later."),
)
SITE = Term(
    _("Site name"),
    _("The first part of the address of the meetings, as in name.webex.com. A name can be taken only once."),
)
TRANSFER_CODE = Term(
    _("Transfer code"),
    _("A code from Cisco that moves a meetings site which exists already onto the new subscription."),
)
SUBDOMAIN = Term(
    _("Subdomain"),
    _("A short name for the whole organization. It is part of every calling address and room address."),
)
READY_AT_CISCO = Term(
    _("Ready at Cisco"),
    _("The answers are complete. Whoever provisions does it at Cisco, with the packet, and then tells me."),
)
PROVISION = Term(
    _("Provision"),
    _("Switching on what was bought. With it the subscription is active and billing starts."),
)
