"""Prometheus itself takes the alarms, lets each of them sound after its time, and none while all is well."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from playground.patience import PATIENCE
from tools.docs import ROOT

ALARMS = ROOT / "docs/monitoring/alarms.yml"
PROMTOOL = shutil.which("promtool")
pytestmark = pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here (Debian: apt-get install prometheus)")

# Numbers of a bot that is well, a sample a minute, for five hours: what happened last happened just now.
WELL = {
    'up{job="setup-now"}': "1x300",
    "setup_now_probe_handled_timestamp": "0+60x300",
    "setup_now_probe_seconds": "0.02x300",
    "setup_now_problems": "0x300",
    "setup_now_inbox_age_seconds": "0x300",
    "setup_now_paused": "0x300",
    "setup_now_outbox_backlog": "3x300",
    "setup_now_dead_letters": "0x300",
    "setup_now_deliveries_contradicted_total": "0x300",
    "setup_now_reminders_overdue": "0x300",
    "setup_now_reminders_unproven": "0x300",
    "setup_now_reminders_astray": "0x300",
    "setup_now_reminders_audited_timestamp": "0+60x300",
    "setup_now_rate_limits_total": "1x300",
    "setup_now_escalations_unrouted": "0x300",
    "setup_now_disk_free_bytes": "80000000000x300",
    "setup_now_backup_timestamp": "0x300",
}
# What is not well, and after how many minutes that is heard of. What comes in between is not yet alarming.
TROUBLES: dict[str, tuple[dict[str, str], int]] = {
    "SetupNowDown": ({'up{job="setup-now"}': "1x9 0x290"}, 12),
    "SetupNowProbeLost": ({"setup_now_probe_handled_timestamp": "0+60x9 540x290"}, 13),
    "SetupNowSlow": ({"setup_now_probe_seconds": "1x9 12x290"}, 15),
    "SetupNowNotReady": ({"setup_now_problems": "0x9 1x290"}, 15),
    "SetupNowEventsWait": ({"setup_now_inbox_age_seconds": "0x9 60+60x290"}, 20),
    "SetupNowMessagesWait": ({"setup_now_outbox_backlog": "3x9 900x290"}, 40),
    "SetupNowDeadLetters": ({"setup_now_dead_letters": "0x9 1x290"}, 25),
    "SetupNowSecretKnown": ({"setup_now_deliveries_contradicted_total": "0x9 1x290"}, 11),
    "SetupNowRemindersOverdue": ({"setup_now_reminders_overdue": "0x9 2x290"}, 20),
    "SetupNowRemindersWrong": ({"setup_now_reminders_astray": "0x9 1x290"}, 25),
    "SetupNowAuditorStopped": ({"setup_now_reminders_audited_timestamp": "0+60x9 540x290"}, 31),
    "SetupNowWebexSlowsUs": ({"setup_now_rate_limits_total": "0x9 1+1x290"}, 16),
    "SetupNowUnrouted": ({"setup_now_escalations_unrouted": "0x9 1x290"}, 70),
    "SetupNowPaused": ({"setup_now_paused": "0x9 1x290"}, 250),
    "SetupNowDiskFull": ({"setup_now_disk_free_bytes": "80000000000x9 400000000x290"}, 11),
    "SetupNowBackupOld": ({"setup_now_backup_timestamp": "0x9 -172800x290"}, 71),
}


def rules() -> dict[str, dict[str, Any]]:
    [group] = yaml.safe_load(ALARMS.read_text(encoding="utf-8"))["groups"]
    return {rule["alert"]: rule for rule in group["rules"]}


def played(numbers: dict[str, str], expected: list[tuple[str, int, bool]]) -> dict[str, Any]:
    """Return a test of promtool: what it reads, and which alarm sounds at which minute, or does not."""
    known = rules()

    def sound(name: str) -> dict[str, Any]:
        labels = {**known[name]["labels"], **({"job": "setup-now"} if name == "SetupNowDown" else {})}
        return {"exp_labels": labels, "exp_annotations": known[name]["annotations"]}

    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in (WELL | numbers).items()],
        "alert_rule_test": [
            {"eval_time": f"{minute}m", "alertname": name, "exp_alerts": [sound(name)] if is_loud else []}
            for name, minute, is_loud in expected
        ],
    }


def test_each_alarm_sounds_in_its_time_and_none_while_all_is_well(tmp_path: Path) -> None:
    assert set(TROUBLES) == set(rules())
    quiet = [(name, minute, False) for name in TROUBLES for minute in (30, 290)]
    loud = [played(numbers, [(name, 9, False), (name, at, True)]) for name, (numbers, at) in TROUBLES.items()]
    file = tmp_path / "alarms.test.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(ALARMS)], "tests": [played({}, quiet), *loud]}))
    done = subprocess.run(
        [PROMTOOL or "", "test", "rules", str(file)], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr
