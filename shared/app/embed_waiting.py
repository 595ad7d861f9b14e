"""Giving vectors to texts that have none. Words find a document at once; its meaning does a moment later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from shared.app.apart import Apart
from shared.kernel.batches import grouped
from shared.kernel.ids import TenantId
from shared.ports.embedding import Embedder
from shared.ports.projections import FactEnvelope, Unread
from shared.ports.vectors import VectorStore, Waiting
from shared.projections.projection import aggregate_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedWaiting:
    """``embedders``: the one that is read by, and, while texts move from one model to the next, the other."""

    store: VectorStore
    embedders: Sequence[Embedder]

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(embedder.model for embedder in self.embedders)

    def announce(self, facts: Iterable[FactEnvelope | Unread]) -> None:
        """Documents that these facts may have given other texts, as soon as the texts are there."""
        documents: dict[TenantId, set[UUID]] = {}
        for fact in facts:
            if not isinstance(fact, Unread) and self.embedders:
                documents.setdefault(fact.tenant_id, set()).add(aggregate_of(fact.data))
        for tenant_id, changed in documents.items():
            self.store.announce(tenant_id, sorted(changed), self.models)

    def __call__(self, limit: int, apart: Apart | None = None) -> int:
        """At most ``limit`` documents, of tenants in turn; how many texts were embedded.

        Raises EmbedderUnavailable: they wait on. Whatever else fails with single documents is kept in ``apart``, or
        raised at the end where none is given.
        """
        embedded: list[int] = []
        kept = apart or Apart()
        waiting = self.store.waiting(limit, without=kept.tenants)
        for tenant_id, several in grouped(waiting, lambda each: each.tenant_id):
            kept.do(tenant_id, several, partial(self._of_tenant, tenant_id, embedded))
        if apart is None:
            kept.tell()
        return sum(embedded)

    def look_again(self, limit: int) -> int:
        """Texts that nobody announced wait too: after a rebuild, and for a model that is new. How many documents."""
        missing = self.store.missing(self.models, limit)
        for tenant_id, several in grouped(missing, lambda each: each[0]):
            self.store.announce(tenant_id, [document for _tenant, document in several], self.models)
        return len(missing)

    def _of_tenant(self, tenant_id: TenantId, embedded: list[int], waiting: Sequence[Waiting]) -> None:
        documents = [each.document_id for each in waiting]
        for embedder in self.embedders:
            texts = self.store.texts(tenant_id, documents, embedder.model)
            if texts:
                vectors = embedder.embed(list(texts.values()))
                self.store.keep(tenant_id, embedder.model, dict(zip(texts, vectors, strict=True)))
                embedded.append(len(texts))
        self.store.settle(waiting)
