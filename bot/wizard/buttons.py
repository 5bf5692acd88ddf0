"""The buttons that many steps show."""

from bot.language.texts import _
from bot.wizard.step import Button

NEXT = Button("answer", _("Next"), submits=True)
BACK = Button("back", _("Back"))
EXIT = Button("exit", _("Exit"))
SAVE = Button("answer", _("Save"), submits=True)
EXPLAIN = Button("explain", _("What is this?"))
