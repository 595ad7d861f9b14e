"""`sre feed`: what changed, line by line, as it happens."""

import json
import time
from collections.abc import Iterator
from typing import Annotated, Any

import httpx
import typer

from cli.answering import console, fail
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir

_BACK_AFTER_S = 2.0
_LAST = 20


def feed(
    after: Annotated[int | None, typer.Option(min=0, help="Go on after this position; 0 is the beginning.")] = None,
    last: Annotated[int, typer.Option(min=0, max=1_000, help="Begin with so many that happened before.")] = _LAST,
    kinds: Annotated[str, typer.Option(help="Of which kinds of things, with commas: incident,alert.")] = "",
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Stay; Ctrl-C ends it.")] = False,
    url: Annotated[str | None, typer.Option(envvar="SRE_URL", help="An installation elsewhere.")] = None,
    token: Annotated[str | None, typer.Option(envvar="SRE_TOKEN", help="Its key.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed, oldest first: when, what, and at which position.

    Example: sre feed --kinds incident,alert --follow
    """
    installation = remote_or_local(data_dir, url, token)
    wanted = {"follow": str(follow).lower()}
    wanted |= {"kinds": kinds} if kinds else {}
    wanted |= {"last": str(last)} if after is None else {"after": str(after)}
    place: str | None = None
    try:
        while True:
            for id_, name, data in _events(installation, wanted, place):
                place = id_ or place
                if name:
                    _show(name, data, as_json=as_json)
            if not follow:
                return
            time.sleep(_BACK_AFTER_S)
    except KeyboardInterrupt:
        return


def _events(installation: Installation, wanted: dict[str, str], place: str | None) -> Iterator[tuple[str, str, Any]]:
    """Id, name and data of each; after a break one comes back with the last id."""
    headers = {} if place is None else {"Last-Event-ID": place}
    told: dict[str, str] = {}
    try:
        with installation.stream("/v1/feed", wanted, headers) as lines:
            for line in lines:
                name, _, value = line.partition(": ")
                if line:
                    told[name] = value
                    continue
                yield told.get("id", ""), told.get("event", ""), json.loads(told.get("data", "null"))
                told = {}
    except httpx.TransportError as away:
        if place is None:
            fail(f"{installation.local['api_url']} does not answer ({type(away).__name__})")


def _show(name: str, data: Any, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"event": name, **data}), flush=True)
    elif name == "reset":
        console.print("reset: more happened than is told here; look at the lists anew", markup=False, highlight=False)
    else:
        what = data["type"].removeprefix("io.ameide.sre.fact.").removesuffix(".v1")
        of = f"{data['aggregate_type']} {data['aggregate_id']} v{data['version']}"
        line = f"{data['occurred_at'][:19]}  {data['position']:>8}  {what:<32}  {of}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
