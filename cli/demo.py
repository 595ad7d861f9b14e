"""`sre demo-data`: something to look around in."""

import time
from typing import Annotated, Any
from uuid import UUID

import typer

from cli.answering import console, fail
from cli.installation import Installation, database_url, open_installation
from cli.options import DEFAULT_DATA_DIR, DataDir
from cli.running import health
from local.environment import AUDIENCE, ISSUER, SAMPLE, SERVICE
from shared.ports.outcome import CommandGate, WriterUnavailable

_PATIENCE_S = 60.0
#: The health report is remembered for a second.
_PAUSE_S = 1.2
#: It must have heard of the rules before it hears of the alerts.
_LISTENER = "triage-alert-correlation.facts"

Seed = Annotated[int, typer.Option(min=0, help="Another seed is another history; an installation holds one.")]


def demo_data(seed: Seed = 7, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Tell a running installation three months of an invented company. Twice changes nothing.

    Services, schedules, alerts, incidents with what people wrote in them, runbooks, objectives, postmortems: all of it
    goes to the writer, as of the time when it would have happened, into the tenant `sample`.

    Example: sre demo-data --seed 7
    """
    from local.demo.history import history, preface  # noqa: PLC0415 - the story is long
    from local.demo.writing import WriteCounts, tell  # noqa: PLC0415

    installation = open_installation(data_dir)
    scene = _scene(installation, sample_tenant(data_dir), seed)
    gate, told = writer_gate(installation), WriteCounts()
    first, rest = preface(scene), history(scene)
    with _progress() as progress:
        task = progress.add_task("telling", total=len(first) + len(rest))
        try:
            tell(gate, scene.tenant_id, first, told, lambda more: progress.advance(task, more))
            if told.new:
                _wait_for_listener(installation)
            tell(gate, scene.tenant_id, rest, told, lambda more: progress.advance(task, more))
        except WriterUnavailable as away:
            fail(f"{away}; run it again, what has arrived is known")
    _report(told, scene.seed)


def _report(told: Any, seed: int) -> None:
    for why, count in sorted(told.refused.items()):
        console.print(f"refused ({count}): {why}", markup=False, highlight=False)
    if told.measured:
        console.print(f"{told.measured:,} windows of objectives had been measured already and stay as they are")
    if told.new:
        console.print(
            f"told {told.new:,} requests (seed {seed}), {told.facts:,} facts followed; {told.again:,} were known"
        )
    else:
        console.print(f"nothing changed: all {told.again:,} requests (seed {seed}) were known")
    if told.refused:
        raise typer.Exit(1)


def _scene(installation: Installation, tenant_id: UUID, seed: int) -> Any:
    """The history that stands there goes on to be the same, however late it is asked for again."""
    from local.demo.history import about_id, recorded  # noqa: PLC0415
    from local.demo.scene import Scene  # noqa: PLC0415
    from shared.domain.knowledge_document.values import KnowledgeContent  # noqa: PLC0415
    from shared.kernel.ids import TenantId  # noqa: PLC0415
    from shared.ports.clock import SystemClock  # noqa: PLC0415

    tenant = TenantId(tenant_id)
    now = SystemClock().now().replace(second=0, microsecond=0)
    found = installation.find(f"/v1/knowledge-documents/{about_id(tenant)}")
    known = recorded(KnowledgeContent.model_validate(found["content"])) if found else None
    if known is None:
        return Scene(tenant_id=tenant, now=now, seed=seed)
    if known[1] != seed:
        fail(f"it holds the history of seed {known[1]}; another one needs another --data-dir")
    return Scene(tenant_id=tenant, now=known[0], seed=seed)


def sample_tenant(data_dir: Any) -> UUID:
    from shared.adapters.postgres.connection import connect_pool  # noqa: PLC0415
    from shared.adapters.postgres.provision import Provisioning  # noqa: PLC0415

    pool = connect_pool(database_url(data_dir), role="sre_admin", application="sre-cli", max_size=1)
    try:
        return Provisioning(pool).tenant(SAMPLE)
    finally:
        pool.close()


def writer_gate(installation: Installation) -> CommandGate:
    from shared.adapters.cloudevents.codec import Codec  # noqa: PLC0415
    from shared.adapters.http.service_identity import TokenSigner  # noqa: PLC0415
    from shared.adapters.http.writer_client import WriterClient  # noqa: PLC0415
    from shared.domain.published import INTENTS  # noqa: PLC0415

    url = installation.local.get("writer_url")
    if not url:
        fail("its writer's address is not known; stop it and start it again")
    key = str(installation.data.path / "identity.jwk.json")
    tokens = TokenSigner(key, issuer=ISSUER, caller_email=SERVICE)
    return WriterClient(str(url), audience=AUDIENCE, tokens=tokens, encode=Codec(INTENTS).encode)


def _wait_for_listener(installation: Installation) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        time.sleep(_PAUSE_S)
        report = health(installation)
        line = report.get("subscriptions", {}).get(_LISTENER, {"waiting": 1})
        if not line["waiting"] and not report.get("outbox", {"waiting": 1})["waiting"]:
            return
        if time.monotonic() > deadline:
            fail("the workflows do not come to rest; look at `sre status`, then run it again")


def _progress() -> Any:
    from rich.console import Console  # noqa: PLC0415 - beside what is shown
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
