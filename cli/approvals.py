"""`sre approvals show` and `sre approvals approve`: a yes is said to what was read, byte for byte."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from cli.answering import console, fail, harmless, show_json, show_table
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.adapters.contracts.command_names import HELP

approvals = typer.Typer(no_args_is_help=True, help=HELP["approvals"])

Url = Annotated[str | None, typer.Option(help="An installation elsewhere.", envvar="SRE_URL")]
Token = Annotated[str | None, typer.Option(help="Its key.", envvar="SRE_TOKEN")]
Approval = Annotated[str, typer.Argument(metavar="APPROVAL_ID", help="Its id; `sre approvals list` shows them.")]


@approvals.command()
def show(
    approval: Approval,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    url: Url = None,
    token: Token = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show one approval: the exact plan, its dry run, the risk, until when, and what has changed since.

    Example: sre approvals show 5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e
    """
    installation = remote_or_local(data_dir, url, token)
    found = installation.get(f"/v1/approvals/{approval}")
    since = since_asked(installation, found)
    if as_json:
        show_json({**found, "since": since})
    else:
        show_approval(found)
        show_since(since)


@approvals.command()
def approve(
    approval: Approval,
    comment: Annotated[str | None, typer.Option(help="What you have to say about it.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    url: Url = None,
    token: Token = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for those who have read it already.")] = False,
) -> None:
    """Read a plan and say yes to exactly that.

    The hash of what is shown goes with the answer: a plan that is another by then is refused.

    Example: sre approvals approve 5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e --comment "Checked with payments"
    """
    say_yes(remote_or_local(data_dir, url, token), approval, comment, is_sure=yes)


def say_yes(installation: Installation, approval: str, comment: str | None, *, is_sure: bool) -> None:
    """Shows the plan, asks, and sends the hash of what was shown."""
    found = installation.get(f"/v1/approvals/{approval}")
    show_approval(found)
    show_since(since_asked(installation, found))
    if found["status"] != "requested":
        fail(f"it is {found['status']}: there is nothing to say yes to")
    if not is_sure and not typer.confirm("Say yes to exactly this?"):
        fail("nothing was approved; `sre approvals reject` says no")
    grant(installation, found, comment)
    console.print("granted", markup=False)


def grant(installation: Installation, found: Mapping[str, Any], comment: str | None) -> None:
    """Says yes to what was shown: another plan by then is refused."""
    said = {"plan_hash": found["plan_hash"], "dry_run_hash": found["dry_run_hash"], "comment": comment}
    path = f"/v1/approvals/{found['approval_id']}/grant"
    installation.ask("POST", path, said, {"If-Match": f'"{found["version"]}"'})


def since_asked(installation: Installation, approval: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What has changed since it was asked for; None: nothing waits for it any more."""
    if approval["status"] not in ("requested", "granted"):
        return None
    compared: Mapping[str, Any] = installation.ask("POST", f"/v1/approvals/{approval['approval_id']}/compare", {}, {})
    return compared


def show_since(since: Mapping[str, Any] | None) -> None:
    """What is otherwise now, what its targets look like, and in which lines the dry runs differ."""
    if since is None:
        return
    console.print("\nSINCE IT WAS ASKED FOR", markup=False, style="bold")
    for line in since["differences"] or ("nothing that it rests on has changed",):
        console.print("  " + harmless(line), markup=False, highlight=False)
    for each in since["present"]:
        told = f"{each['subject']}: {each['what']} is {each['value']}"
        console.print("  " + harmless(told), markup=False, highlight=False)
    for line in since["dry_run_difference"]:
        console.print("  " + harmless(line), markup=False, highlight=False)


def show_approval(approval: Mapping[str, Any]) -> None:
    definition = approval["definition"]
    told = (
        ("title", definition["title"]),
        ("status", approval["status"]),
        ("risk", definition["risk"]),
        ("asked by", approval["requested_by"]),
        ("made by", definition["proposed_by"]),
        ("incident", definition["incident_id"]),
        ("until", approval["expires_at"]),
        ("granted by", approval["granted_by"]),
        ("ended", approval["ended_at"]),
        ("because", approval["reason"]),
        ("plan hash", approval["plan_hash"]),
    )
    show_table(("FIELD", "VALUE"), ((name, value) for name, value in told if value is not None), empty="nothing")
    for title, text in (("PLAN", definition["plan"]), ("DRY RUN", definition["dry_run"])):
        if text is not None:
            console.print(f"\n{title}", markup=False, style="bold")
            for line in _laid_out(text).splitlines():
                console.print("  " + harmless(line), markup=False, highlight=False)


def _laid_out(text: str) -> str:
    """JSON in lines that one can read; anything else as it is."""
    try:
        return json.dumps(json.loads(text), indent=2)
    except ValueError:
        return text
