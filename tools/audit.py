"""Known vulnerabilities in what is served, and apart from them what nobody could be asked about: `make audit`.

pip-audit asks PyPI for one version of a package after the other. By itself it is content where none is known, as in a
mirror that serves packages and knows nothing of vulnerabilities; when strict, it ends with the first of those.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

import click

from tools.licences import SERVED

VULNERABLE, NOT_ASKED = 1, 3
ARGUMENTS = (
    "--format",
    "json",
    "--aliases",
    "on",
    "--progress-spinner",
    "off",
    "--require-hashes",
    "--disable-pip",
    "-r",
    str(SERVED),
)


class NobodyAsked(click.ClickException):
    """pip-audit did not come to an end; mostly there is no way to PyPI."""

    exit_code = NOT_ASKED


def asked(pip_audit: Path) -> list[dict[str, Any]]:
    """Return each package with what is known against it, or with why it was skipped."""
    done = subprocess.run([pip_audit, *ARGUMENTS], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        cause = done.stderr.strip().rpartition("\n")[2]
        raise NobodyAsked(f"Nobody could be asked: {cause}") from None
    return packages


def told(package: dict[str, Any]) -> str:
    """Return a package with what is known against it, and where that is mended."""
    known = [
        f"{' '.join([each['id'], *each['aliases']])} (mended in: {', '.join(each['fix_versions']) or 'no version yet'})"
        for each in package["vulns"]
    ]
    return f"  {package['name']} {package['version']}: {'; '.join(known)}"


@click.command()
@click.argument("pip_audit", type=click.Path(path_type=Path, exists=True))
def main(pip_audit: Path) -> None:
    """Exit with 1 where a package is vulnerable, else with 3 where one could not be asked about."""
    packages = asked(pip_audit)
    skipped = [each for each in packages if "skip_reason" in each]
    vulnerable = [each for each in packages if each.get("vulns")]
    click.echo(f"Asked about: {len(packages) - len(skipped)} of {len(packages)} packages")
    click.echo("\n".join([f"Vulnerable: {len(vulnerable) or 'none of these'}", *map(told, vulnerable)]))
    if skipped:
        click.echo(
            f"Could not be asked about, so nothing is known of them: {', '.join(each['name'] for each in skipped)}"
        )
        click.echo(f"Why, of the first: {skipped[0]['skip_reason']}")
    raise SystemExit(VULNERABLE if vulnerable else NOT_ASKED if skipped else 0)


if __name__ == "__main__":
    main()
