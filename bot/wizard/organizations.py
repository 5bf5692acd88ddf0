"""The steps about organizations: the partner's and the customer's, each found or new."""

from bot.domain.organizations import Organization
from bot.language.addresses import domain_of, is_free_mail, is_shared
from bot.language.countries import country_name
from bot.language.texts import Texts, _
from bot.wizard import fields as f
from bot.wizard import glossary
from bot.wizard.buttons import BACK, EXIT, EXPLAIN, NEXT
from bot.wizard.checks import refuse_administering_customer, refuse_known_to_webex
from bot.wizard.likely import likely_countries
from bot.wizard.matching import (
    DOUBTS,
    confirmed,
    customer_match,
    is_new,
    look_up_facts,
    organization_facts,
    organization_fields,
    partner_match,
    whose_organization,
)
from bot.wizard.step import Answers, Button, Fact, Situation, Step, Stop
from bot.wizard.who_sets_up import SELF, is_partner, owner_is, sets_up

UNRECOGNIZED = Button("unrecognized", _("I don't recognize this organization"), says_no=True)


def organizations_shown(stop: Stop) -> tuple[Organization, ...]:
    """Return the organizations that a step shows to be recognized; none at any other step."""
    found = {PARTNER_ORG.name: partner_match, CUSTOMER_ORG.name: customer_match}.get(stop.step.name)
    return found(stop.situation).organizations if found else ()


def with_unrecognized(answers: Answers, stop: Stop) -> Answers:
    """Return the answers with what was not recognized at a step noted, so that it is asked anew."""
    ids = " ".join(org.id for org in organizations_shown(stop))
    kept = {name: answer for name, answer in answers.items() if name != stop.step.name}
    return {**kept, DOUBTS: {**answers.get(DOUBTS, {}), stop.step.name: ids, "step": stop.step.name}}


def doubt_about_administrator(s: Situation) -> str:
    """Warn of an administrator's address that is allowed, but seldom what is meant."""
    address = s.given("customer_admin", "email")
    if any(address in org.people for org in customer_match(s).organizations):
        return _(
            "The customer administrator belongs to an organization already, and a user belongs to one at a time. For a "
            "new organization, go back and give an address that is not in Webex yet."
        )
    if address in s.helpers:
        return _(
            "The customer administrator is somebody who helps others with their orders. If that is not what you mean, "
            "go back and give an address at the customer."
        )
    if customer_match(s).organizations:
        return _(
            "There is an organization like this already. Create another only if none of those shown is the right one."
        )
    if is_free_mail(address):
        return _("The customer administrator's address is at a free mail service, not at the customer.")
    if is_partner(s) and domain_of(address) == domain_of(s.person):
        return _("The customer administrator's address is in your own domain, not in the customer's.")
    if is_shared(address):
        return _(
            "The customer administrator's address seems to be shared by several people. Webex needs the address of one "
            "person."
        )
    return ""


def chosen_organization(label: str, where: str, step: str, s: Situation, t: Texts) -> tuple[Fact, ...]:
    """Tell which organization was chosen at a step, and `where` it is, since two may have one name.

    A new one is told by the step that describes it.
    """
    org = s.directory.get(s.given(step, "organization"))
    if org is None:
        return ()
    country = (Fact(where, country_name(org.country, t)),) if org.country else ()
    return Fact(label, org.name), *country


def described_organization(label: str, where: str, step: str, s: Situation, t: Texts) -> tuple[Fact, ...]:
    """Tell of an organization that is created, and `where`, as it was described at a step."""
    name = t(_("{name} (new)"), name=s.given(step, "company"))
    return Fact(label, name), Fact(where, country_name(s.given(step, "country"), t))


NEW_PARTNER = _("A new partner organization is created with this information.")
NEW_PARTNER_BY_CISCO = _("Cisco's wizard creates a new partner organization with this information.")
NEW_PARTNER_BY_SYSTEM = _("The partner's provisioning system creates a new partner organization with this information.")
NEW_CUSTOMER = _(
    "A new customer organization is created with this information. The country decides where its data is kept."
)
NEW_CUSTOMER_BY_CISCO = _(
    "Cisco's wizard creates a new customer organization with this information. The country decides where its data is "
    "kept."
)
NEW_CUSTOMER_BY_SYSTEM = _(
    "The partner's provisioning system creates a new customer organization with this information. The country decides "
    "where its data is kept."
)


def by_whom(s: Situation, simulated: str, by_cisco: str, by_system: str) -> str:
    """Return the sentence that is true for whoever provisions."""
    return simulated if s.is_simulated else by_system if s.is_for_a_system else by_cisco


PARTNER_ORG = Step(
    "partner_org",
    _("Your partner organization"),
    lambda s: whose_organization(partner_match(s), is_own=True),
    fields=lambda s: organization_fields(partner_match(s), _("Create a new partner organization")),
    when=lambda s: owner_is(SELF, s) and bool(partner_match(s).organizations),
    facts=lambda s, t: (
        *organization_facts(partner_match(s), s.order.partner_name, s.person, t),
        *look_up_facts(s, s.person, t),
    ),
    warning=lambda s: _("If you don't recognize the organization, do not go on: contact your Cisco representative."),
    given=lambda s: confirmed(partner_match(s)),
    buttons=lambda s: (NEXT, UNRECOGNIZED, BACK, EXIT, EXPLAIN),
    reviewed=lambda s, t: chosen_organization(
        _("Partner organization"), _("Country or region of the partner"), "partner_org", s, t
    ),
    branches=True,
    terms=(glossary.PARTNER_ORG,),
)
NEW_PARTNER_ORG = Step(
    "new_partner_org",
    _("Your partner organization"),
    lambda s: by_whom(s, NEW_PARTNER, NEW_PARTNER_BY_CISCO, NEW_PARTNER_BY_SYSTEM),
    fields=lambda s: (
        f.CompanyName("company", _("Company name"), default=lambda s: s.order.partner_name),
        f.Country(
            "country",
            _("Country or region"),
            hint=_("Its name or its two-letter code"),
            default=lambda s: s.order.country,
            likely=lambda s: likely_countries(s, s.person),
        ),
        f.EmailAddress(
            "email", _("Administrator email address"), default=lambda s: s.person, check=refuse_known_to_webex
        ),
    ),
    facts=lambda s, t: look_up_facts(s, s.person, t),
    when=lambda s: owner_is(SELF, s) and is_new(partner_match(s), s.given("partner_org", "organization")),
    buttons=lambda s: (NEXT, BACK, EXIT, EXPLAIN),
    called=_("The new partner organization"),
    reviewed=lambda s, t: (
        *described_organization(
            _("Partner organization"), _("Country or region of the partner"), "new_partner_org", s, t
        ),
        Fact(_("Partner administrator"), s.given("new_partner_org", "email")),
    ),
    terms=(glossary.PARTNER_ORG, glossary.ADMINISTRATOR, glossary.COUNTRY),
    claims=True,
)
CUSTOMER_ADMIN = Step(
    "customer_admin",
    _("Customer administrator"),
    lambda s: (
        _("Who administers Webex at the customer? A user belongs to one Webex organization at a time.")
        if is_partner(s)
        else _("Who administers Webex in your organization? A user belongs to one Webex organization at a time.")
    ),
    fields=lambda s: (
        f.EmailAddress(
            "email",
            _("Customer administrator email address"),
            hint=glossary.EXAMPLE_ADDRESS,
            default=lambda s: "" if is_partner(s) else s.person,
            check=refuse_administering_customer,
        ),
    ),
    when=sets_up,
    # A customer who was handed the order begins here.
    buttons=lambda s: (NEXT, EXIT, EXPLAIN) if s.order.with_customer else (NEXT, BACK, EXIT, EXPLAIN),
    reviewed=lambda s, t: (Fact(_("Customer administrator"), s.given("customer_admin", "email")),),
    branches=True,
    terms=(glossary.ADMINISTRATOR,),
)
CUSTOMER_ORG = Step(
    "customer_org",
    _("Customer organization"),
    lambda s: whose_organization(customer_match(s), is_own=not is_partner(s)),
    fields=lambda s: organization_fields(customer_match(s), _("Create a new customer organization")),
    when=lambda s: sets_up(s) and "customer_admin" in s.answers and bool(customer_match(s).organizations),
    facts=lambda s, t: (
        *organization_facts(customer_match(s), s.order.customer_name, s.given("customer_admin", "email"), t),
        *look_up_facts(s, s.given("customer_admin", "email"), t),
    ),
    warning=lambda s: _("If you don't recognize the organization, do not go on: contact your Cisco representative."),
    given=lambda s: confirmed(customer_match(s)),
    buttons=lambda s: (NEXT, UNRECOGNIZED, BACK, EXIT, EXPLAIN),
    reviewed=lambda s, t: chosen_organization(
        _("Customer organization"), _("Country or region of the customer"), "customer_org", s, t
    ),
    branches=True,
    terms=(glossary.CUSTOMER_ORG,),
)
NEW_CUSTOMER_ORG = Step(
    "new_customer_org",
    _("Customer organization"),
    lambda s: by_whom(s, NEW_CUSTOMER, NEW_CUSTOMER_BY_CISCO, NEW_CUSTOMER_BY_SYSTEM),
    fields=lambda s: (
        f.CompanyName("company", _("Company name"), default=lambda s: s.order.customer_name),
        f.Country(
            "country",
            _("Country or region"),
            hint=_("Its name or its two-letter code"),
            default=lambda s: s.order.country,
            likely=lambda s: likely_countries(s, s.given("customer_admin", "email")),
        ),
    ),
    facts=lambda s, t: look_up_facts(s, s.given("customer_admin", "email"), t),
    when=lambda s: sets_up(s) and is_new(customer_match(s), s.given("customer_org", "organization")),
    warning=doubt_about_administrator,
    buttons=lambda s: (NEXT, BACK, EXIT, EXPLAIN),
    called=_("The new customer organization"),
    reviewed=lambda s, t: described_organization(
        _("Customer organization"), _("Country or region of the customer"), "new_customer_org", s, t
    ),
    terms=(glossary.CUSTOMER_ORG, glossary.COUNTRY),
    claims=True,
)
