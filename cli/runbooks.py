"""`sre runbooks show-execution` and `sre runbooks cancel`: a run as a checklist, and its end before its time."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from cli.answering import console, show_json, show_table
from cli.installation import remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.adapters.contracts.command_names import HELP

runbooks = typer.Typer(no_args_is_help=True, help=HELP["runbooks"])

Url = Annotated[str | None, typer.Option(help="An installation elsewhere.", envvar="SRE_URL")]
Token = Annotated[str | None, typer.Option(help="Its key.", envvar="SRE_TOKEN")]
Runbook = Annotated[str, typer.Argument(metavar="RUNBOOK_ID", help="Its id; `sre runbooks list` shows them.")]
Execution = Annotated[
    str, typer.Argument(metavar="EXECUTION_ID", help="Its id; `sre runbooks executions RUNBOOK_ID` shows them.")
]


@runbooks.command("show-execution")
def show_execution(
    runbook: Runbook,
    execution: Execution,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    url: Url = None,
    token: Token = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show an execution step by step: what is done, what waits, for whom, and what it said.

    Example: sre runbooks show-execution 5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e 77b1c7a4-02a5-4b43-9b0e-5a1de3d2b1aa
    """
    found = remote_or_local(data_dir, url, token).get(f"/v1/runbooks/{runbook}/executions/{execution}")
    if as_json:
        show_json(found)
        return
    for line in told(found):
        console.print(line, markup=False, highlight=False)
    rows = ((step["step_id"], step["status"], _by_whom(step), step["title"], _said(step)) for step in found["steps"])
    show_table(("STEP", "STATUS", "BY", "WHAT", "SAID"), rows, empty="it has no steps")


@runbooks.command()
def cancel(
    runbook: Runbook,
    execution: Execution,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    data_dir: DataDir = DEFAULT_DATA_DIR,
    url: Url = None,
    token: Token = None,
) -> None:
    """End an execution: nothing further is begun, and a yes that was given is void.

    Example: sre runbooks cancel 5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e 77b1c7a4-02a5-4b43-9b0e-5a1de3d2b1aa
    """
    body = {"execution_id": execution, "outcome": "cancelled", "note": note}
    remote_or_local(data_dir, url, token).ask("POST", f"/v1/runbooks/{runbook}/executions/complete", body, {})
    console.print("cancelled", markup=False)


def told(execution: Mapping[str, Any]) -> Iterator[str]:
    """What stands above the steps: where it is, and for whose yes it waits."""
    state = execution["outcome"] or "under way"
    yield f"Runbook {execution['slug']} version {execution['runbook_version']}: {state}"
    if execution["reason"]:
        yield f"Because: {execution['reason']}"
    yield f"Asked by {execution['requested_by']} at {execution['requested_at']}"
    for approval in execution["approvals"]:
        covers = ", ".join(approval["step_ids"]) or "taking back what was done"
        answer = f"{approval['verdict']} by {approval['answered_by']}" if approval["verdict"] else "nobody has answered"
        yield f"Approval {approval['approval_id']} of {covers} ({approval['risk']} risk): {answer}"


def _by_whom(step: Mapping[str, Any]) -> str:
    if step["completed_by"]:
        return str(step["completed_by"])
    return "a machine" if step["action"] else "a person"


def _said(step: Mapping[str, Any]) -> str:
    return "; ".join((step["output"] or "", *step["references"])).strip("; ")
