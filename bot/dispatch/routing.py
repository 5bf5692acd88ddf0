"""The router: which handler answers which event. One event, one handler."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from bot.dispatch.commands import Command, Grammar
from bot.dispatch.confirmations import Confirmation, Question
from bot.domain.internal_events import ReminderDue, RemindersDue
from bot.domain.people import Role
from bot.reminders.rules import RULES

Handler = Callable[..., None]

# What people say to an offer, by the meanings of the words that they type as answers. What they take up so can be given
# up again: to what is for good only a plain yes is an answer, and that is asked in a confirmation.
TAKES_IT = frozenset({"accept", "yes", "fine", "next"})
LEAVES_IT = frozenset({"decline", "no"})


class Router:
    """A table of handlers. Each module of handlers fills one, and `handlers.ROUTER` joins them all."""

    def __init__(self, *routers: "Router") -> None:
        self.events: dict[type, Handler] = {}
        self.actions: dict[str, Handler] = {}
        self.pressed_by: dict[str, frozenset[str]] = {}
        self.commands: dict[Command, Handler] = {}
        self.reminders: dict[str, Handler] = {}
        self.confirmations: dict[str, Confirmation] = {}
        self.answers: dict[str, Callable[..., bool]] = {}
        for router in routers:
            self._include(router)

    def event(self, kind: type) -> Callable[[Handler], Handler]:
        """Declare the handler of a type of event."""
        return _register(self.events, kind)

    def action(self, verb: str, by: frozenset[str] = frozenset()) -> Callable[[Handler], Handler]:
        """Declare the handler of buttons with this verb, and by which answers they are pressed, such as a typed yes."""
        self.pressed_by[verb] = by
        return _register(self.actions, verb)

    def reminder(self, rule: str) -> Callable[[Handler], Handler]:
        """Declare the handler of a reminder rule; or, by an audience, of all rules for it without their own."""
        return _register(self.reminders, rule)

    def command(
        self,
        name: str,
        *,
        help: str,  # noqa: A002 - the field's standard word, and never the builtin here
        usage: str = "",
        arguments: str = "",
        role: Role = Role.MEMBER,
        shown: bool = True,
        takes_file: bool = False,
        takes_colon: bool = False,
        is_open: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Declare a command by its word in the source language, and its handler."""
        command = Command(name, help, usage, arguments, role, shown, takes_file, takes_colon, is_open)
        return _register(self.commands, command)

    def confirmation(
        self,
        name: str,
        *,
        title: str,
        yes: str,
        no: str,
        asks: Callable[..., Question | None],
        left: Callable[..., None],
        role: Role = Role.MEMBER,
    ) -> Callable[[Handler], Handler]:
        """Declare a question, and the act that follows a yes."""

        def register(act: Handler) -> Handler:
            _register(self.confirmations, name)(Confirmation(name, title, yes, no, role, asks, left, act))
            return act

        return register

    def answer(self, to: str) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
        """Declare a function that may take words beginning like a command as an answer; it returns whether it did."""
        return _register(self.answers, to)

    @cached_property
    def grammar(self) -> Grammar:
        """All commands."""
        return Grammar(self.commands)

    def handler_of(self, event: ReminderDue | RemindersDue) -> Handler:
        """Return the handler of a due reminder: its rule's own, or its audience's."""
        if isinstance(event, RemindersDue):
            return self.events[RemindersDue]
        return self.reminders.get(event.rule) or self.reminders[RULES[event.rule].audience]

    def _include(self, router: "Router") -> None:
        tables: Iterable[tuple[dict[Any, Any], dict[Any, Any]]] = (
            (self.events, router.events),
            (self.actions, router.actions),
            (self.pressed_by, router.pressed_by),
            (self.commands, router.commands),
            (self.reminders, router.reminders),
            (self.confirmations, router.confirmations),
            (self.answers, router.answers),
        )
        for mine, theirs in tables:
            twice = mine.keys() & theirs.keys()
            if twice:
                raise ValueError(f"handled twice: {twice}")
            mine.update(theirs)


def _register(table: dict[Any, Any], key: Any) -> Callable[[Any], Any]:
    def register(handler: Any) -> Any:
        if key in table:
            raise ValueError(f"handled twice: {key}")
        table[key] = handler
        return handler

    return register
