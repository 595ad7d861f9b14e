"""`sre migrate` and `sre status`."""

from typing import Any

import httpx
import typer

from cli.answering import console, fail, show_json, show_table
from cli.installation import Installation, database_url, open_installation
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from cli.showing import show_unheld
from local.data_directory import DataDirectory
from local.journal import lately
from shared.adapters.postgres.migrate import MigrationError
from shared.adapters.postgres.migrate import migrate as apply_migrations

_LATELY = 5


def migrate(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Bring a database to the schema of this version, and register the subscriptions.

    `sre run` does it by itself; this is for a database that something else runs on.

    Example: SRE_DATABASE_URL=postgresql://… sre migrate
    """
    from local.prepare import subscribe  # noqa: PLC0415 - brings what every function listens to

    url = database_url(data_dir)
    try:
        applied = apply_migrations(url, lambda name: console.print(f"migrate   {name}", markup=False, highlight=False))
    except MigrationError as differs:
        fail(str(differs))
    subscribe(url)
    if not applied:
        console.print("the schema is up to date")


def status(data_dir: DataDir = DEFAULT_DATA_DIR, *, as_json: AsJson = False) -> None:
    """Say whether it runs, what waits where, and what is wrong. Exit code 1 if something is.

    Example: sre status --json
    """
    installation = open_installation(data_dir)
    report = health(installation)
    if as_json:
        told = lately(DataDirectory(data_dir).log("supervisor"), _LATELY)
        show_json(
            {"pid": installation.local["pid"], "api_url": installation.local["api_url"], **report, "lately": told}
        )
    else:
        _show(installation.local, report)
        for line in lately(DataDirectory(data_dir).log("supervisor"), _LATELY):
            console.print(f"lately: {line}", markup=False, highlight=False)
        if report["status"] == "ok":
            show_unheld(installation.get("/v1/alerts/active/count"))
    if report["status"] != "ok":
        raise typer.Exit(1)


def health(installation: Installation) -> dict[str, Any]:
    """What is wrong is told to the key of the installation."""
    api_url, key = installation.local["api_url"], installation.local["api_key"]
    try:
        answer = httpx.get(f"{api_url}/healthz", headers={"Authorization": f"Bearer {key}"}, timeout=10.0)
        report: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError):
        fail(f"{api_url} does not answer; start it with `make run` or `sre run`")
    return report


def _show(local: dict[str, Any], report: dict[str, Any]) -> None:
    console.print(f"{report['status']}  {local['api_url']}  process {local['pid']}", markup=False, highlight=False)
    for problem in report.get("problems", ("what is wrong is not told: the key cannot be checked now",)):
        console.print(f"problem: {problem}", markup=False, highlight=False)
    for item in report.get("attention", ()):
        console.print(f"waits for somebody: {item}; see `sre dlq list`", markup=False, highlight=False)
    for item in report.get("degraded", ()):
        console.print(f"degraded: {item}", markup=False, highlight=False)
    backlog = report.get("embedding")
    if backlog and backlog["waiting"]:
        console.print(
            f"embedding: {backlog['waiting']} documents wait for their vectors, {backlog['due']} of them have settled",
            markup=False,
            highlight=False,
        )
    lines = report.get("subscriptions", {})
    if "outbox" in report:
        lines = {"outbox": report["outbox"] | {"dead_letters": ""}} | lines
    rows = [
        (name, line["waiting"], f"{line['oldest_age_s']:.1f}", line["dead_letters"]) for name, line in lines.items()
    ]
    show_table(("LINE", "WAITING", "OLDEST S", "DEAD"), rows, empty="nothing is known")
