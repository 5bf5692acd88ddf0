"""The file of settings, each with what it is for, as `setup-now init` writes it and `.env.example` shows it."""

import json
import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from textwrap import fill

from pydantic.fields import FieldInfo

from bot.settings.model import Settings

# Values of these characters need no quotes, whichever program reads the file.
PLAIN = re.compile(r"[\w@:/.,+=%~-]*", re.ASCII)


def env_file(head: str, given: Mapping[str, str]) -> str:
    """Return a file with every setting: what is given is set, what is required and missing is empty.

    All others are commented out.
    """
    entries = (entry(name, field, given.get(name.upper(), "")) for name, field in Settings.model_fields.items())
    return "\n".join([head, *entries])


def entry(name: str, field: FieldInfo, value: str = "") -> str:
    """Return what a setting is for, an example where it has no default, and the line that sets it."""
    default = written(field.default)
    meant = meaning(field)
    is_set = value or field.is_required()
    lines = [
        comment(f"{meant[:1].upper()}{meant[1:]}."),
        *([] if default or value else [f"# For example: {example(field)}"]),
        f"{'' if is_set else '#'}{name.upper()}={quoted(value) or default}",
    ]
    return "\n".join(lines) + "\n"


def comment(words: str) -> str:
    return fill(words, 100, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False, break_long_words=False)


def quoted(value: str) -> str:
    """Return a value so that it is read back as it is."""
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def meaning(field: FieldInfo) -> str:
    if not field.description:
        raise ValueError("A setting in bot/settings/model.py has no description")
    return field.description


def example(field: FieldInfo) -> str:
    return str((field.examples or [""])[0])


def written(value: object) -> str:
    """Return a value as an operator would write it; "" where there is none."""
    match value:
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return ",".join(written(each) for each in value)
        case str() | int() | Path():
            return str(value)
        case _:
            return ""
