"""How long, and how much."""

from typing import Self

from pydantic import Field, model_validator

from shared.settings.base import Settings


class RetentionSettings(Settings):
    """How long what nobody needs any more is kept, and how much of it. History itself (facts and views) is kept."""

    #: How often the clock looks whether something is over its time.
    keep_look_every_s: float = Field(default=60.0, ge=0)
    #: Outcomes by message id: a request that is repeated later is a new one.
    keep_outcomes_days: int = Field(default=35, ge=1)
    #: Messages that a subscription refused too often, and at most so many of them. Before outcomes are forgotten.
    keep_dead_letters_days: int = Field(default=30, ge=1)
    keep_dead_letters: int = Field(default=100_000, ge=100)
    #: Events that the writer, a workflow or a projection could not read; at most so many of each.
    keep_unreadable_days: int = Field(default=90, ge=1)
    keep_unreadable: int = Field(default=100_000, ge=100)
    #: Bodies that intake could not read, counted from when they last came; those that were read in the end, from then.
    keep_quarantine_days: int = Field(default=90, ge=1)
    keep_quarantine_settled_days: int = Field(default=30, ge=1)
    #: Of one source: beyond these, of the oldest large bodies only the beginning is kept, then the oldest entries go.
    quarantine_source_bytes: int = Field(default=100_000_000, ge=1_000_000)
    quarantine_source_entries: int = Field(default=10_000, ge=10)
    #: Requests to compare a source with what we hold.
    keep_reconcile_requests_days: int = Field(default=30, ge=1)
    keep_reconcile_requests: int = Field(default=100_000, ge=100)
    #: Episodes of correlation that are over and were followed by another; longer than any window of any rule.
    keep_workflows_days: int = Field(default=90, ge=38)
    #: What triage read of clusters and metrics; what follows from it is kept as process facts.
    keep_evidence_days: int = Field(default=90, ge=1)
    #: Vectors of texts that stand in no document any more.
    keep_vectors_days: int = Field(default=7, ge=1)
    #: What was carried out of approved plans, and what was asked for; 30 at least.
    keep_executions_days: int = Field(default=400, ge=30)
    #: API keys that were revoked or have expired.
    keep_api_keys_days: int = Field(default=365, ge=1)

    @model_validator(mode="after")
    def _remembered(self) -> Self:
        if self.keep_outcomes_days <= self.keep_dead_letters_days:
            raise ValueError("SRE_KEEP_OUTCOMES_DAYS must be above SRE_KEEP_DEAD_LETTERS_DAYS")
        return self
