"""The board as a card: how many orders need somebody, and which do, nearest to closing first."""

from datetime import datetime

from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from bot.operations.board import NAMES, Board
from cards import elements as e
from cards.kit import render
from cards.orders import listing, unshown

MOST_SHOWN = 12
PAUSED = _("An admin has paused me: what people write is kept, and handled once I go on.")


def board_card(board: Board, t: Texts, *, now: datetime, default_zone: str, is_paused: bool = False) -> Message:
    """Return the board: whether the bot is paused, the counts, and the orders that need somebody."""
    shown = board.orders[:MOST_SHOWN]
    counts = tuple((t(name), t.number(board.counts[key])) for key, name in NAMES.items())
    orders: list[e.Element] = [
        e.Section(t(_("Orders that need somebody, nearest to closing first"))),
        listing(shown, t, now, default_zone),
        *unshown(len(board.orders) - len(shown), t),
        e.Paragraph(t(_("To see one of them, type /order and its number.")), e.Look.FOOTNOTE),
    ]
    nothing: list[e.Element] = [e.Paragraph(t(_("No order needs you now.")))]
    paused = [e.Paragraph(t(PAUSED), e.Look.ATTENTION)] if is_paused else []
    return render(
        [e.Heading(t(_("Board"))), *paused, e.Facts(counts, layout=e.Layout.COUNTS), *(orders if shown else nothing)], t
    )
