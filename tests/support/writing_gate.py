"""The writer itself behind the API, in the same process: what is asked over HTTP is decided and stored."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.app.handle_intents import HandleIntents
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.envelope import Envelope
from shared.ports.outcome import Outcome
from shared.ports.wake import NoWaker
from tests.support.api import Api


class WritingGate:
    def __init__(self, handle: HandleIntents) -> None:
        self._handle = handle

    def submit(self, envelopes: Sequence[Envelope[Any]]) -> Sequence[Outcome]:
        return self._handle(envelopes[0].tenant_id, envelopes)


def writing_gate(pool: Pool) -> WritingGate:
    """Decides and stores over a pool of the role sre_writer."""
    codec = Codec((*INTENTS, *FACTS))
    handle = HandleIntents(
        store=PostgresFactStore(pool), aggregates=AGGREGATES_BY_TYPE, encode=codec.encode, waker=NoWaker()
    )
    return WritingGate(handle)


@contextmanager
def deciding_api(database_url: str) -> Iterator[Api]:
    with (
        connect_pool(database_url, role="sre_query", application="api-test") as reading,
        connect_pool(database_url, role="sre_writer", application="writer-test") as writing,
    ):
        yield Api(database_url, reading, writing_gate(writing))  # type: ignore[arg-type]
