"""Who sets up the order: the partner, a colleague of theirs, or the customer, to whom it is handed over."""

from bot.language.addresses import domain_of, is_free_mail
from bot.language.texts import _
from bot.wizard import fields as f
from bot.wizard import glossary
from bot.wizard.buttons import BACK, EXIT, EXPLAIN, NEXT
from bot.wizard.checks import refuse_taking_over
from bot.wizard.step import Button, Situation, Step

PARTNER, CUSTOMER = "partner", "customer"
SELF, COLLEAGUE = "self", "colleague"

# A button for what cannot be undone says so.
HAND_OVER = Button("answer", _("Hand over for good"), submits=True)

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


def owner_at(address: str, s: Situation) -> str:
    """Return who is meant by an address alone: one in the partner's own domain is a colleague's."""
    is_own = bool(address) and domain_of(address) == domain_of(s.person) and not is_free_mail(address)
    return COLLEAGUE if is_own and address != s.person else ""


def sets_up(s: Situation) -> bool:
    """Return whether this person goes on to the organizations, instead of handing over."""
    return not is_partner(s) or s.given("owner", "owner", SELF) == SELF


ROLE = Step(
    "role",
    _("What is your role?"),
    _("Are you setting this up for a customer, or for your own company?"),
    fields=lambda s: (
        f.Choice("role", _("Role"), options=lambda s: ROLES, default=lambda s: PARTNER, of_oneself=True),
    ),
    when=lambda s: not s.order.with_customer,
    buttons=lambda s: (NEXT, EXIT, EXPLAIN),
    reviewed=lambda s, t: (),
    branches=True,
    terms=(glossary.PARTNER, glossary.CUSTOMER),
)
OWNER = Step(
    "owner",
    _("Who will set up the services?"),
    _("You can set it up yourself, or hand the order to somebody else."),
    fields=lambda s: (
        f.Choice(
            "owner",
            _("Who will set up"),
            options=lambda s: OWNERS,
            default=lambda s: SELF,
            by_address=owner_at,
        ),
    ),
    when=is_partner,
    buttons=lambda s: (NEXT, BACK, EXIT, EXPLAIN),
    reviewed=lambda s, t: (),
    branches=True,
    terms=(glossary.CONTACT,),
)
DELEGATE = Step(
    "delegate",
    _("Who in your company will set up?"),
    _("I will ask this person in Webex. The order stays with you until they accept."),
    fields=lambda s: (
        f.EmailAddress("email", _("Email address"), hint=glossary.EXAMPLE_ADDRESS, check=refuse_taking_over),
    ),
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
        f.EmailAddress("email", _("Customer email address"), hint=glossary.EXAMPLE_ADDRESS, check=refuse_taking_over),
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
# What is answered about who sets up, which is nobody's business who provisions.
COLLEAGUES_STEPS = frozenset(step.name for step in (ROLE, OWNER, DELEGATE, CUSTOMER_OWNER))
