"""What is written down is true: generated pages are fresh, settings are explained, links lead where they say."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.language.texts import texts
from bot.settings import Settings, load_settings
from handlers import GRAMMAR
from tests.staging.databases import new_database
from tools.docs import PAGES, ROOT
from tools.environment import env_example

FOLDERS = ("benchmarks", "bot", "cards", "docs", "handlers", "playground", "store", "tests", "tools")
T = texts()
PROSE = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "bot/language/locales/README.md"]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_fresh(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name](), f"{name} has drifted: run make docs"


def test_the_example_of_an_env_file_asks_for_what_is_required_and_no_more(tmp_path: Path) -> None:
    copy = tmp_path / ".env"
    copy.write_text(env_example(), encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_settings({}, copy)
    missing = [field.upper() for field, info in Settings.model_fields.items() if info.is_required()]
    assert sorted(line.partition(":")[0] for line in str(refused.value).splitlines()) == sorted(missing)


def test_the_values_in_the_comments_of_the_example_are_the_defaults(tmp_path: Path) -> None:
    required = {"WEBEX_TEAMS_ACCESS_TOKEN": "t", "WEBEX_WEBHOOK_SECRET": "s", "PUBLIC_URL": "https://bot.example.com"}
    copy = tmp_path / ".env"
    copy.write_text(re.sub(r"(?m)^#(?=[A-Z_]+=)", "", env_example()), encoding="utf-8")
    assert load_settings(required, copy).model_dump() == load_settings(required, None).model_dump()


def test_every_command_is_on_the_page_of_what_can_be_typed() -> None:
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert not [each.name for each in GRAMMAR.commands if each.shown and f"| {T(each.help)} |" not in page]


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    astray = []
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)", page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            astray.append(link)
    assert not astray


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [page.name for page in ROOT.glob("docs/*.md") if f"(docs/{page.name})" not in readme]


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert not [each for each in named if not (ROOT / each).exists()]


def anchors(page: Path) -> set[str]:
    """Return where a link can lead within a page: its headings, as GitHub turns them into anchors."""
    text = re.sub(r"(?ms)^```.+?^```", "", page.read_text(encoding="utf-8"))
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_table_stands_once_in_the_data_map(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.write_bytes(new_database())
    with closing(sqlite3.connect(path)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    page = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    data_map = page.partition("## Data map")[2].partition("An order counts as over")[0]
    named = re.findall(r"`([a-z_]+)`", data_map)
    assert sorted(named) == sorted(tables - {"_sqlite_migrations", "sqlite_sequence", "sqlite_stat1"})
