"""`sre triage explain`, `approve` and `reject`: what a triage found, to be read, and the answer to its plan."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from cli.answering import console, fail, show_json
from cli.approvals import Token, Url, say_yes
from cli.incidents import id_of
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.app.operations.triage.view import TriageView
from shared.processes.incident_triage.remedy_timeline import outcome_lines, verified_lines
from shared.processes.incident_triage.timeline import (
    diagnosis_lines,
    evidence_lines,
    lookup_lines,
    pattern_lines,
    plan_lines,
)
from shared.processes.wording import one_line

triage = typer.Typer(no_args_is_help=True, help="What looks into incidents, what it found, and what that rests on.")

Incident = Annotated[str, typer.Argument(help="Its number (INC-42 or 42) or its id.")]


@triage.command()
def explain(
    incident: Incident,
    run: Annotated[int | None, typer.Option(min=1, help="Which run; the newest without it.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    as_json: AsJson = False,
    url: Url = None,
    token: Token = None,
) -> None:
    """Tell what is known, what is broken and why, and what could be done.

    Example: sre triage explain INC-7
    """
    installation = remote_or_local(data_dir, url, token)
    asked = {} if run is None else {"run": run}
    found = installation.ask("GET", f"/v1/incidents/{id_of(installation, incident)}/triage", asked, {})
    if as_json:
        show_json(found)
        return
    for line in explained(found):
        console.print(line, markup=False, highlight=False)


@triage.command()
def approve(
    incident: Incident,
    comment: Annotated[str | None, typer.Option(help="What you have to say about it.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    url: Url = None,
    token: Token = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for those who have read it already.")] = False,
) -> None:
    """Read the plan that waits for a yes, with its dry run, and say yes to exactly that.

    Example: sre triage approve INC-7
    """
    installation = remote_or_local(data_dir, url, token)
    say_yes(installation, _asked(installation, incident), comment, is_sure=yes)


@triage.command()
def reject(
    incident: Incident,
    reason: Annotated[str, typer.Option(help="Why not.")],
    data_dir: DataDir = DEFAULT_DATA_DIR,
    url: Url = None,
    token: Token = None,
) -> None:
    """Say no to the plan that waits for a yes; a person goes on then.

    Example: sre triage reject INC-7 --reason "the release is rolled back by hand"
    """
    installation = remote_or_local(data_dir, url, token)
    approval = _asked(installation, incident)
    installation.ask("POST", f"/v1/approvals/{approval}/reject", {"reason": reason}, {})
    console.print("rejected", markup=False)


def _asked(installation: Installation, incident: str) -> str:
    """The approval that the newest run of the incident's triage waits for."""
    found = installation.get(f"/v1/incidents/{id_of(installation, incident)}/triage")
    if found["approval"] is None:
        fail("nobody is asked for a yes; `sre triage explain` says how far it is")
    return str(found["approval"]["approval_id"])


def explained(found: Mapping[str, Any]) -> Iterator[str]:
    """The triage as it is answered, in paragraphs; what is not there yet is left out."""
    triage_ = TypeAdapter(TriageView).validate_python(found)
    yield f"Triage {triage_.run}, {triage_.standing.replace('_', ' ')}: {triage_.reason}"
    if triage_.lookup is not None:
        yield ""
        yield from lookup_lines(triage_.lookup)
    if triage_.diagnosis is not None:
        yield ""
        yield from evidence_lines(triage_.evidence)
        yield ""
        yield from pattern_lines(triage_.pattern)
        yield from diagnosis_lines(triage_.diagnosis)
    if triage_.plan is not None:
        yield ""
        yield from plan_lines(triage_.plan, triage_.plan_reason or "", triage_.gates)
    yield from _carried_out(triage_)
    if triage_.ended_because is not None:
        yield ""
        yield f"It is over: {triage_.ended_because}"


def _carried_out(triage_: TriageView) -> Iterator[str]:
    """Who was asked, what was done, and whether it has worked."""
    approval, verification = triage_.approval, triage_.verification
    if approval is not None:
        yield ""
        by = f" by {one_line(approval.decided_by)}" if approval.decided_by else ""
        yield f"Approval {approval.approval_id}: {approval.decision or 'somebody has to say yes'}{by}"
        yield f"Good until {approval.expires_at:%Y-%m-%d %H:%M} UTC, plan {approval.plan_hash[:12]}"
    if triage_.outcome is not None:
        yield ""
        yield from outcome_lines(triage_.outcome)
    if verification is not None and verification.verified is None:
        yield ""
        yield f"Watched whether it has worked, by {verification.deadline:%Y-%m-%d %H:%M} UTC"
    elif verification is not None:
        yield ""
        verified = bool(verification.verified)
        yield from verified_lines(verification.reason or "", verification.reading, verified=verified)
