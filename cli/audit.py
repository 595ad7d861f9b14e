"""`sre verify`: is history what was written?"""

from dataclasses import asdict

import typer

from cli.answering import console, show_json, show_table
from cli.installation import database_url
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.bootstrap.operator import build_verifier
from shared.ports.history import every_stretch


def verify(data_dir: DataDir = DEFAULT_DATA_DIR, *, as_json: AsJson = False) -> None:
    """Check the hash chain of every aggregate against its facts. Exit code 1 if anything was changed.

    Example: sre verify
    """
    audit = build_verifier(database_url(data_dir))
    stretches = list(every_stretch(audit))
    count = sum(stretch.facts for stretch in stretches)
    flaws = [flaw for stretch in stretches for flaw in stretch.flaws]
    if as_json:
        show_json({"facts": count, "flaws": [asdict(flaw) for flaw in flaws]})
    elif flaws:
        rows = ((flaw.kind, flaw.tenant_id, flaw.aggregate_type, flaw.aggregate_id, flaw.version) for flaw in flaws)
        show_table(("FLAW", "TENANT", "TYPE", "ID", "VERSION"), rows, empty="")
    else:
        console.print(f"{count} facts, every chain is whole")
    if flaws:
        raise typer.Exit(1)
