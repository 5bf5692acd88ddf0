"""What is written down is true: generated pages are fresh, every setting is explained, every link leads somewhere."""

import re
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, load_settings
from tools.docs import PAGES, ROOT
from tools.environment import env_example


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


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing
