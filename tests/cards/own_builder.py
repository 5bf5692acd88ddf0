"""The way out of adaptivecardbuilder: the few classes that `cards/kit.py` takes of it, written by ourselves.

Should the library have to go, this file moves to `cards/builder.py`, and the kit says `from cards import builder` where
it imports the library. `tests/test_supply_chain.py` draws every card through it, in every language.
"""

from typing import Any, ClassVar


class Element(dict[str, Any]):
    """An element of a card, as it is sent: what it is, what was given, room for others, and how it looks."""

    kind: ClassVar[str] = ""
    given: ClassVar[tuple[str, ...]] = ()
    holds: ClassVar[str] = ""

    def __init__(self, *given: str, **look: object) -> None:
        kind = {"type": self.kind} if self.kind else {}
        room = {self.holds: self.room()} if self.holds else {}
        super().__init__(kind | dict(zip(self.given, given, strict=True)) | room | look)

    def room(self) -> Any:
        """Return what others are put into."""
        return []

    def put(self, part: "Element") -> None:
        """Put another element into this one."""
        self[self.holds].append(part)


class Container(Element):
    kind, holds = "Container", "items"


class Column(Element):
    kind, holds = "Column", "items"


class ColumnSet(Element):
    kind, holds = "ColumnSet", "columns"


class TextBlock(Element):
    kind, given = "TextBlock", ("text",)


class TextRun(Element):
    kind, given = "TextRun", ("text",)


class RichTextBlock(Element):
    kind, holds = "RichTextBlock", "inlines"


class InputText(Element):
    kind, given = "Input.Text", ("id",)


class InputToggle(Element):
    kind, given = "Input.Toggle", ("title", "id")


class InputChoice(Element):
    given = ("title", "value")


class InputChoiceSet(Element):
    kind, given, holds = "Input.ChoiceSet", ("id",), "choices"


class ActionSet(Element):
    kind, holds = "ActionSet", "actions"


class ActionOpenUrl(Element):
    kind, given = "Action.OpenUrl", ("url",)


class ActionSubmit(Element):
    kind = "Action.Submit"


class AdaptiveCard(Element):
    """A card, which is put together from top to bottom: what follows an element that has room for it goes into it."""

    def __init__(self, **look: object) -> None:
        super().__init__(**{"version": "", "type": "AdaptiveCard", "body": [], "actions": []} | look)

    def put(self, part: Element) -> None:
        """Put another element into this one, a button at its foot."""
        self["actions" if part.get("type", "").startswith("Action.") else "body"].append(part)

    def add(self, parts: list[Any]) -> None:
        """Put parts into the card; "<" leaves the innermost element, "^" all of them."""
        inside: list[Element] = [self]
        for part in parts:
            if isinstance(part, str):
                del inside[1 if part == "^" else -1 :]
                continue
            inside[-1].put(part)
            if part.holds:
                inside.append(part)


class ActionShowCard(Element):
    kind, holds = "Action.ShowCard", "card"

    def room(self) -> AdaptiveCard:
        """Return the card that unfolds."""
        return AdaptiveCard()

    def put(self, part: Element) -> None:
        """Put another element into the card that unfolds."""
        self["card"].put(part)
