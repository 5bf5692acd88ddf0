"""Somebody sets up an order in Greek, in a copy of the source whose only change is that Greek's folder is there.

The test beside this makes the copy and the folder, and runs this in it. Every sentence begins with an omega there.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.staging.stage import Stage
from tests.staging.stories import at_nine

ORDER = (
    "90417263,A-FLEX-3,2ας Μαρτίου 2026,ann@northwind.example.com,Όμιλος Ακρόπολις ΑΕ,"
    "Northwind Collab,meetings;κλήσεις,Ελλάδα,Αθήνα,Ελληνικά,,"
)


def tell(stage: Stage) -> None:
    """Tell the story; an assertion fails where the bot does not know Greek."""
    ann = stage.person("ann@northwind.example.com", "Ann Archer")
    zoe = stage.person("zoe@elsewhere.example.org", "Zoe Zero")

    stage.import_orders(ORDER)
    assert stage.order("90417263").language == "el"
    assert stage.order("90417263").zone == "Europe/Athens"
    assert zoe.says("γεια σου").sees.startswith("Ω Hello!")

    at_nine(stage)
    assert ann.title == "Ω Set up your Webex order"
    assert "Δευτέρα 2 Μαρτίου 2026" in ann.sees
    assert "Ω English" in ann.sees
    assert "Ω Where your setup stands" in ann.says("βοήθεια").sees
    assert "κατάσταση" in ann.sees

    ann.presses("Ω Set Up Now")
    assert ann.says("1").title == "Ω Who will set up the services?"
    assert ann.says("1").title == "Ω Your partner organization"
    ann.says("Northwind Collab\nΓαλλία\nann@northwind.example.com")
    assert ann.title == "Ω Customer administrator"
    assert "Γαλλία" in ann.says("πίσω").sees
    assert ann.says("επομενο").title == "Ω Customer administrator"

    assert ann.says("language en").title == "Customer administrator"
    assert ann.says("γλώσσα ελληνικά").title == "Ω Customer administrator"


if __name__ == "__main__":
    with Stage(Path(sys.argv[1]), datetime(2026, 3, 2, 6, 0, tzinfo=UTC)) as the_stage:
        tell(the_stage)
