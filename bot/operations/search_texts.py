"""Search texts: the folded texts that searches look through, made anew when a new version folds words differently."""

from collections.abc import Callable

from store import Store
from store.orders.orders import folding

RENEWED_BY = "orders.folding"
# Few enough that nobody who writes meanwhile waits for long.
RENEWED_AT_A_TIME = 250
BREATH_SECONDS = 0.05


def renew_search_texts(store: Store, pause: Callable[[float], bool]) -> None:
    """Make the search text of every order anew, unless that was done since words are folded as they are now.

    `pause` waits for some seconds, and returns whether to stop; the rest is then done after the next start.
    """
    now = folding()
    with store.reading() as uow:
        is_done = uow.bot_state.get(RENEWED_BY) == now
    last: str | None = None if is_done else ""
    while last is not None:
        with store.unit_of_work() as uow:
            last = uow.orders.renew_search_texts(last, RENEWED_AT_A_TIME)
            if last is None:
                uow.bot_state.set(RENEWED_BY, now)
        if last is not None and pause(BREATH_SECONDS):
            return
