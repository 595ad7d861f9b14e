"""`sre demo`: a whole incident in front of a person, on the real system and a small invented world."""

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.answering import console, fail, progress_console
from cli.demo_system import demo_system
from cli.demo_walk import DemoWalk, heading
from cli.demo_world import DemoSide
from cli.installation import Installation

#: Seconds in which what was done must have worked: nobody wants to watch for long how nothing happens.
_SHORT_S, _LONG_S = 60, 240


def demo(
    *,
    fails: Annotated[bool, typer.Option("--fail", help="What is done does not help: see the way back.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Say yes without asking, and do not stay at the end.")] = False,
    in_console: Annotated[
        bool,
        typer.Option("--console", help="Live through it in the console, by the link that is printed."),
    ] = False,
) -> None:
    """Play an incident: a commit breaks a service, and you watch it being found, answered and written down.

    Everything is real but the company: the system as `sre run` starts it, a Kubernetes API, an Argo CD and a forge
    over a git repository. You are asked once, for the yes to the exact plan. It takes about two minutes.

    Example: sre demo --fail
    """
    with tempfile.TemporaryDirectory(prefix="sre-demo-") as directory, ExitStack() as stack:
        with progress_console().status("starting the system and the company's world …"):
            installation = stack.enter_context(demo_system(Path(directory), stubborn=fails))
        _play(installation, fails=fails, yes=yes, in_console=in_console)


def _play(installation: Installation, *, fails: bool, yes: bool, in_console: bool) -> None:
    side = DemoSide(installation)
    patience_s = _SHORT_S if fails else _LONG_S
    agree = None if in_console else lambda question: yes or typer.confirm(question)
    walk = DemoWalk(installation, side, agree, verify_within_s=patience_s)
    if in_console:
        heading("Open this and be ana: the incident arrives there in a moment. Be ruth to say yes to what is proposed")
        console.print(f"  {installation.local['console_url']}", markup=False, highlight=False, soft_wrap=True)
    walk.begin()
    triage = walk.play()
    _tell_end(triage, fails=fails)
    _tell_places(installation, side)
    if not yes:
        typer.prompt("\nEverything still runs; look around. Enter ends it", default="", show_default=False)
    if triage["standing"] != ("escalated" if fails else "completed"):
        fail(f"it ended {triage['standing']}: {triage['ended_because']}")


def _tell_end(triage: Mapping[str, Any], *, fails: bool) -> None:
    if fails:
        heading("It did not help, which was seen and not hoped away; it was taken back, and a person goes on")
    else:
        heading("It holds. What happened is in the index for the next time, and a postmortem waits for its author")
    if triage["ended_because"]:
        console.print(f"  {triage['ended_because']}", markup=False, highlight=False)


def _tell_places(installation: Installation, side: DemoSide) -> None:
    data, places = installation.data.path, side.places
    told = (
        ("the console", "sre console --data-dir " + str(data)),
        ("the incident", f"sre incidents show INC-1 --data-dir {data}"),
        ("what was found, and why", f"sre triage explain INC-1 --data-dir {data}"),
        ("the note for the next time", f"sre patterns search --symptoms 'pricing crash' --data-dir {data}"),
        ("drafts of postmortems", f"sre postmortems search --data-dir {data}"),
        ("the commits", f"git -C {places.repository} log --stat main"),
        ("all that was changed outside", f"cat {places.world / 'audit.jsonl'}"),
        ("the cluster", f"kubectl --server {side.cluster_url} get pods -A"),
        ("Argo CD", f"curl {side.argocd_url}/api/v1/applications/pricing"),
        ("the API, with every operation", f"{installation.local['api_url']}/docs"),
    )
    heading("Where each thing can be seen")
    for what, where in told:
        console.print(f"  {what:<30} {where}", markup=False, highlight=False)
