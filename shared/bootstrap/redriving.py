"""Wires what the operator drives again: as each tenant's administrator would, with an entry in the tenant's audit."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

from shared.adapters.postgres.connection import connect_pool
from shared.app.redrive_for_operator import RedriveForOperator
from shared.app.redrive_quarantine import Redriven
from shared.bootstrap.administration import ROLE, administration_reads, build_administration
from shared.bootstrap.dead_letters import open_dead_letters
from shared.ports.put_aside import PutAsideKind

#: ``None``: all that waits of the kind.
Redrive = Callable[[PutAsideKind, Sequence[str] | None], Redriven]


@contextmanager
def open_redrive(database_url: str) -> Iterator[Redrive]:
    """The login acts as sre_admin, which sees everybody's, and as sre_tenant_admin, which drives one tenant's."""
    with (
        open_dead_letters(database_url) as dead_letters,
        closing(connect_pool(database_url, role=ROLE, application="sre-dlq-redrive", max_size=2)) as pool,
    ):
        administration = build_administration(pool, administration_reads(pool))
        of_tenants = RedriveForOperator(
            waiting=dead_letters.waiting, of_tenant=administration.redrive, of_nobody=dead_letters.of_nobody
        )

        def redrive(kind: PutAsideKind, ids: Sequence[str] | None) -> Redriven:
            if kind == "dead-letter" and dead_letters.kept_by_broker:
                return dead_letters.by_broker(ids)
            return of_tenants(kind, ids)

        yield redrive
