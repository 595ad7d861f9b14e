"""What is removed once it is over its time, or beyond what there may be of it."""

from dataclasses import dataclass
from typing import Literal, Protocol

#: Kept for a number of days.
Aged = Literal[
    "outcomes",
    "dead_letters",
    "deliveries_to_nobody",
    "unreadable",
    "quarantine",
    "quarantine_settled",
    "reconcile_requests",
    "workflows",
    "evidence",
    "executions",
    "vectors",
    "api_keys",
    "console_sessions",
]
#: Of which there are a number at most; the oldest go first.
Counted = Literal["most_dead_letters", "most_unreadable", "most_reconcile_requests"]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    what: Aged | Counted
    #: Days for what is kept by age, rows for what is kept by number.
    limit: int


class RetentionStore(Protocol):
    def remove(self, rule: RetentionRule, batch: int) -> int:
        """At most ``batch`` rows, in a transaction of their own. Fewer than ``batch`` means: that was all for now.

        Raises StoreUnavailable.
        """
