"""Documents made from the tables they describe: `make docs` writes them, a test fails when they have drifted."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.language.texts import texts
from bot.operations.findings import FIXES, NAMES
from tools.commands import commands_page
from tools.environment import env_example, settings_table
from tools.house import house_picture
from tools.licences import licences_page
from tools.metrics import metrics_page
from tools.provisioning import NORTHWIND, SCHEMAS, event_examples
from tools.reminders import rules_table
from tools.wizard import Directory, wizard_page

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = "docs/operations.md"
SETTINGS_BEGIN = "<!-- made from bot/settings/model.py by make docs -->"
DEVELOPMENT = "docs/development.md"
HOUSE_BEGIN = "<!-- made from the imports by make docs -->"
GOING_LIVE = "docs/going-live.md"
CHECKLIST_BEGIN = "<!-- made from bot/operations/findings.py by make docs -->"
PROVISIONING_PAGE = "docs/provisioning.md"
PROVISIONING_BEGIN = "<!-- made from the code by make docs -->"
REMINDERS = "docs/reminders.md"
REMINDERS_BEGIN = "<!-- made from bot/reminders/rules.py by make docs -->"
PART_END = "<!-- until here -->"
T = texts()


def operations_page() -> str:
    """Return the page for operators as it stands, with the settings in it as they are now."""
    return with_part(OPERATIONS, SETTINGS_BEGIN, settings_table())


def development_page() -> str:
    """Return the page for engineers as it stands, with the picture of the house as its imports are now."""
    return with_part(DEVELOPMENT, HOUSE_BEGIN, house_picture() + "\n")


def provisioning_page() -> str:
    """Return the page for whoever provisions by a system of their own, with examples of the events as they are now."""
    return with_part(PROVISIONING_PAGE, PROVISIONING_BEGIN, event_examples(Directory(NORTHWIND)))


def reminders_page() -> str:
    """Return the page about reminders as it stands, with the table of rules as it is now."""
    return with_part(REMINDERS, REMINDERS_BEGIN, rules_table())


def going_live_page() -> str:
    """Return the page about going live, with the lines of the doctor as they are now."""
    head = ["", "| line | in the chat | what to do where it is not well |", "|---|---|---|"]
    rows = [f"| `{name}` | {T(title)} | {T(FIXES[name])} |" for name, title in NAMES.items()]
    return with_part(GOING_LIVE, CHECKLIST_BEGIN, "\n".join([*head, *rows, "", ""]))


def with_part(page: str, begin: str, part: str) -> str:
    """Return a page with what stands between its marks made anew."""
    before, _, rest = (ROOT / page).read_text(encoding="utf-8").partition(begin)
    _old, _, after = rest.partition(PART_END)
    return f"{before}{begin}\n{part}{PART_END}{after}"


PAGES: Mapping[str, Callable[[], str]] = {
    ".env.example": env_example,
    "docs/commands.md": commands_page,
    "docs/licences.md": licences_page,
    "docs/metrics.md": metrics_page,
    DEVELOPMENT: development_page,
    OPERATIONS: operations_page,
    GOING_LIVE: going_live_page,
    PROVISIONING_PAGE: provisioning_page,
    REMINDERS: reminders_page,
    "docs/wizard.md": wizard_page,
    **{f"docs/provisioning/{name}": schema for name, schema in SCHEMAS.items()},
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
