"""Wires what the operator drives again: as each tenant's administrator would, with an entry in the tenant's audit."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from shared.adapters.postgres.connection import connect_pool
from shared.app.redrive_for_operator import RedriveForOperator
from shared.bootstrap.administration import ROLE, administration_reads, build_administration
from shared.bootstrap.dead_letters import open_dead_letters


@contextmanager
def open_redrive(database_url: str) -> Iterator[RedriveForOperator]:
    """The login acts as sre_admin, which sees everybody's, and as sre_tenant_admin, which drives one tenant's."""
    with (
        open_dead_letters(database_url) as dead_letters,
        closing(connect_pool(database_url, role=ROLE, application="sre-dlq-redrive", max_size=2)) as pool,
    ):
        administration = build_administration(pool, administration_reads(pool))
        yield RedriveForOperator(
            waiting=dead_letters.waiting, of_tenant=administration.redrive, of_nobody=dead_letters.of_nobody
        )
