"""Searching: admins list orders, by state or by words in them."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.people import Role
from bot.language.texts import _
from cards import elements as e
from cards.orders import orders_list
from handlers.chat.lookup import search_of

router = Router()

MOST_LISTED = 20
# What was searched for stands in the button for the next page.
LONGEST_SEARCH = 100


@router.command(
    "/orders",
    usage=_("/orders [state or words]"),
    arguments=r"(?P<words>.*?)(?:(?:^| )page (?P<page>[1-9]\d{0,4}))?",
    role=Role.ADMIN,
    help=_("List orders, by state or by words in them"),
)
def list_orders(ctx: Context, words: str = "", page: str = "") -> None:
    """List orders, nearest to closing first; from a space, the list goes to the asker alone."""
    show_page(ctx, words[:LONGEST_SEARCH], int(page or 1))


@router.action("more_found")
def turned(ctx: Context, action: Action) -> None:
    """Show another page."""
    ctx.require(Role.ADMIN)
    show_page(ctx, action.given["words"], int(action.given["page"]))


def show_page(ctx: Context, words: str, page: int) -> None:
    """Show a page of what was found, and lead to the next one where there is one."""
    sought, state = search_of(words)
    found = ctx.uow.orders.search(sought, state, limit=MOST_LISTED + 1, skipped=(page - 1) * MOST_LISTED)
    more = [more_button(ctx, words, page + 1)] if len(found) > MOST_LISTED else []
    ctx.reply_privately(orders_list(found[:MOST_LISTED], ctx.t, now=ctx.now, default_zone=ctx.policy.zone, more=more))


def more_button(ctx: Context, words: str, page: int) -> e.Submit:
    """Return the button for the next page."""
    typed = " ".join(word for word in ("/orders", words, f"page {page}") if word)
    pack = ctx.packer(None, person=ctx.person.email)
    return e.Submit(ctx.t(_("Show more")), pack("more_found", {"words": words, "page": str(page)}), typed=typed)
