"""Routes: an admin says which escalations come to which rep space, and sees it."""

import re

from bot.dispatch.background_jobs import Job, Work, start_job
from bot.dispatch.context import Context
from bot.dispatch.rep_spaces import known_rooms
from bot.dispatch.routing import Router
from bot.domain.orders import OFFERS
from bot.domain.outgoing import Message
from bot.domain.people import Role
from bot.domain.places import country_named
from bot.domain.spaces import REP_SPACE
from bot.errors import InvalidAnswer, Refusal
from bot.language.texts import Texts, _
from bot.operations.rep_space_watch import RepSpaceWatch
from cards.notice import notice, notice_card
from handlers.escalations import moving, places
from handlers.spaces.asked_in import rep_space_asked_in, room_asked_in

router = Router()

JOB = "rep_spaces"
HOW = _(
    "An escalation goes to the space of its order's country; where there is none, to that of its offer; else to the "
    "fallback."
)


@router.command(
    "/space here",
    usage="/space here [SA AE A-FLEX]",
    arguments=r"(?P<routes>.*)",
    role=Role.ADMIN,
    help=_("Send escalations to this space: those of these countries and offers, or all that have no other space"),
)
def space_here(ctx: Context, routes: str = "") -> None:
    """Make this room a rep space, whose members are reps from now on. What is open elsewhere stays there."""
    room = room_asked_in(ctx)
    named = [route_named(word) for word in re.split(r"[\s,;]+", routes) if word]
    for route in named:
        ctx.uow.spaces.lead(route, room)
    if not named:
        ctx.uow.bot_state.set(REP_SPACE, room)
    ctx.uow.spaces.find(room)
    ctx.audit("space_here", routes=" ".join(named))
    ctx.reply_here(notice(ctx.t, what_comes(ctx, room)))
    moving.move_homeless(ctx)
    start_job(ctx, JOB)


def look_by(watch: RepSpaceWatch) -> Work:
    """Return the work that reads who is in the rep spaces: who is in a new one is a representative at once."""

    def look(_job: Job) -> list[Message]:
        watch.look()
        return []

    return look


def route_named(word: str) -> str:
    """Return the offer or the country that a word names."""
    if word.upper() in OFFERS:
        return word.upper()
    try:
        return country_named(word)
    except InvalidAnswer:
        sentence = _("{word} is neither a country nor an offer. Type it like this: {example}")
        raise Refusal(sentence, word=word[:40], example="/space here SA AE A-FLEX") from None


def what_comes(ctx: Context, room: str) -> str:
    """Say what comes to a space from now on."""
    spaces, t = ctx.rep_spaces, ctx.t
    routes, is_fallback = spaces.routes_of(room), room == spaces.fallback
    everybody = who_can_act(ctx)
    if not routes:
        return f"{t(_('Escalations come to this space from now on.'))} {everybody}"
    listed = t.listing(route_words(route, t) for route in routes)
    if is_fallback:
        sentence = _("Escalations of {routes}, and all that have no other space, come to this space from now on.")
    else:
        sentence = _("Escalations of {routes} come to this space from now on.")
    return f"{t(sentence, routes=listed)} {everybody}"


def who_can_act(ctx: Context) -> str:
    """Say who in a space is a representative."""
    if not ctx.policy.rep_domains:
        return ctx.t(_("Here only admins can act on them, and whoever is named on an order: REP_DOMAINS is not set."))
    domains = ctx.t.listing(map(ctx.t.isolate, sorted(ctx.policy.rep_domains)), "or")
    return ctx.t(_("Whoever is here with an address in {domains} can act on them."), domains=domains)


def route_words(route: str, t: Texts) -> str:
    """Return a country by its code and name, an offer by its name."""
    name = t.locale.territories.get(route)
    return f"{route} ({name})" if name else route


@router.command("/space", role=Role.ADMIN, help=_("Which escalations come to which space"))
def list_spaces(ctx: Context) -> None:
    """List all rep spaces with what comes to each."""
    rooms = sorted(known_rooms(ctx.uow, ctx.policy.rep_space), key=lambda room: places.title_of(ctx, room))
    lines = [line_of(ctx, room) for room in rooms]
    nothing = [_("There is no rep space: the admins get all escalations. Type /space here in one, mentioning me.")]
    ctx.reply_here(notice_card(ctx.t, _("Rep spaces"), [*lines, HOW] if lines else nothing))


def line_of(ctx: Context, room: str) -> str:
    """Say of a space what comes to it, how many are in it, which language was chosen for it, and whether it is lost."""
    spaces, t, chosen = ctx.rep_spaces, ctx.t, ctx.uow.spaces.language(room)
    comes = [route_words(route, t) for route in spaces.routes_of(room)]
    comes += [t(_("everything else (fallback)"))] if room == spaces.fallback else []
    people = sum(map(ctx.may_be_rep, ctx.uow.spaces.members(room)))
    state = [t.count(_("{n} person"), _("{n} people"), people), *([t.name_of(chosen)] if chosen else [])]
    if room in spaces.lost:
        state = [t(_("cannot be reached: what came here goes to the fallback"))]
    return t.labelled(places.title_of(ctx, room), " · ".join(filter(None, [t.listing(comes), *state])))


@router.command("/space off", role=Role.ADMIN, help=_("Stop sending escalations to this space"))
def space_off(ctx: Context) -> None:
    """Stop using this room as a rep space; what is open in it goes where it belongs now."""
    room = rep_space_asked_in(ctx)
    ctx.uow.spaces.end_routes(room)
    if ctx.uow.bot_state.get(REP_SPACE) == room:
        ctx.uow.bot_state.set(REP_SPACE, "")
    ctx.audit("space_off")
    if ctx.rep_spaces.fallback == room:
        sentence = _("What has no other space still comes here: the bot's settings name this space.")
    else:
        sentence = _("Escalations no longer come to this space. What was open here is now shown where it belongs.")
    ctx.reply_here(notice(ctx.t, sentence))
    moving.move_homeless(ctx)
