"""Giving vectors to texts that have none. Words find a document at once; its meaning does once its text has settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from shared.app.apart import Apart
from shared.app.cpu_budget import CpuBudget, unlimited
from shared.kernel.batches import batched, grouped
from shared.kernel.ids import TenantId
from shared.ports.embedding import Embedder, TokenEmbedder, Vector
from shared.ports.projections import FactEnvelope, Unread
from shared.ports.vectors import VectorStore, WaitingDocument, WantedModel
from shared.ports.wake import EMBEDDINGS, NoWaker, Waker
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.settling import settled_documents

#: Texts between two looks at the budget: about a quarter of a second of a slow core.
_PIECE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedWaiting:
    """``embedders``: the one that is read by, and, while texts move from one model to the next, the other."""

    store: VectorStore
    embedders: Sequence[Embedder]
    settle_s: float = 0.0
    """Seconds without a change after which the text of an open incident counts as settled."""
    longest_s: float = 3600.0
    """Seconds after which it is embedded although it goes on changing."""
    budget: CpuBudget = field(default_factory=unlimited)
    waker: Waker = field(default_factory=NoWaker)
    """Told as soon as a text has settled, so that its meaning need not wait for the clock."""

    @property
    def models(self) -> tuple[WantedModel, ...]:
        return tuple(_wanted(embedder) for embedder in self.embedders)

    def announce(self, facts: Iterable[FactEnvelope | Unread]) -> None:
        """Documents that these facts may have given other texts wait from now on, until they have settled."""
        if not self.embedders:
            return
        changed = settled_documents(fact for fact in facts if not isinstance(fact, Unread))
        for tenant_id, documents in changed.items():
            rests = {each: 0.0 if settled else self.settle_s for each, settled in sorted(documents.items())}
            self._announce(tenant_id, rests)
        if any(settled for documents in changed.values() for settled in documents.values()):
            self.waker.wake(EMBEDDINGS)

    def __call__(self, limit: int, apart: Apart | None = None) -> int:
        """At most ``limit`` documents that are due, of tenants in turn; how many texts were embedded.

        It ends early where the budget does; what was embedded until then is kept. Raises EmbedderUnavailable: they wait
        on. Whatever else fails with single documents is kept in ``apart``, or raised at the end where none is given.
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
        for tenant_id, several in grouped(missing, lambda each: each.tenant_id):
            # An incident may be on its way to being announced.
            rests = {each.document_id: self.settle_s if each.kind == Kind.INCIDENT else 0.0 for each in several}
            self._announce(tenant_id, rests)
        return len(missing)

    def _announce(self, tenant_id: TenantId, rests: Mapping[UUID, float]) -> None:
        self.store.announce(tenant_id, rests, self.models, longest_s=self.longest_s)

    def _of_tenant(self, tenant_id: TenantId, embedded: list[int], waiting: Sequence[WaitingDocument]) -> None:
        documents = [each.document_id for each in waiting]
        for embedder in self.embedders:
            texts = self.store.texts(tenant_id, documents, _wanted(embedder))
            for piece in batched(list(texts), _PIECE):
                if not self.budget.allows():
                    return
                with self.budget.spending():
                    vectors, tokens = _read(embedder, {content_hash: texts[content_hash] for content_hash in piece})
                self.store.keep(tenant_id, embedder.model, vectors, tokens)
                embedded.append(len(piece))
        self.store.settle(waiting)


def _wanted(embedder: Embedder) -> WantedModel:
    return WantedModel(embedder.model, tokens=isinstance(embedder, TokenEmbedder))


def _read(embedder: Embedder, texts: Mapping[str, str]) -> tuple[Mapping[str, Vector], Mapping[str, bytes]]:
    """Gives vectors and, where the model reads tokens, those, by content hash."""
    if not isinstance(embedder, TokenEmbedder):
        return dict(zip(texts, embedder.embed(list(texts.values())), strict=True)), {}
    read = dict(zip(texts, embedder.read(list(texts.values())), strict=True))
    vectors = {content_hash: each.vector for content_hash, each in read.items()}
    return vectors, {content_hash: each.tokens for content_hash, each in read.items()}
