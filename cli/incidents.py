"""`sre incidents list` and `sre incidents show`, through the API."""

import re
from typing import Annotated, Any

import typer

from cli.answering import console, fail, show_json, show_table
from cli.installation import Installation, open_installation
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from cli.showing import services_of, show_unheld, suppression_of

incidents = typer.Typer(no_args_is_help=True, help="Look at incidents.")

_NUMBER = re.compile(r"(?:INC-)?(\d{1,18})", re.IGNORECASE)


@incidents.command("list")
def list_(
    status: Annotated[list[str] | None, typer.Option(help="Only with this status; may come several times.")] = None,
    text: Annotated[str, typer.Option(help="Only with these words in number, title or description.")] = "",
    service: Annotated[str, typer.Option(help="Only of this service: its slug, its name or its id.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    as_json: AsJson = False,
) -> None:
    """List incidents, newest first.

    Example: sre incidents list --status open --status acknowledged
    """
    parameters = [("limit", str(limit)), *(("statuses", wanted) for wanted in status or ())]
    asked = [(name, given) for name, given in (("text", text), ("service_id", service)) if given]
    installation = open_installation(data_dir)
    page = installation.get("/v1/incidents", [*parameters, *asked])
    if as_json:
        show_json(page)
        return
    rows = (
        (
            f"INC-{row['number']}",
            row["severity"],
            row["status"],
            _alerts(row),
            _when(row["declared_at"]),
            services_of(row),
            row["title"] + (f" [{silent}]" if (silent := suppression_of(row)) else ""),
        )
        for row in page["items"]
    )
    show_table(
        ("INCIDENT", "SEVERITY", "STATUS", "ALERTS", "DECLARED", "SERVICES", "TITLE"),
        rows,
        empty="no incidents; `sre alert send FILE` opens one",
    )
    show_unheld(installation.get("/v1/alerts/active/count"))


@incidents.command()
def show(
    incident: Annotated[str, typer.Argument(help="Its number (INC-42 or 42) or its id.")],
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    as_json: AsJson = False,
) -> None:
    """Show one incident and what happened in it.

    Example: sre incidents show INC-1
    """
    installation = open_installation(data_dir)
    found = installation.get(f"/v1/incidents/{id_of(installation, incident)}/timeline")
    if as_json:
        show_json(found)
        return
    head = found["incident"]
    console.print(f"INC-{head['number']}  {head['title']}", markup=False, highlight=False)
    console.print(
        f"{head['severity']}, {head['status']}, alerts: {_alerts(head)}, declared {_when(head['declared_at'])}",
        markup=False,
        highlight=False,
    )
    for line in (f"services: {services_of(head)}" * bool(services_of(head)), suppression_of(head)):
        if line:
            console.print(line, markup=False, highlight=False)
    entries = found["entries"]["items"]
    rows = ((_when(entry["occurred_at"]), entry["kind"], entry["text"], entry["actor"]) for entry in entries)
    show_table(("WHEN", "KIND", "WHAT", "WHO"), rows, empty="nothing happened yet")


def id_of(installation: Installation, incident: str) -> str:
    """A number (INC-42 or 42) or the id itself."""
    number = _NUMBER.fullmatch(incident)
    if number is None:
        return incident
    page = installation.get("/v1/incidents", [("text", number.group(1)), ("limit", "200")])
    ids = [row["incident_id"] for row in page["items"] if row["number"] == int(number.group(1))]
    if not ids:
        fail(f"there is no incident {incident}; `sre incidents list` shows what there is")
    return str(ids[0])


def _alerts(incident: dict[str, Any]) -> str:
    """``3`` or ``3 (1 firing)``."""
    firing = incident.get("alerts_firing")
    return f"{incident['alert_count']}" + (f" ({firing} firing)" if firing else "")


def _when(timestamp: str) -> str:
    return timestamp[:19].replace("T", " ")
