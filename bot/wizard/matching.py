"""Matching: which organizations are shown for an order, by which signs, and how they are described."""

from bot.domain.lookups import LookUpResult
from bot.domain.organizations import ManagedOrganization, Match, MatchKind, Organization, OrgKind, alike, match
from bot.language.addresses import domain_of
from bot.language.companies import are_alike
from bot.language.countries import country_name
from bot.language.texts import Texts, _
from bot.wizard import fields as f
from bot.wizard.step import Answer, Answers, Fact, Field, Situation

NEW = "new"
# Keys of the answers that keep which organizations were not recognized: at each step, and the step where that was last.
DOUBTS = "not_recognized"
# A card has no room for more; the other organizations can be chosen by name and country.
MOST_DESCRIBED = 4


def partner_match(s: Situation) -> Match:
    return doubted(OrgKind.PARTNER, s.order.partner_name, s.person, "partner_org", s)


def customer_match(s: Situation) -> Match:
    address = s.given("customer_admin", "email")
    return doubted(OrgKind.CUSTOMER, s.order.customer_name, address, "customer_org", s)


def doubted(kind: OrgKind, company: str, address: str, step: str, s: Situation) -> Match:
    """Match an order, and look further where its person did not recognize the organization found for a step.

    That one is still offered, since it may have been right after all.
    """
    found = match(s.directory, kind, company, address)
    if not set(not_recognized(s.everything, step)) & {org.id for org in found.organizations}:
        return found
    others = [org for org in alike(s.directory, kind, company, address) if org not in found.organizations]
    return Match(MatchKind.CANDIDATES, (*others, *found.organizations))


def not_recognized(answers: Answers, step: str = "") -> list[str]:
    """Return the ids of the organizations that a person did not recognize: at a given step, else most recently."""
    kept = answers.get(DOUBTS, {})
    return kept.get(step or kept.get("step", ""), "").split()


def is_certain(found: Match) -> bool:
    """Return whether there is one organization to confirm, and nothing to choose."""
    return found.kind is MatchKind.EXACT and found.only is not None


def organization_fields(found: Match, create: str) -> tuple[Field, ...]:
    """Offer the organizations found; a new one too, unless the address already belongs to one of them."""
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
    """Say why an organization was found."""
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
        Fact(_("Email domains"), t.side_by_side(sorted(org.domains))),
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
    """Say what looking an address up at Webex has shown, and when; nothing where nobody looks there."""
    found = s.directory.looked_up(address) if address else None
    if found is None:
        return ()
    moment = t.moment(found.looked_up_at, s.order.tz(s.default_zone))
    return (Fact(_("Looked up"), t(LOOKED_UP[found.finding], address=address, moment=moment)),)


def confirmed(found: Match) -> Answer:
    """Return the answer that takes no input: the one organization there is to confirm, and how it was found.

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
