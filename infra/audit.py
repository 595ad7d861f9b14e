"""``make audit``: says what osv.dev knows against the packages that the locks name, or that osv.dev did not answer.

Exits 0 where nothing is known, 1 where something is, 2 where a lock could not be asked about: silence is no good news.
Standard library only: pip-audit stands in an environment of its own.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_ASK = ["--vulnerability-service=osv", "--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json"]
_KNOWN, _UNASKED = 1, 2
_MOST_SAID = 120


class UnaskedError(Exception):
    """pip-audit ended without an answer; the text begins as its last line does."""


def known_against(pip_audit: str, lock: str) -> Iterator[str]:
    """Gives a sentence per advisory. Raises UnaskedError where there is no answer."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [pip_audit, *_ASK, "--output", str(answer), "--requirement", lock]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if not answer.is_file():
            raise UnaskedError((done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1][:_MOST_SAID])
        packages = json.loads(answer.read_text("utf-8"))["dependencies"]
    for package in packages:
        if "skip_reason" in package:
            raise UnaskedError(f"{package['name']}: {package['skip_reason']}")
        for advisory in package["vulns"]:
            mended = ", ".join(advisory["fix_versions"]) or "no version yet"
            yield f"{package['name']} {package['version']}: {advisory['id']}, mended in {mended}"


def main(pip_audit: str, locks: list[str]) -> int:
    worst = 0
    for lock in locks:
        try:
            found = list(known_against(pip_audit, lock))
        except UnaskedError as why:
            sys.stdout.write(f"unasked   {lock}: nothing is known, good or bad ({why})\n")
            worst = max(worst, _UNASKED)
            continue
        for told in found:
            sys.stdout.write(f"known     {lock}: {told}\n")
        if not found:
            sys.stdout.write(f"clean     {lock}\n")
        worst = max(worst, _KNOWN if found else 0)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
