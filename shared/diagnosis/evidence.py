"""A piece of evidence: what was asked, when, and what came back, with every secret taken out of it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.kernel.canonical import sha256_hex
from shared.kernel.ids import derive
from shared.kernel.value import Value


class EvidenceSource(StrEnum):
    """Who answered."""

    KUBERNETES = "kubernetes"
    """The Kubernetes API of one cluster."""
    ARGOCD = "argocd"
    """The API of one Argo CD."""
    PROMETHEUS = "prometheus"
    """The query API of one Prometheus."""
    CHANGES = "changes"
    """This system's own facts about what changed: syncs, deploys, runbook runs."""
    ALERTS = "alerts"
    """The alerts of the incident, as they were received."""
    FILE = "file"
    """A file that a person handed in."""


class EvidenceProblem(StrEnum):
    """Why a read gave nothing, or not everything."""

    TIMEOUT = "timeout"
    """No answer within the time allowed."""
    UNREACHABLE = "unreachable"
    """No connection, or it broke."""
    UNAUTHORIZED = "unauthorized"
    """The credential is not accepted (401)."""
    FORBIDDEN = "forbidden"
    """The credential may not read this (403)."""
    NOT_FOUND = "not_found"
    """It does not exist (404): for an object that others refer to, that is an answer."""
    EXPIRED = "expired"
    """The list could not be read to its end, because its version is gone (410)."""
    UNAVAILABLE = "unavailable"
    """It answered that it cannot answer now (429, 5xx), or that a part of it did not."""
    TRUNCATED = "truncated"
    """More was there than the cap allows; the text is its beginning, or its end for a log."""
    UNREADABLE = "unreadable"
    """What came back is not of the expected form."""
    NOT_CONFIGURED = "not_configured"
    """Nobody has said where to read it."""


class Evidence(Value):
    """One read. A failed one is evidence too: its text is empty and ``problem`` says why."""

    evidence_id: str
    """Derived from source, target, query and content, so the same answer has the same id."""
    source: EvidenceSource
    """Who answered."""
    target: str
    """Which one of them: the cluster, the Argo CD, the Prometheus, or the file's path."""
    query: Annotated[str, Field(max_length=4_000)]
    """What was asked, as one would repeat it: ``GET /api/v1/namespaces/shop/pods/web-0``; for a file, its lines."""
    title: Annotated[str, Field(max_length=300)]
    """What it is, for people: ``Pod shop/web-0``."""
    from_at: datetime | None = None
    """Start of the time range asked for; None where the question has none."""
    to_at: datetime | None = None
    """End of the time range asked for."""
    read_at: datetime
    """When it was read."""
    text: str = ""
    """The answer with secrets redacted; JSON for objects, plain text for logs."""
    content_hash: str
    """SHA-256 of ``text`` in hexadecimal."""
    size_bytes: int
    """How long the answer was before it was cut."""
    problem: EvidenceProblem | None = None
    """Why it is empty or incomplete; None: it is whole."""
    detail: Annotated[str, Field(max_length=1_000)] = ""
    """The problem in words, redacted."""


def evidence_of(
    source: EvidenceSource,
    target: str,
    query: str,
    *,
    title: str,
    read_at: datetime,
    text: str = "",
    size_bytes: int | None = None,
    from_at: datetime | None = None,
    to_at: datetime | None = None,
    problem: EvidenceProblem | None = None,
    detail: str = "",
) -> Evidence:
    """Names and hashes a read whose ``text`` is redacted already."""
    content_hash = sha256_hex(text)
    identity = derive("evidence", source, target, query, content_hash, problem or "")
    return Evidence(
        evidence_id=str(identity),
        source=source,
        target=target,
        query=query[:4_000],
        title=title[:300],
        from_at=from_at,
        to_at=to_at,
        read_at=read_at,
        text=text,
        content_hash=content_hash,
        size_bytes=len(text.encode()) if size_bytes is None else size_bytes,
        problem=problem,
        detail=detail[:1_000],
    )
