"""A column of an order is one row: with the attribute it fills and a migration, it is read, kept, shown and changed.

Tried on a copy of the project in which orders have a deal id: two lines in two files, and a step of the schema.
"""

import subprocess
import sys
from pathlib import Path

from tests.staging.copies import copy_of_the_project

ATTRIBUTE = '    deal_id: str = ""\n'
COLUMN = """\
    Column(
        "deal_id",
        "DEAL ID",
        "The deal in CCW.",
        "7001",
        title="Deal",
        word="deal",
        set_by=Role.ORDER_REP,
        searched=True,
    ),
"""
MIGRATION = '''

@migrations()
def m900_deals(db: Database) -> None:
    """Keep the deal of an order."""
    db.execute("ALTER TABLE orders ADD COLUMN deal_id TEXT NOT NULL DEFAULT ''")
'''


def inserted(file: Path, text: str, before: str) -> None:
    """Insert text into a file before the one place where something stands."""
    source = file.read_text(encoding="utf-8")
    assert source.count(before) == 1
    file.write_text(source.replace(before, text + before), encoding="utf-8")


def test_a_deal_id_is_its_declaration_its_attribute_and_a_migration(tmp_path: Path) -> None:
    copy = copy_of_the_project(tmp_path / "copy")
    inserted(copy / "bot/intake/columns.py", COLUMN, before=")\n# What a line keeps")
    inserted(copy / "bot/domain/orders.py", ATTRIBUTE, before="\n    state: OrderState = OrderState.SCHEDULED")
    with (copy / "store/migrations.py").open("a", encoding="utf-8") as migrations:
        migrations.write(MIGRATION)

    tried = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/scenarios/orders_with_a_deal.py"]
    done = subprocess.run(tried, cwd=copy, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
