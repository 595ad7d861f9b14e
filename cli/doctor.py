"""`sre doctor`: what somebody with experience would find in this installation, and what they would do next."""

import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import typer

from cli.answering import console, harmless, show_json
from cli.installation import open_installation
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.adapters.postgres.connection import TRANSIENT
from shared.app.checkup.checks import examine_checkup
from shared.app.checkup.database_checks import of_disk
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
    """Gives what was found, of the installation here or of the database that ``SRE_DATABASE_URL`` names."""
    given = os.environ.get("SRE_DATABASE_URL")
    if given:
        return _judged(given, None)
    installation = open_installation(data_dir)
    data = installation.data
    if not data.in_use():
        step = f"Start it with `sre run`; {data.log('supervisor')} says why it ended"
        return [error(f"the system of {data.path} does not run", step), *_of_disk(data.path)]
    return _judged(installation.database_url, data.path)


def _judged(url: str, place: Path | None) -> list[CheckupFinding]:
    """Of a database that is away it judges what can be seen without it."""
    from shared.bootstrap.checkup import build_checkup  # noqa: PLC0415 - the command's help does without

    try:
        return examine_checkup(build_checkup(url, place))
    except TRANSIENT as away:
        reason = str(away).strip().partition("\n")[0] or type(away).__name__
        silent = error(f"the database does not answer: {reason}", "Read docs/operations/database-silent.md")
        return [silent, *_of_disk(place)]


def _of_disk(place: Path | None) -> Iterator[CheckupFinding]:
    from shared.bootstrap.checkup import disk_room  # noqa: PLC0415 - as above

    return of_disk(None if place is None else disk_room(place))
