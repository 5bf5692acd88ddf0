"""One of every card, in one language: what the tests check, and what a person looks at."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.dispatch.commands import Command
from bot.dispatch.confirmations import Question
from bot.domain.dead_letters import Box, DeadLetter
from bot.domain.escalations import Escalation, Reason, next_step
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Message
from bot.domain.provisioning import Evidence, HandOver, Verdict
from bot.domain.report import Happened, Report
from bot.errors import InvalidAnswer
from bot.intake.columns import WORDS
from bot.intake.orders import OrdersFile
from bot.intake.plans import Change, ImportPlan
from bot.intake.problems import Problem, Remark
from bot.intake.typed_orders import read_said
from bot.language.texts import Texts
from bot.operations.board import NAMES, Board
from bot.operations.findings import FIXES, Finding
from bot.operations.findings import NAMES as NAMES_OF_CHECKS
from bot.reminders.rules import NUDGE, RULES
from bot.reminders.why import BY_RULE, QUESTION, Why
from bot.settings import Effective, Settings, Source
from bot.settings.provisioning import Provisioning
from bot.wizard.matching import facts_of
from cards import elements as e
from cards.adding import adding_form, addition
from cards.board import board_card
from cards.confirm import confirm_card
from cards.dead_letters import dead_letter_card, dead_letters_card
from cards.digest import digest_card
from cards.escalation import Case, escalation_card
from cards.forecast import Foreseen, Planned, forecast_card
from cards.handed_over import handed_over_card
from cards.health import doctor_card, settings_card
from cards.help import grouped_help_card, help_card
from cards.history import activity_card
from cards.importing import details, import_shown, imported, nothing_to_import
from cards.notice import notice_card
from cards.nudge import Nudge, nudge_card
from cards.orders import Timeline, order_card, orders_card, orders_list
from cards.outcome import (
    Told,
    provisioned_card,
    ready_card,
    replaced_card,
    retired_card,
    stopped_card,
    told_card,
    waiting_for_colleague_card,
    with_colleague_card,
    with_customer_card,
)
from cards.report import report_card
from cards.start import Invitation, forgotten, start_card
from cards.step import NO_FEEDBACK, Feedback, Surroundings, step_card
from handlers import GRAMMAR, ROUTER
from handlers.wizard.services import RIGHT
from tests.cards.samples import ORDER, SIMILAR, Place, at_the_end, everywhere, flags_of, pack

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LINK = "https://bot.example/password/once"
RIYADH = ZoneInfo("Asia/Riyadh")
COMPLAINT = InvalidAnswer("Unknown country or region. Did you mean {country}?", country="Niger")

A_FILE = {"name": "orders.csv"}

ADMINS_TOLD = "If nobody claims the order, the admins are told on {moment}."
OPEN_AGAIN = "If nothing happens, the order is open to all representatives again on {moment}."


def shown_commands(*, slash: bool) -> list[Command]:
    return [each for each in GRAMMAR.commands if each.shown and each.name.startswith("/") == slash]


def question(name: str, question: Question, t: Texts, *, has_changed: bool = False) -> Message:
    return confirm_card(ROUTER.confirmations[name], question, t, pack, has_changed=has_changed)


def because(t: Texts) -> Why:
    return Why(t(QUESTION), (t(BY_RULE, rule=t(RULES["nudge"].words.title)),) * 3)


def step_of(
    place: Place, t: Texts, feedback: Feedback = NO_FEEDBACK, *, days_left: int = 5, link: str = LINK
) -> Message:
    around = Surroundings(place.place, days_left, pack, link)
    return step_card(place.stop, place.progress, t, around, feedback)


@cache
def steps(t: Texts) -> dict[str, Message]:
    """Return every step in every shape, and some of them as they come back."""
    places = everywhere()
    cards = {f"{place.name} {n}": step_of(place, t) for n, place in enumerate(places)}
    country = next(place for place in places if place.name == "new_customer_org")
    subdomain = next(place for place in places if place.name == "organization")
    entered = {"company": "Fabrikam", "country": "Narnia"}
    cards["complaint"] = step_of(country, t, Feedback(entered=entered, complaint=COMPLAINT.about("country")))
    cards["note"] = step_of(subdomain, t, Feedback(note=t(RIGHT, name="fabrikamtrading")))
    return cards


def starts(order: Order, t: Texts) -> dict[str, Message]:
    def start(*, resumable: bool = False, late: bool = False, handed_by: str = "", first: bool = True) -> Message:
        invitation = Invitation(
            order,
            days_left=5,
            closes_on=date(2026, 11, 29),
            is_resumable=resumable,
            is_late=late,
            handed_by=handed_by,
            is_first_contact=first,
            why=because(t) if first else None,
        )
        return start_card(invitation, t, pack)

    return {
        "start": start(),
        "start late": start(late=True),
        "start again": start(resumable=True, first=False),
        "start handed": start(handed_by=order.holder),
        "start over": question("start_over", Question([forgotten(order, t)], step_of=order), t),
    }


def lists(order: Order, t: Texts) -> dict[str, Message]:
    done = replace(order, number="81234568", state=OrderState.PROVISIONED)
    many = [replace(order, number=f"9{n:05}") for n in range(45)]
    timeline = [(NOW - timedelta(hours=n), t("The contact was invited")) for n in range(40, 0, -1)]
    when = {"now": NOW, "default_zone": "UTC"}
    zone = ZoneInfo("UTC")
    why = (NUDGE.words.title,)
    foreseen = [
        Foreseen(NOW + timedelta(days=n // 5), "" if n % 2 else order.holder, why, (f"9{n:05}",) * (n + 1))
        for n in range(90)
    ]
    more = [e.Submit(t("Show more"), pack("more_found"), typed="/orders page 2")]
    kinds = {t(rule.words.title): 10**n for n, rule in enumerate(RULES.values())}
    return {
        "forecast": forecast_card(foreseen, t, zone),
        "forecast of nothing": forecast_card([], t, zone),
        "forecast of very many": forecast_card(foreseen, t, zone, Planned(NOW + timedelta(days=7), kinds)),
        "orders": orders_card([order, done], t, pack=pack, **when),  # type: ignore[arg-type]
        "many orders": orders_card(many, t, pack=pack, **when),  # type: ignore[arg-type]
        "no orders": orders_card([], t, pack=pack, **when),  # type: ignore[arg-type]
        "search": orders_list(many[:20], t, more=more, **when),  # type: ignore[arg-type]
        "search without result": orders_list([], t, **when),  # type: ignore[arg-type]
        "order": order_card(order, t, Timeline(timeline, zone), step_title=t("What is your role?"), **when),  # type: ignore[arg-type]
    }


def escalations(order: Order, t: Texts) -> dict[str, Message]:
    fresh = Escalation(order.number, NOW, Reason.NOT_BEGUN)
    claimed = replace(fresh, owner="rana@cisco.example", owner_name="Rana")
    kinds = {
        "escalation": fresh,
        "escalation claimed": claimed,
        "escalation nudged": claimed,
        "escalation stopped": replace(claimed, reason=Reason.UNKNOWN_ORGANIZATION),
        "escalation snoozed": replace(fresh, snoozed_until=NOW + timedelta(hours=4)),
        "escalation resolved": replace(claimed, resolved_at=NOW, resolution=t("Resolved by {person}.", person="Rana")),
        "escalation by a question": replace(claimed, reason=Reason.ASKED_FOR_REP),
        "escalation by flags": replace(fresh, reason=Reason.SUBSCRIPTION_WRONG),
    }
    more: dict[str, dict[str, Any]] = {
        "escalation nudged": {"may_nudge": False, "nudged_at": NOW, "nudge_again_at": NOW + timedelta(hours=1)},
        "escalation stopped": {"shown": [*facts_of(SIMILAR.organizations[3], t)], "may_nudge": False},
        "escalation by a question": {"words": "Which of the two organizations is ours?\nThe older one?"},
        "escalation by flags": {"flags": flags_of(order, "50 were ordered, not 5")},
    }
    return {
        name: escalation_card(
            Case(
                order=order,
                escalation=each,
                days_left=4,
                step_title=t("What is your role?"),
                last_contact=NOW,
                next_action=t(next_step(each, may_nudge=more.get(name, {}).get("may_nudge", True))),
                why=because(t),
                by_itself=t(OPEN_AGAIN if each.owner else ADMINS_TOLD, moment=t.moment(NOW, RIYADH)),
                zone=RIYADH,
                **more.get(name, {}),
            ),
            t,
            pack,
        )
        for name, each in kinds.items()
    }


def outcomes(order: Order, t: Texts) -> dict[str, Message]:
    finished = at_the_end(Provisioning.CONTROL_HUB)
    return {
        "provisioned": provisioned_card(order, t, stops=at_the_end()),
        "ready at Cisco": ready_card(order, t, stops=finished, days_left=5, pack=pack),
        "told to be provisioned": told_card(
            order, t, stops=finished, told=Told(Evidence.TOLD, order.holder, NOW, "UTC")
        ),
        "told by a system": told_card(order, t, stops=finished, told=Told(Evidence.SYSTEM_SAID, "", NOW, "UTC")),
        "handed over": handed_over_card(
            order,
            t,
            stops=finished,
            days_left=5,
            pack=pack,
            handed=HandOver("msg_1", order.number, "sent", NOW, Verdict.ACCEPTED, NOW),
            default_zone="UTC",
        ),
        "retired": retired_card("What is your role?", t("I am a partner"), t),
        "replaced": replaced_card(t),
        "stopped": stopped_card(order, t, names=[order.customer_name], is_called=True, claimed_by="", pack=pack),
        "with customer": with_customer_card(order, t),
        "with a colleague": with_colleague_card(order, t),
        "waiting": waiting_for_colleague_card(replace(order, nominee=order.holder), t, pack=pack),
        "help": help_card([(each.how(t), t(each.help)) for each in shown_commands(slash=False)], t),
        "help by groups": grouped_help_card(
            [("Orders", [(each.how(t), t(each.help)) for each in shown_commands(slash=True)])], t
        ),
        "notice": notice_card(t, "A title", ["A sentence."]),
        "confirm": question("import", Question([e.Paragraph("3 orders change.")], values=A_FILE), t, has_changed=True),
    }


def reminders(order: Order, t: Texts) -> dict[str, Message]:
    when = {"now": NOW, "default_zone": "UTC"}
    later = (1, 2, 3, 7)
    board = Board(dict.fromkeys(NAMES, 12), (order,) * 20)
    return {
        "nudge": nudge_card(Nudge(order, 5, because(t), later=later), t, pack),
        "nudge midway": nudge_card(Nudge(order, 1, because(t), t("What is your role?"), is_late=True), t, pack),
        "nudge of a colleague": nudge_card(Nudge(order, 5, is_handed=True, later=later), t, pack),
        "nudge by a rep": nudge_card(Nudge(order, 0, rep=order.holder, words=order.customer_name * 9), t, pack),
        "digest": digest_card([order] * 40, t, pack=pack, late=True, why=because(t), **when),  # type: ignore[arg-type]
        "board": board_card(board, t, **when),  # type: ignore[arg-type]
        "board without orders": board_card(Board(dict.fromkeys(NAMES, 0), ()), t, **when),  # type: ignore[arg-type]
    }


def for_admins(order: Order, t: Texts) -> dict[str, Message]:
    ill = [Finding("{reason}", FIXES[name], {"reason": order.customer_name}, name) for name in NAMES_OF_CHECKS]
    well = [Finding("{reason}", "", {"reason": order.customer_name}, name) for name in NAMES_OF_CHECKS]
    settings = [Effective(name.upper(), order.customer_name, Source.ENV_FILE) for name in Settings.model_fields]
    secret = Effective("INTAKE_TOKEN", "", Source.FILE, secrets=1)
    week = Report(NOW - timedelta(days=7), NOW, Happened(*range(9)), (), (order,) * 20, "UTC")
    done = replace(order, invited_at=NOW - timedelta(days=5), provisioned_at=NOW)
    stuck = DeadLetter(
        "M17", Box.OUTBOX, "17", "post", order.holder, order.number, order.customer_name, NOW, NOW, "A title"
    )
    return {
        "dead letters": dead_letters_card([stuck] * 15, 40, t, RIYADH),
        "no dead letters": dead_letters_card([], 0, t, RIYADH),
        "one dead letter": dead_letter_card(stuck, t, RIYADH),
        "activity": activity_card(
            [(NOW - timedelta(hours=9 * n), f"{t.isolate(order.number)} · {t('The order came in')}") for n in range(8)],
            t,
            page=1,
            zone=RIYADH,
        ),
        "no activity": activity_card([], t, page=2, zone=RIYADH),
        "report": report_card(week, t, RIYADH),
        "report without risk": report_card(replace(week, provisioned=(done,), at_risk=()), t, RIYADH),
        "doctor": doctor_card([*ill[:4], *well[4:]], t),
        "doctor with nothing to do": doctor_card(well, t),
        "settings": settings_card([*settings, secret], t, rep_space="Y2lzY29zcGFyazovL3VzL1JPT00v"),
    }


def imports(order: Order, t: Texts) -> dict[str, Message]:
    renamed = replace(order, customer_name=order.customer_name * 9)
    problems = tuple(Problem(n, "WEB ORDER ID", "This cell must not be blank.", value="x" * 60) for n in range(90))
    file = OrdersFile("orders.csv", 90, (order,), problems, (Remark("The file is empty."),))
    _file, complaints = read_said(dict.fromkeys(("colour", *WORDS), "x" * 60))
    changes = (Change(order, renamed),) * 20
    plan = ImportPlan(new=(order,) * 90, changed=changes, cancelled=changes, still_cancelled=(order,) * 20)
    more = [*details(file, plan, t)]
    return {
        "import": question("import", Question(import_shown(plan, 12, t), values=A_FILE, details=more), t),
        "import again": question(
            "import", Question(import_shown(plan, 0, t), values=A_FILE, details=more), t, has_changed=True
        ),
        "import of nothing": nothing_to_import(file, ImportPlan(unchanged=(order,)), t),
        "imported": imported(plan, t),
        "adding": adding_form(t, {}, [], pack=pack),
        "adding again": adding_form(t, dict.fromkeys(WORDS, order.customer_name), complaints, pack=pack),
        "adding asked": question("add_order", Question(addition(order, 1, t)), t),
    }


@cache
def about(order: Order, t: Texts) -> dict[str, Message]:
    """Return every card but the steps, about one order."""
    return (
        starts(order, t)
        | lists(order, t)
        | escalations(order, t)
        | reminders(order, t)
        | outcomes(order, t)
        | for_admins(order, t)
        | imports(order, t)
    )


@cache
def everything(t: Texts) -> dict[str, Message]:
    return steps(t) | about(ORDER, t)
