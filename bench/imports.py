"""Things per second that an import brings in, first and again, against parsing the same files and nothing more."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import yaml

from bench.database import a_database
from bench.measure import RUNS, Result, rate, result
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.migrate import migrate
from shared.app.handle_intents import HandleIntents
from shared.app.importing.import_documents import ImportDocuments, ImportRequest
from shared.app.importing.plan import Action
from shared.bootstrap.imports import PARSERS
from shared.domain.published import FACTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Intent
from shared.ports.imports import Document, ImportKind
from shared.ports.outcome import Outcome
from shared.ports.wake import NoWaker

_NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_PER_FILE = 20


class _Gate:
    """The writer, in this process."""

    def __init__(self, handle: HandleIntents) -> None:
        self._handle = handle

    def submit(self, envelopes: Sequence[Envelope[Intent]]) -> Sequence[Outcome]:
        return self._handle(envelopes[0].tenant_id, envelopes)


def run() -> Iterator[Result]:
    with a_database("imports") as database:
        migrate(database.url)
        writing = connect_pool(database.url, role="sre_writer", application="bench-imports", max_size=1)
        reading = connect_pool(database.url, role="sre_query", application="bench-imports", max_size=1)
        handle = HandleIntents(
            store=PostgresFactStore(writing), aggregates=AGGREGATES_BY_TYPE, encode=Codec(FACTS).encode, waker=NoWaker()
        )
        bring_in = ImportDocuments(state=PostgresCurrentState(reading), gate=_Gate(handle), parsers=PARSERS)
        for kind, (documents, count) in _COMPANY.items():
            first, again, limits = list[float](), list[float](), list[float]()
            for _ in range(RUNS):
                tenant = TenantId(uuid4())
                database.execute(f"INSERT INTO access.tenant VALUES ('{tenant}', '{tenant}', 'bench')")
                first.append(rate(count, lambda: _once(bring_in, tenant, kind, documents, Action.CREATE, count)))  # noqa: B023
                again.append(rate(count, lambda: _once(bring_in, tenant, kind, documents, Action.SAME, count)))  # noqa: B023
                limits.append(rate(count, lambda: _only_parsed(documents)))  # noqa: B023
            yield result(f"import: {count} of {kind}", "things/s", first, limits, "PyYAML reading the same files")
            yield result(f"import again: {count} of {kind}", "things/s", again, limits, "PyYAML reading the same files")
        reading.close()
        writing.close()


def _once(
    bring_in: ImportDocuments, tenant: UUID, kind: ImportKind, documents: Sequence[Document], action: Action, count: int
) -> None:
    done = bring_in(
        ImportRequest(
            tenant_id=TenantId(tenant),
            actor="human:bench",
            kind=kind,
            source="bench",
            documents=documents,
            whole=True,
            dry_run=False,
            take_over=False,
            at=_NOW,
        )
    )
    if len(done.lines) != count or any(line.action is not action for line in done.lines):
        raise RuntimeError(f"{count} x {action} was asked for, and not {done.lines[0]}")


def _only_parsed(documents: Sequence[Document]) -> None:
    for document in documents:
        text = document.text.split("---")[1] if document.path.endswith(".md") else document.text
        for _ in yaml.load_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass


def _entity(number: int) -> str:
    return f"""apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: service-{number}
  description: Does the work number {number}.
  annotations:
    pagerduty.com/service-id: P{number}
    backstage.io/kubernetes-id: service-{number}
  tags: [java, tier-{number % 3}]
spec:
  type: service
  lifecycle: production
  owner: team-{number % 40}
  system: system-{number % 100}
  dependsOn: [component:service-{(number + 1) % 2_000}, component:service-{(number + 7) % 2_000}]
"""


def _objective(number: int) -> str:
    return f"""apiVersion: openslo/v1
kind: SLO
metadata: {{name: objective-{number}}}
spec:
  description: How often number {number} answers.
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 28d, isRolling: true}}]
  indicator:
    metadata: {{name: indicator-{number}}}
    spec:
      ratioMetric:
        counter: true
        good: {{metricSource: {{type: Prometheus, spec: {{query: "sum(good{{n='{number}'}})"}}}}}}
        total: {{metricSource: {{type: Prometheus, spec: {{query: "sum(total{{n='{number}'}})"}}}}}}
  objectives: [{{target: 0.999}}]
"""


def _runbook(number: int) -> str:
    steps = "\n".join(
        f"{step}. Look at part {step}\n\n   ```bash\n   kubectl get pods -l part={step}\n   ```\n   Verify: it is up\n"
        for step in range(1, 8)
    )
    return (
        f"---\nalerts: [Alert{number}]\nowner: team-{number % 40}\n---\n# Mend number {number}\n\n## Steps\n\n{steps}"
    )


def _files(texts: Sequence[str], ending: str, per_file: int) -> list[Document]:
    return [
        Document(f"{start:05}.{ending}", "---\n".join(texts[start : start + per_file]))
        for start in range(0, len(texts), per_file)
    ]


_COMPANY: Mapping[ImportKind, tuple[Sequence[Document], int]] = {
    ImportKind.BACKSTAGE: (_files([_entity(n) for n in range(2_000)], "yaml", _PER_FILE), 2_000),
    ImportKind.RUNBOOKS: (_files([_runbook(n) for n in range(500)], "md", 1), 500),
    ImportKind.OPENSLO: (_files([_objective(n) for n in range(300)], "yaml", _PER_FILE), 300),
}
