"""Sample orders, organizations and every place of the wizard that they lead to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import product

from bot.domain.actions import NOTHING, Action, Signer
from bot.domain.flags import Flag
from bot.domain.orders import Line, Order, OrderState, Service
from bot.domain.organizations import Organization, OrgKind
from bot.language.companies import match_key
from bot.settings.provisioning import Provisioning
from bot.wizard import fields as f
from bot.wizard.engine import Position, Progress
from bot.wizard.step import Field, Situation, Stop
from bot.wizard.steps import WIZARD
from tests.fakes.directories import Directory

ANN = "ann@contoso.example"
ADMIN = "admin@fabrikam.example"
EVERYTHING = (Service.MEETINGS, Service.CALLING, Service.MESSAGING, Service.CONTACT_CENTER)

ORDER = Order(
    number="81234567",
    offer="A-FLEX-3",
    start_date=date(2026, 11, 22),
    contact=ANN,
    customer_name="Fabrikam Trading",
    partner_name="Contoso Partners",
    lines=(Line("A-FLEX-3"), Line("A-FLEX-NUM")),
    services=EVERYTHING,
    subscription="Sub991122",
    country="SA",
    zone="Asia/Riyadh",
    language="en",
    rep="rep@cisco.example",
    state=OrderState.STARTED,
    holder=ANN,
)


def org(name: str, kind: OrgKind, *admins: str, **more: object) -> Organization:
    return Organization(
        id=f"{kind}-{match_key(name).replace(' ', '-')}",
        name=name,
        kind=kind,
        country="SA",
        created=date(2019, 3, 4),
        admins=frozenset(admins),
        **more,  # type: ignore[arg-type]
    )


NOBODY = Directory()
KNOWN = Directory(
    org("Contoso Partners", OrgKind.PARTNER, ANN),
    org("Fabrikam Trading", OrgKind.CUSTOMER, ADMIN, users=frozenset({"joe@fabrikam.example"})),
)
SIMILAR = Directory(
    org("Contoso Partners", OrgKind.PARTNER, "bob@contoso.example"),
    org("Contoso Gulf", OrgKind.PARTNER, "eve@contoso.example"),
    org("Fabrikam Trading", OrgKind.CUSTOMER, "joe@fabrikam.example"),
    org("Fabrikam Egypt", OrgKind.CUSTOMER, "sue@fabrikam.example"),
    org("Fabrikam Holding", OrgKind.CUSTOMER, "kim@fabrikam.example"),
)

TYPED = {
    "delegate.email": "ben@contoso.example",
    "customer_owner.email": "joe@fabrikam.example",
    "new_partner_org.email": "new@contoso.example",
    "customer_admin.email": ADMIN,
    "calling.location": "Riyadh head office",
    "calling.address": "King Fahd Road 7712",
    "calling.city": "Riyadh",
}


MOST_TRIED = 5
WORDS = "Wolfeschlegelsteinhausenbergerdorff 你好 🦜 ، " * 3
ANN_AT_LENGTH = f"{'a' * 60}@contoso.example"


@dataclass(frozen=True)
class Place:
    """One stop of the wizard, with the progress that led to it."""

    stop: Stop
    progress: Progress
    place: Position

    @property
    def name(self) -> str:
        return self.stop.step.name


def places(
    order: Order = ORDER, shelf: Directory = KNOWN, typed: Mapping[str, str] = TYPED, flags: tuple[Flag, ...] = ()
) -> Iterator[Place]:
    """Walk everywhere that answers lead to, and what stands aside, whoever provisions."""
    for provisioning in Provisioning:
        yield from places_of(Situation(order, order.holder, shelf, flags=flags, provisioning=provisioning), typed)


def places_of(situation: Situation, typed: Mapping[str, str]) -> Iterator[Place]:
    order = situation.order
    waiting, seen = [Progress(order.number, order.holder)], set[object]()
    while waiting:
        progress = waiting.pop()
        path = WIZARD.path(progress, situation)
        stop = WIZARD.current_on(path, progress)
        key = (repr(progress.answers), progress.cursor)
        if stop is None or key in seen:
            continue
        seen.add(key)
        yield Place(stop, progress, WIZARD.place_on(path, stop))
        if stop.step.aside:
            continue
        asides = (each.step for each in path if each.step.aside)
        waiting.extend(WIZARD.opened(progress, each.name) for each in asides if each.hub == stop.step.name)
        waiting.extend(WIZARD.answered_at(stop, progress, raw) for raw in answers(stop, typed))


def answers(stop: Stop, typed: Mapping[str, str] = TYPED) -> Iterator[dict[str, str]]:
    """Give the answers from which the walk goes on: each choice once; in the hub the first that is open."""
    fields = stop.fields
    for values in product(*(values_of(each, stop, typed) for each in fields)):
        yield dict(zip((each.id for each in fields), values, strict=True))


def values_of(field: Field, stop: Stop, typed: Mapping[str, str]) -> list[str]:
    if stop.step.name in {"service_setup", "review"}:
        return [field.default(stop.situation)]
    if isinstance(field, f.Choice) and field.id != "language":
        options = [option.value for option in field.options(stop.situation)]
        return options if len(options) <= MOST_TRIED else [options[0], options[-1]]
    if isinstance(field, f.Toggle):
        return [f.YES]
    return [typed.get(f"{stop.step.name}.{field.id}") or field.default(stop.situation)]


@cache
def at_the_end(provisioning: Provisioning = Provisioning.EMBEDDED) -> list[Stop]:
    """Return the path of an order with nothing left to answer."""
    situation = Situation(ORDER, ORDER.holder, NOBODY, provisioning=provisioning)
    progress = Progress(ORDER.number, ORDER.holder)
    while stop := WIZARD.current(progress, situation):
        progress = WIZARD.answered_at(stop, progress, next(answers(stop)))
    return WIZARD.path(progress, situation)


@cache
def everywhere() -> list[Place]:
    """Return every kind of place, each once: by step, and by how its card differs."""
    orders = (ORDER, replace(ORDER, with_customer=True), replace(ORDER, services=(Service.MESSAGING,), language="ar"))
    found = [place for pair in product(orders, (NOBODY, KNOWN, SIMILAR)) for place in places(*pair)]
    return each_kind([*found, *places(flags=flags_of(ORDER, "50 were ordered, not 5"))])


def flags_of(order: Order, words: str) -> tuple[Flag, ...]:
    """Return a flag on the first line, and one on what is in no line."""
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    first = Flag(order.number, 1, order.lines[0].item, words, order.holder, at, id=1)
    return first, replace(first, line=0, item="", id=2)


def each_kind(found: Iterable[Place]) -> list[Place]:
    kinds: dict[object, Place] = {}
    for each in found:
        kinds.setdefault((each.name, shape_of(each.stop)), each)
    return list(kinds.values())


@cache
def everywhere_at_length() -> list[Place]:
    """Return every kind of place of an order in which everything is as long as it may be."""
    order = replace(
        ORDER,
        customer_name=f"Fabri{'كم' * 61}",
        partner_name=f"Conto{'سو' * 61}",
        subscription=WORDS * 9,
        lines=tuple(Line(WORDS, status=WORDS, term=WORDS, hold=WORDS) for _ in range(60)),
        holder=ANN_AT_LENGTH,
        rep=f"{'r' * 64}@{'s' * 180}.example",
    )
    crowd = Directory(
        *(org(f"Conto {n:02} {WORDS}", OrgKind.PARTNER, f"p{n}@contoso.example") for n in range(40)),
        *(org(f"Fabri {n:02} {WORDS}", OrgKind.CUSTOMER, f"c{n}@fabrikam.example") for n in range(40)),
    )
    typed = TYPED | {f"calling.{name}": "ط" * 64 for name in ("location", "address", "city", "state")}
    orders = (order, replace(order, with_customer=True))
    flags = flags_of(order, "خطأ " * 75) * 10
    situations = product(orders, (NOBODY, crowd))
    return each_kind(place for one, shelf in situations for place in places(one, shelf, typed, flags))


def shape_of(stop: Stop) -> object:
    fields = stop.fields
    options = [len(each.options(stop.situation)) for each in fields if isinstance(each, f.Choice)]
    buttons = tuple(button.verb for button in stop.buttons)
    given, provisioning = bool(stop.step.given(stop.situation)), stop.situation.provisioning
    return tuple(each.id for each in fields), tuple(options), given, buttons, provisioning


SIGNER = Signer("a key for tests")


def pack(verb: str, given: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """Sign a button as the bot does."""
    return SIGNER.pack(Action(verb, ORDER.number, "step", 7, ANN, given))
