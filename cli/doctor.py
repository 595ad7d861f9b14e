"""`sre doctor`: what somebody with experience would find in this installation, and what they would do next."""

import os
from dataclasses import asdict
from pathlib import Path

import typer

from cli.answering import console, harmless, show_json
from cli.installation import database_url, open_installation
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.adapters.postgres.connection import TRANSIENT
from shared.app.checkup.checks import examine_checkup
from shared.app.checkup.findings import CheckupFinding, error, exit_code


def doctor(data_dir: DataDir = DEFAULT_DATA_DIR, *, as_json: AsJson = False) -> None:
    """Look at the installation as an experienced operator would, and say the next step for what is found.

    Exit code 0: nothing; 1: warnings; 2: something is wrong now.

    Example: sre doctor --json
    """
    findings = findings_of(data_dir)
    code = exit_code(findings)
    if as_json:
        show_json({"exit_code": code, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            console.print(f"{finding.severity:<8} {harmless(finding.what)}", markup=False, highlight=False)
            console.print(f"{'':<8} → {finding.next_step}", markup=False, highlight=False)
        if not findings:
            console.print("nothing was found that needs anybody")
    raise typer.Exit(code)


def findings_of(data_dir: Path) -> list[CheckupFinding]:
    """Gives what was found; a database that is away is all there is to find."""
    from shared.bootstrap.checkup import build_checkup  # noqa: PLC0415 - who asks for help does not wait for it

    url = database_url(data_dir)
    try:
        return examine_checkup(build_checkup(url, place_of(data_dir)))
    except TRANSIENT as away:
        reason = str(away).strip().splitlines()[0] if str(away).strip() else type(away).__name__
        return [error(f"the database does not answer: {reason}", "Read docs/operations/database-silent.md")]


def place_of(data_dir: Path) -> Path | None:
    """Gives where the database lies; None: it is another machine's to know."""
    return None if os.environ.get("SRE_DATABASE_URL") else open_installation(data_dir).data.path
