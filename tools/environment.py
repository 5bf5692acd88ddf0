"""What an operator can set, made from the settings themselves: `.env.example`, and the table in docs/operations.md."""

from pydantic.fields import FieldInfo

from bot.settings import Settings
from bot.settings.env_file import env_file, meaning, written

HEAD = """\
# The settings of Set Up Now. Copy this file to .env, fill in what is required, and take the # away from what you set.
# Made from bot/settings/model.py by `make docs`; docs/operations.md says more.
"""


def env_example() -> str:
    """Return a file `.env` that has every setting: what is required is empty, the others stand in comments."""
    return env_file(HEAD, {})


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
