"""axe-core, which finds what people who see, hear or move otherwise would stumble over."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def stumbling_blocks(page: Page) -> list[str]:
    """Return what somebody would stumble over on a page as it stands: the rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    violations: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary']}" for each in violations for node in each["nodes"]
    ]
