"""`sre triage explain`: what a triage found, as a text to be read, each sentence with what it rests on."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from cli.answering import console, show_json
from cli.incidents import id_of
from cli.installation import remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.app.operations.triage.view import TriageView
from shared.processes.incident_triage.timeline import (
    diagnosis_lines,
    evidence_lines,
    lookup_lines,
    pattern_lines,
    plan_lines,
)

triage = typer.Typer(no_args_is_help=True, help="What looks into incidents, what it found, and what that rests on.")


@triage.command()
def explain(
    incident: Annotated[str, typer.Argument(help="Its number (INC-42 or 42) or its id.")],
    run: Annotated[int | None, typer.Option(min=1, help="Which run; the newest without it.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    as_json: AsJson = False,
    url: Annotated[str | None, typer.Option(help="An installation elsewhere.", envvar="SRE_URL")] = None,
    token: Annotated[str | None, typer.Option(help="Its key.", envvar="SRE_TOKEN")] = None,
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
    if triage_.ended_because is not None:
        yield ""
        yield f"It is over: {triage_.ended_because}"
