"""Every command of `sre`."""

import os
import sys
from collections.abc import Collection

import psycopg
import typer

from cli import (
    alerts,
    approvals,
    audit,
    automation,
    backup,
    console,
    dead_letters,
    demo,
    demo_incident,
    diagnose,
    doctor,
    feed,
    imports,
    incidents,
    notifications,
    projections,
    rules,
    runbooks,
    running,
    slo_backtest,
    slo_files,
    slos,
    start,
    support_bundle,
    tenants,
)
from shared.adapters.contracts.command_names import ALL_GROUPS
from shared.adapters.postgres.connection import TRANSIENT

app = typer.Typer(
    name="sre",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Alerts become incidents. Start with `sre run`, then `sre incidents list`.",
)
app.command()(start.run)
app.command()(running.migrate)
app.command()(running.status)
app.command()(audit.verify)
app.command()(doctor.doctor)
app.command()(support_bundle.support_bundle)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(console.console)
app.command()(feed.feed)
app.command()(diagnose.diagnose)
app.command("demo-data")(demo.demo_data)
app.command()(demo_incident.demo)
app.add_typer(alerts.alert, name="alert")
app.add_typer(incidents.incidents, name="incidents")
app.add_typer(approvals.approvals, name="approvals")
app.add_typer(automation.automation, name="automation")
app.add_typer(dead_letters.dlq, name="dlq")
app.add_typer(imports.imports, name="import")
app.add_typer(imports.knowledge, name="knowledge")
app.add_typer(projections.projections, name="projections")
tenants.sources.command("argocd-notifications")(notifications.argocd_notifications)
app.add_typer(rules.rules, name="rules")
app.add_typer(runbooks.runbooks, name="runbooks")
slos.slos.command("backtest")(slo_backtest.backtest_)
slos.slos.command("import")(slo_files.import_)
slos.slos.command()(slo_files.export)
app.add_typer(slos.slos, name="slos")
app.add_typer(tenants.sources, name="sources")
app.add_typer(tenants.keys, name="keys")


def run() -> None:
    if needed := _groups_needed(sys.argv[1:]):
        attach_operations(needed)
    try:
        app()
    except TRANSIENT as away:
        raise SystemExit(_away(away)) from None
    except psycopg.errors.UndefinedTable as missing:
        raise SystemExit(f"error: the schema is not there ({missing}); bring it up with `sre migrate`") from None


def attach_operations(needed: Collection[str] = ALL_GROUPS) -> None:
    """Adds what the table of operations has in these groups to the commands above."""
    from cli.operations import attach  # noqa: PLC0415 - the table is not needed to run the system
    from cli.triage import triage  # noqa: PLC0415 - as above

    existing = {
        "incidents": incidents.incidents,
        "approvals": approvals.approvals,
        "import": imports.imports,
        "knowledge": imports.knowledge,
        "rules": rules.rules,
        "runbooks": runbooks.runbooks,
        "slos": slos.slos,
        "triage": triage,
    }
    app.add_typer(triage, name="triage")
    attach(app, existing, needed)


def _groups_needed(arguments: list[str]) -> tuple[str, ...]:
    """Help and completion show all there is; a command that was chosen does not wait for those of other groups."""
    chosen = next((argument for argument in arguments if not argument.startswith("-")), None)
    if chosen is None or "_SRE_COMPLETE" in os.environ:
        return ALL_GROUPS
    return (chosen,) if chosen in ALL_GROUPS else ()


def _away(away: Exception) -> str:
    return f"error: the database does not answer ({type(away).__name__}); start it with `make run` or `sre run`"
