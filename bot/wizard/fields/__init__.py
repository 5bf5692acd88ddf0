"""Kinds of answer: how each is read, stored and shown. A new kind is a class here, and how it looks in `cards`."""

from bot.wizard.fields.choices import AGREEMENTS, NO, YES, Choice, Option, Toggle
from bot.wizard.fields.names import ReservedName, suggested_for, suggested_name
from bot.wizard.fields.places import ANOTHER_COUNTRY, OTHER, Country, TimeZone
from bot.wizard.fields.words import Code, CompanyName, EmailAddress, PostalCode, Text

__all__ = [
    "AGREEMENTS",
    "ANOTHER_COUNTRY",
    "NO",
    "OTHER",
    "YES",
    "Choice",
    "Code",
    "CompanyName",
    "Country",
    "EmailAddress",
    "Option",
    "PostalCode",
    "ReservedName",
    "Text",
    "TimeZone",
    "Toggle",
    "suggested_for",
    "suggested_name",
]
