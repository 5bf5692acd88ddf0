"""The door to adaptivecardbuilder: what cards are built of."""

from bot.lean import bare

# It imports aiohttp to have services translate cards, which we never ask for: 5 MB, and a tenth of a second.
with bare("aiohttp", ClientResponse=object, ClientSession=object):
    from adaptivecardbuilder import (
        ActionOpenUrl,
        ActionSet,
        ActionShowCard,
        ActionSubmit,
        AdaptiveCard,
        Column,
        ColumnSet,
        Container,
        InputChoice,
        InputChoiceSet,
        InputText,
        InputToggle,
        RichTextBlock,
        TextBlock,
        TextRun,
    )

__all__ = [
    "ActionOpenUrl",
    "ActionSet",
    "ActionShowCard",
    "ActionSubmit",
    "AdaptiveCard",
    "Column",
    "ColumnSet",
    "Container",
    "InputChoice",
    "InputChoiceSet",
    "InputText",
    "InputToggle",
    "RichTextBlock",
    "TextBlock",
    "TextRun",
]
