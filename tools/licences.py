"""The page about licences, made from the metadata of what is installed."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

SERVED = Path(__file__).resolve().parent.parent / "requirements-serve.lock"
# Those that are for every platform and every Python: the others may not be installed here.
LOCKED = re.compile(r"(?m)^([a-z0-9][\w.-]*)==[^ ]+ \\$")
LICENCE = "License :: "
HEAD = """# Licences

What a bot that is served is made of, besides itself (MIT). Made from the metadata of the packages in
[requirements-serve.lock](../requirements-serve.lock) by `make docs`; `make audit` writes a bill of materials of
the same into `dist/sbom.cdx.json`.

| package | licence |
|---|---|
"""


def packages() -> Iterator[str]:
    """Return the names of the packages that are served."""
    yield from LOCKED.findall(SERVED.read_text(encoding="utf-8"))


def licence_of(known: PackageMetadata) -> str:
    """Return the licence as a package states it: as an expression, else by classifiers, else in its own words."""
    [expression] = known.get_all("License-Expression") or [""]
    classified = [each.rpartition(" :: ")[2] for each in known.get_all("Classifier") or [] if each.startswith(LICENCE)]
    [own_words] = known.get_all("License") or [""]
    return expression or ", ".join(classified) or own_words.strip().partition("\n")[0] or "not stated"


def licences_page() -> str:
    """Return the page with each package and its licence."""
    rows = [f"| {name} | {licence_of(metadata(name))} |" for name in packages()]
    return HEAD + "\n".join([*rows, ""])
