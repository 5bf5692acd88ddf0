"""What an operator can set, made from the settings themselves: `.env.example`, and the table in docs/operations.md."""

from datetime import time
from pathlib import Path

from pydantic.fields import FieldInfo

from bot.settings import Settings

HEAD = """\
# The settings of Set Up Now. Copy this file to .env, fill in what is required, and take the # away from what you set.
# Made from bot/settings/model.py by `make docs`; docs/operations.md says more.
"""


def env_example() -> str:
    """Return a file `.env` that has every setting: what is required is empty, the others stand in comments."""
    return "\n".join([HEAD, *(entry(name, field) for name, field in Settings.model_fields.items())])


def entry(name: str, field: FieldInfo) -> str:
    """Return what a setting is for, an example where it has no default, and the line that sets it."""
    default = written(field.default)
    meant = meaning(field)
    lines = [
        f"# {meant[:1].upper()}{meant[1:]}.",
        *([] if default else [f"# For example: {example(field)}"]),
        f"{'' if field.is_required() else '#'}{name.upper()}={default}",
    ]
    return "\n".join(lines) + "\n"


def settings_table() -> str:
    """Return every setting as a row in Markdown."""
    rows = [
        f"| `{name.upper()}` | {meaning(field)} | {default_of(field)} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return "".join(["| name | meaning | default |\n", "|---|---|---|\n", *rows])


def default_of(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    return f"`{written(field.default)}`" if written(field.default) else "none"


def meaning(field: FieldInfo) -> str:
    if not field.description:
        raise ValueError("A setting in bot/settings/model.py has no description")
    return field.description


def example(field: FieldInfo) -> str:
    return str((field.examples or [""])[0])


def written(value: object) -> str:
    """Return a default as an operator would write it; "" where there is none."""
    match value:
        case time():
            return f"{value:%H:%M}"
        case bool():
            return str(value).lower()
        case tuple():
            return ",".join(written(each) for each in value)
        case str() | int() | Path():
            return str(value)
        case _:
            return ""
