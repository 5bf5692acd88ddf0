"""The order setup wizard, step by step: what is asked, when, in which words, and what follows.

The steps are those of Cisco's own wizard (help.webex.com oq6v6y). To add one, add a row to WIZARD: its card, its
text, its parsing, the progress line, Back, its place at review and in the hand-off packet follow from the row.
"""

from dataclasses import replace

from bot.domain.lookups import LookUpResult
from bot.domain.organizations import ManagedOrganization, Match, MatchKind, Organization, OrgKind, alike, match
from bot.language.addresses import domain_of, is_free_mail
from bot.language.companies import are_alike
from bot.language.countries import country_name
from bot.language.texts import Texts, _
from bot.wizard import fields as f
from bot.wizard import glossary
from bot.wizard.checks import can_administer_customer, can_take_over, is_new_to_webex
from bot.wizard.engine import Answer, Answers, Button, Fact, Field, Situation, Step, Stop, Wizard
from bot.wizard.finishing import FINISH, PROVISION, SERVICE_SETUP
from bot.wizard.likely import likely_countries
from bot.wizard.sections import BACK, EXIT, EXPLAIN, NEXT, SECTIONS

PARTNER, CUSTOMER = "partner", "customer"
SELF, COLLEAGUE = "self", "colleague"
# Under what the answers keep which organizations were not recognized, by step, and at which step last.
DOUBTS = "not_recognized"
NEW, NOTHING = "new", "nothing"

# A card takes no more; the other organizations can be chosen by name and country.
MOST_DESCRIBED = 4

# What cannot be undone is called what it is.
CONFIRM = Button("answer", _("Confirm and map for good"), submits=True)
HAND_OVER = Button("answer", _("Hand over to the customer for good"), submits=True)
UNRECOGNIZED = Button("unrecognized", _("I don't recognize this organization"))

ROLES = (f.Option(PARTNER, _("I am a partner")), f.Option(CUSTOMER, _("I am the customer")))
OWNERS = (
    f.Option(SELF, _("Yes, I will set up")),
    f.Option(COLLEAGUE, _("Another person in my company will set up")),
    f.Option(CUSTOMER, _("The customer will set up")),
)


def is_partner(s: Situation) -> bool:
    """Return whether a partner sets up; assumed until the role is known, so that the progress line counts right."""
    return not s.order.with_customer and s.given("role", "role", PARTNER) == PARTNER


def owner_is(owner: str, s: Situation) -> bool:
    return is_partner(s) and s.given("owner", "owner", SELF) == owner


def sets_up(s: Situation) -> bool:
    """Return whether this person goes on to the organizations, instead of handing over."""
    return not is_partner(s) or owner_is(SELF, s)


def partner_match(s: Situation) -> Match:
    return doubted(OrgKind.PARTNER, s.order.partner_name, s.person, "partner_org", s)


def customer_match(s: Situation) -> Match:
    address = s.given("customer_admin", "email")
    return doubted(OrgKind.CUSTOMER, s.order.customer_name, address, "customer_org", s)


def doubted(kind: OrgKind, company: str, address: str, step: str, s: Situation) -> Match:
    """Match an order, and look further where its person did not recognize what was found for a step.

    What was found stays among the organizations offered, since it may have been right after all.
    """
    found = match(s.directory, kind, company, address)
    if not set(not_recognized(s.everything, step)) & {org.id for org in found.organizations}:
        return found
    others = [org for org in alike(s.directory, kind, company, address) if org not in found.organizations]
    return Match(MatchKind.CANDIDATES, (*others, *found.organizations))


def not_recognized(answers: Answers, step: str = "") -> list[str]:
    """Return the ids of the organizations that a person did not recognize: at a step, else at the latest."""
    kept = answers.get(DOUBTS, {})
    return kept.get(step or kept.get("step", ""), "").split()


def organizations_shown(stop: Stop) -> tuple[Organization, ...]:
    """Return the organizations that a step shows to be recognized; none at any other step."""
    found = {PARTNER_ORG.name: partner_match, CUSTOMER_ORG.name: customer_match}.get(stop.step.name)
    return found(stop.situation).organizations if found else ()


def with_unrecognized(answers: Answers, stop: Stop) -> Answers:
    """Return the answers with what is not recognized at a step; it is asked anew."""
    ids = " ".join(org.id for org in organizations_shown(stop))
    kept = {name: answer for name, answer in answers.items() if name != stop.step.name}
    return {**kept, DOUBTS: {**answers.get(DOUBTS, {}), stop.step.name: ids, "step": stop.step.name}}


def is_certain(found: Match) -> bool:
    """Return whether there is one organization to confirm, and nothing to choose."""
    return found.kind is MatchKind.EXACT and found.only is not None


def organization_fields(found: Match, create: str) -> tuple[Field, ...]:
    """Offer the organizations found; a new one too, unless the address is already somebody's in one of them."""
    if is_certain(found):
        return ()
    options = tuple(f.Option(org.id, org.name, is_name=True, detail=org.country) for org in found.organizations)
    if found.kind is not MatchKind.EXACT:
        options += (f.Option(NEW, create),)
    default = found.only.id if found.only else ""
    return (f.Choice("organization", _("Organization"), options=lambda s: options, default=lambda s: default),)


def organization_facts(found: Match, company: str, address: str, t: Texts) -> tuple[Fact, ...]:
    """Describe each organization found for a company and an address, so that it can be recognized, and say why."""
    return tuple(
        fact
        for org in found.organizations[:MOST_DESCRIBED]
        for fact in (*facts_of(org, t), Fact(_("Why it is shown"), why_found(org, company, address, t)))
    )


def why_found(org: Organization, company: str, address: str, t: Texts) -> str:
    """Say by which sign an organization was found."""
    if address in org.people:
        is_admin = address in org.admins
        return t(_("{address} administers it") if is_admin else _("{address} is a user of it"), address=address)
    if domain_of(address) not in org.domains:
        return t(_("A name like “{company}”, among the organizations that the partner manages"), company=company)
    if are_alike(org.name, company):
        sentence = _("A name like “{company}”, and users at {domain}")
        return t(sentence, company=company, domain=domain_of(address))
    return t(_("Users at {domain}"), domain=domain_of(address))


def facts_of(org: Organization, t: Texts) -> tuple[Fact, ...]:
    created = (Fact(_("Account created"), t.day(org.created)),) if org.created else ()
    if isinstance(org, ManagedOrganization):
        # Of its people few are known, so their number would be none.
        return Fact(_("Organization"), org.name), *created
    return (
        Fact(_("Organization"), org.name),
        Fact(_("Country or region"), country_name(org.country, t)),
        Fact(_("Email domains"), ", ".join(sorted(org.domains))),
        Fact(_("Users"), t.number(len(org.people))),
        *created,
    )


LOOKED_UP = {
    LookUpResult.FOUND: _("{address} was found among the organizations that the partner manages ({moment})"),
    LookUpResult.UNKNOWN: _(
        "{address} was not found among the organizations that the partner manages ({moment}). That does not mean that "
        "the address is free."
    ),
    LookUpResult.FAILED: _(
        "Webex could not be asked about {address} ({moment}): only the organizations that are known here were looked at"
    ),
}


def look_up_facts(s: Situation, address: str, t: Texts) -> tuple[Fact, ...]:
    """Say what came of looking an address up at Webex, and when; nothing where nobody looks there."""
    found = s.directory.looked_up(address) if address else None
    if found is None:
        return ()
    moment = t.moment(found.looked_up_at, s.order.tz(s.default_zone))
    return (Fact(_("Looked up"), t(LOOKED_UP[found.finding], address=address, moment=moment)),)


def confirmed(found: Match) -> Answer:
    """Return what is answered without an input: the one organization there is to confirm, and how it was found.

    An organization confirmed as the administrator's own is asked about again when it is only a candidate.
    """
    certain = {"organization": found.organizations[0].id} if is_certain(found) else {}
    return {"found": found.kind.value, **certain}


def whose_organization(found: Match, *, is_own: bool) -> str:
    """Ask to confirm the one organization found, or to choose among several."""
    if is_own:
        return _("Is this your organization?") if is_certain(found) else _("Which one is your organization?")
    if is_certain(found):
        return _("Is this the customer's organization?")
    return _("Which one is the customer's organization?")


def is_new(found: Match, chosen: str) -> bool:
    return not found.organizations or chosen == NEW


def doubt_about_administrator(s: Situation) -> str:
    """Warn of an administrator's address that is allowed, but seldom what is meant."""
    address = s.given("customer_admin", "email")
    if any(address in org.people for org in customer_match(s).organizations):
        return _(
            "The customer administrator belongs to an organization already, and a user belongs to one at a time. For a "
            "new organization, go back and give an address that is not in Webex yet."
        )
    if customer_match(s).organizations:
        return _(
            "There is an organization like this already. Create another only if none of those shown is the right one."
        )
    if is_free_mail(address):
        return _("The customer administrator's address is at a free mail service, not at the customer.")
    if is_partner(s) and domain_of(address) == domain_of(s.person):
        return _("The customer administrator's address is in your own domain, not in the customer's.")
    return ""


def chosen_organization(label: str, step: str, s: Situation) -> tuple[Fact, ...]:
    """Tell which organization was chosen at a step; a new one is told where it is described."""
    org = s.directory.get(s.given(step, "organization"))
    return (Fact(label, org.name),) if org else ()


def described_organization(label: str, where: str, step: str, s: Situation, t: Texts) -> tuple[Fact, ...]:
    """Tell of an organization that is created, and `where`, as it was described at a step."""
    name = t(_("{name} (new)"), name=s.given(step, "company"))
    return Fact(label, name), Fact(where, country_name(s.given(step, "country"), t))


def review_facts(s: Situation, t: Texts) -> tuple[Fact, ...]:
    """List what is about to be mapped: the order, then what every step before has to tell."""
    told = (fact for stop in s.before for fact in stop.reviewed(t))
    return (Fact(_("Order"), s.order.number), *told)


def answers_to_change(s: Situation) -> tuple[f.Option, ...]:
    """Offer every earlier answer, after the usual choice of changing none."""
    steps = [stop.step for stop in s.before if stop.answer and stop.step.fields(stop.situation)]
    answers = (f.Option(step.name, step.called or step.title) for step in steps)
    return (f.Option(NOTHING, _("Nothing: everything is right")), *answers)


CONFIRMS = _(
    "With “Confirm and map for good” this goes into the packet, and cannot be changed here afterwards. Cisco's own "
    "wizard maps the order by it. That is permanent there: the organizations, the country where the data of a new one "
    "is kept, and the contact."
)
CONFIRMS_FOR_SYSTEM = _(
    "What you confirm goes to the provisioning system of the partner, which has the order mapped. That is permanent at "
    "Cisco: the organizations, the country where the data of a new one is kept, and the contact."
)
MAPS_BOTH = _(
    "With “Confirm and map for good” the order is mapped to these two organizations. That is permanent: the "
    "organizations and the contact cannot be changed afterwards."
)
MAPS_CUSTOMER = _(
    "With “Confirm and map for good” the order is mapped to this organization. That is permanent: the organization "
    "and the contact cannot be changed afterwards."
)
MAPS_NEW = _(
    "With “Confirm and map for good” the new organization is created, and the order is mapped. That is permanent: the "
    "organizations, the country where the data of a new one is kept, and the contact cannot be changed afterwards."
)


def what_becomes_permanent(s: Situation) -> str:
    """Say what nobody can take back after review."""
    if not s.is_simulated:
        return CONFIRMS_FOR_SYSTEM if s.is_for_a_system else CONFIRMS
    if {"new_partner_org", "new_customer_org"} & s.answers.keys():
        return MAPS_NEW
    return MAPS_BOTH if is_partner(s) else MAPS_CUSTOMER


NEW_PARTNER = _("We create a new partner organization with this information.")
NEW_PARTNER_BY_CISCO = _("Cisco's own wizard creates a new partner organization; this goes into its packet.")
NEW_PARTNER_BY_SYSTEM = _(
    "The provisioning system of the partner has a new partner organization created with this information."
)
NEW_CUSTOMER = _(
    "We create a new customer organization with this information. The country decides where its data is kept."
)
NEW_CUSTOMER_BY_CISCO = _(
    "Cisco's own wizard creates a new customer organization; this goes into its packet. The country decides where its "
    "data is kept."
)
NEW_CUSTOMER_BY_SYSTEM = _(
    "The provisioning system of the partner has a new customer organization created with this information. The country "
    "decides where its data is kept."
)
BOTH_CONFIRMED = _(
    "Both stand in the packet. Cisco's own wizard maps the order; what is left here is the service setup."
)
BOTH_CONFIRMED_FOR_SYSTEM = _(
    "Both go to the provisioning system of the partner, with your other answers. What is left here is the service "
    "setup."
)


def by_whom(s: Situation, simulated: str, by_cisco: str, by_system: str) -> str:
    """Return the sentence that is true of whoever provisions."""
    return simulated if s.is_simulated else by_system if s.is_for_a_system else by_cisco


ROLE = Step(
    "role",
    _("What is your role?"),
    _("Choose who you are in this order."),
    fields=lambda s: (f.Choice("role", _("Role"), options=lambda s: ROLES, default=lambda s: PARTNER),),
    when=lambda s: not s.order.with_customer,
    buttons=lambda s: (NEXT, EXIT, EXPLAIN),
    reviewed=lambda s, t: (),
    terms=(glossary.CONTACT,),
)
OWNER = Step(
    "owner",
    _("Who will set up the services?"),
    _("You can set it up yourself, or hand the order to somebody else."),
    fields=lambda s: (f.Choice("owner", _("Who will set up"), options=lambda s: OWNERS, default=lambda s: SELF),),
    when=is_partner,
    buttons=lambda s: (NEXT, BACK, EXIT, EXPLAIN),
    reviewed=lambda s, t: (),
    terms=(glossary.CONTACT,),
)
DELEGATE = Step(
    "delegate",
    _("Who in your company will set up?"),
    _("We ask this person in Webex. The order stays with you until they accept."),
    fields=lambda s: (f.EmailAddress("email", _("Email address"), hint="name@example.com", check=can_take_over),),
    when=lambda s: owner_is(COLLEAGUE, s),
    buttons=lambda s: (NEXT, BACK, EXIT, EXPLAIN),
    then="ask_colleague",
    terms=(glossary.CONTACT,),
)
CUSTOMER_OWNER = Step(
    "customer_owner",
    _("The customer will set up"),
    _("The customer gets the order at once, and sets up alone."),
    fields=lambda s: (
        f.EmailAddress("email", _("Customer email address"), hint="name@example.com", check=can_take_over),
        f.Toggle(
            "understood",
            _("Access"),
            statement=_("I understand that partners will not have access to manage the customer's organization."),
            refusal=_("Confirm that partners will not have access to manage the customer's organization."),
        ),
    ),
    when=lambda s: owner_is(CUSTOMER, s),
    warning=lambda s: _(
        "Partners will not have access to manage the customer's organization. This cannot be taken back here."
    ),
    buttons=lambda s: (HAND_OVER, BACK, EXIT, EXPLAIN),
    then="hand_to_customer",
    terms=(glossary.CONTACT, glossary.CUSTOMER_ORG),
)
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
    buttons=lambda s: (NEXT, BACK, EXIT, EXPLAIN, UNRECOGNIZED),
    reviewed=lambda s, t: chosen_organization(_("Partner organization"), "partner_org", s),
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
        f.EmailAddress("email", _("Administrator email address"), default=lambda s: s.person, check=is_new_to_webex),
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
            hint="name@example.com",
            default=lambda s: "" if is_partner(s) else s.person,
            check=can_administer_customer,
        ),
    ),
    when=sets_up,
    # A customer who was handed the order begins here.
    buttons=lambda s: (NEXT, EXIT, EXPLAIN) if s.order.with_customer else (NEXT, BACK, EXIT, EXPLAIN),
    reviewed=lambda s, t: (Fact(_("Customer administrator"), s.given("customer_admin", "email")),),
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
    buttons=lambda s: (NEXT, BACK, EXIT, EXPLAIN, UNRECOGNIZED),
    reviewed=lambda s, t: chosen_organization(_("Customer organization"), "customer_org", s),
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
    buttons=lambda s: (CONFIRM, Button("change", _("Change"), submits=True), BACK, EXIT, EXPLAIN),
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


# What is answered about who sets up, which is nobody's business who provisions.
COLLEAGUES_STEPS = frozenset(step.name for step in (ROLE, OWNER, DELEGATE, CUSTOMER_OWNER))


def for_whoever_sets_up(step: Step) -> Step:
    """Return a step of service setup that is asked only of the one who goes on to it, not of one who hands over."""
    return replace(step, when=lambda s: sets_up(s) and step.when(s))


WIZARD = Wizard(
    (
        ROLE,
        OWNER,
        DELEGATE,
        CUSTOMER_OWNER,
        PARTNER_ORG,
        NEW_PARTNER_ORG,
        CUSTOMER_ADMIN,
        CUSTOMER_ORG,
        NEW_CUSTOMER_ORG,
        REVIEW,
        CONFIRMED,
        DONE,
        PASSWORD,
        *(for_whoever_sets_up(step) for step in (SERVICE_SETUP, *SECTIONS, FINISH, PROVISION)),
    )
)
