"""The audit log in words: a sentence for each thing that somebody does or that happens to an order."""

from bot.dispatch.context import Context
from bot.domain.escalations import REASONS
from bot.language.texts import _
from cards.words import said

SENTENCES = {
    "order_imported": _("The order came in"),
    "order_added": _("{person} added the order"),
    "orders_imported": _("{person} imported orders: {detail}"),
    "order_changed": _("The order was changed"),
    "order_set": _("{person} changed the order: {detail}"),
    "order_cancelled": _("{person} cancelled the order"),
    "order_reopened": _("{person} brought the order back"),
    "invited": _("The contact was invited"),
    "remind": _("{person} had the Set Up Now card sent again"),
    "mailed": _("A mail with a claim code was sent to the contact"),
    "mail_refused": _("The mail server refused the mail to the contact"),
    "claimed_with_code": _("{person} took the order over with the mailed code"),
    "answered": _("{person} answered: {step}"),
    "exit": _("{person} left the setup for later"),
    "start_over": _("{person} started over"),
    "stale_card": _("{person} pressed a card that was out of date"),
    "asked_colleague": _("{person} asked a colleague to take over"),
    "accepted": _("{person} accepted the order"),
    "declined": _("{person} declined the order"),
    "taken_back": _("{person} took the order back"),
    "handed_to_customer": _("{person} handed the order to the customer"),
    "unknown_organization": _("{person} did not recognize an organization: setup is stopped"),
    "subscription_wrong": _("{person} said that the subscription details are wrong"),
    "flag_withdrawn": _("{person} withdrew a flag on the subscription"),
    "flag_seen_to": _("{person} has seen to what was flagged in the subscription"),
    "mapped": _("{person} confirmed customer and partner"),
    "provisioned": _("{person} provisioned the services (simulated)"),
    "ready_at_cisco": _("{person} finished the setup: it is ready at Cisco"),
    "told_done": _("{person} said that it is provisioned at Cisco"),
    "system_told": _("The partner's provisioning system was told: {detail}"),
    "system_not_told": _("The partner's provisioning system could not be told"),
    "system_accepted": _("The partner's provisioning system accepted the setup"),
    "system_provisioned": _("The partner's provisioning system said that it is provisioned"),
    "system_refused": _("The partner's provisioning system sent the setup back: {step}"),
    "system_contradicts": _("The partner's provisioning system contradicted what is known: {detail}"),
    "seen_in_licenses": _("The licenses of the customer show the subscription: it is provisioned ({detail})"),
    "seen_in_order_status": _("Cisco Commerce calls the order provisioned ({detail})"),
    "closed": _("The order line closed"),
    "put_off": _("{person} put reminders off until {detail}"),
    "stop_reminders": _("{person} wants no more reminders"),
    "want_reminders": _("{person} wants to be reminded again"),
    "asked_rep": _("{person} asked for a Cisco representative"),
    "answered_rep": _("{person} answered a representative"),
    "escalated": _("Escalated to the representatives: {reason}"),
    "space_lost": _("A rep space cannot be reached any more"),
    "space_found": _("A rep space can be reached again"),
    "space_off": _("{person} ended a rep space"),
    "space_language": _("{person} chose the language of a space"),
    "claim": _("{person} claimed the escalation"),
    "reopened": _("The order was open to all representatives again: nothing had happened"),
    "release": _("{person} released the escalation"),
    "snooze": _("{person} snoozed the escalation"),
    "resolve": _("{person} resolved the escalation"),
    "recognized": _("{person} recognizes the organization after all: setup goes on"),
    "return": _("{person} returned the order to its contact"),
    "nudge": _("{person} nudged the contact"),
    "reply": _("{person} wrote to the contact"),
    "note": _("{person} kept a note"),
    "time_zone": _("{person} chose a time zone"),
    "space_here": _("{person} made a space the rep space"),
    "dlq_retry": _("{person} had a dead letter tried again: {detail}"),
    "dlq_drop": _("{person} dropped a dead letter: {detail}"),
    "erase": _("{person} had everything about somebody erased: {detail}"),
    "export": _("{person} had orders written to a file"),
    "pause": _("{person} paused reminders"),
    "clock_set_back": _("The clock of the bot's machine was set back"),
    "pause_all": _("{person} paused the bot: what came in waited"),
    "resume_all": _("{person} let the bot go on"),
    "resume": _("{person} let reminders run again"),
    "refused": _("{person} was refused: {tried}"),
    "credential": _("{person} sent what looks like a password or a token; it was not kept"),
    "agreed": _("{person} agreed to what was shown: {step}"),
    "guest_joined": _("{person} is in a rep space as a guest"),
    "contact_asked": _("{person} asked the admins for a contact outside: {detail}"),
    "contact_refused": _("{person} did not agree to a contact outside: {detail}"),
    "delivery_contradicted": _("Webex did not confirm a signed delivery: {detail}"),
    "claim_failed": _("{person} typed a code that does not work"),
    "address_changed": _("{person} has another address now ({detail})"),
    "room_migrated": _("Webex moved a space to another region"),
    "stranger": _("{person}, whom nobody knows, wrote to the bot"),
}
# Steps that ask nothing: nobody answers their titles.
WENT_ON = {
    "confirmed": _("{person} went on to the service setup"),
    "done": _("{person} went on to the service setup"),
    "password": _("{person} created the password of the partner organization"),
}
REASONS_BY_WORD = {str(reason): words for reason, words in REASONS.items()}


def sentence(ctx: Context, verb: str, actor: str, detail: object) -> str:
    """Say one line of the audit log; a verb that has no sentence yet is shown as it is."""
    t, facts = ctx.t, detail if isinstance(detail, dict) else {}
    titles = {step.name: step.called or step.title for step in ctx.wizard.steps}
    words = {
        "person": said(actor) or t(_("the bot")),
        "step": t(titles.get(facts.get("step", ""), "")) or said(facts.get("step", "")),
        "reason": t(REASONS_BY_WORD.get(facts.get("reason", ""), "")) or said(facts.get("reason", "")),
        "tried": said(facts.get("tried", "")),
        "detail": t.side_by_side(f"{said(name)} {said(value)}".strip() for name, value in facts.items()),
    }
    known = WENT_ON.get(facts.get("step", "")) if verb == "answered" else None
    words_for_it = known or SENTENCES.get(verb)
    return t(words_for_it, **words) if words_for_it else f"{verb} ({words['person']})"
