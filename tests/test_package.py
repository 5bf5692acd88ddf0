"""What is installed elsewhere is whole: code, pages, and the sentences of each language."""

from pathlib import Path
from stat import S_IMODE
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "cards", "handlers", "store")
MADE_BY_TOOLS = {".mo", ".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    [built] = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return ZipFile(built)


@pytest.fixture(scope="module")
def packed(wheel: ZipFile) -> set[str]:
    return set(wheel.namelist())


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_holds_every_file_of_a_package(packed: set[str], package: str) -> None:
    files = {each for each in (ROOT / package).rglob("*") if each.is_file() and each.suffix not in MADE_BY_TOOLS}
    assert files
    assert {str(each.relative_to(ROOT)) for each in files} <= packed


def test_the_wheel_holds_nothing_that_only_a_checkout_needs(packed: set[str]) -> None:
    beside = {name.partition("/")[0] for name in packed if ".dist-info/" not in name}
    assert beside == {"app.py", *PACKAGES}


def test_the_wheel_tells_its_licence(packed: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in packed)


def test_the_wheel_does_not_tell_when_and_by_whom_it_was_built(wheel: ZipFile) -> None:
    files = wheel.infolist()
    assert len({each.date_time for each in files}) == 1
    assert {S_IMODE(each.external_attr >> 16) for each in files} == {0o644}
