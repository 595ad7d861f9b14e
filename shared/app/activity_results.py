"""What a step hands back to its workflow, and how it says that it is not done with all of a delivery."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.kernel.envelope import Envelope
from shared.ports.store import StoreUnavailable
from shared.processes.process import ActivityResult, result_id_of
from shared.processes.process_batch import cause_of

_MOST_TOLD = 20


def result_of(fact: Envelope[Any], result: Any, at: datetime) -> ActivityResult:
    """``fact`` asked for it; ``at`` is when it was over."""
    return ActivityResult(
        message_id=result_id_of(fact.message_id),
        tenant_id=fact.tenant_id,
        workflow_id=fact.aggregate_id,
        at=at,
        cause=cause_of(fact),
        result=result,
    )


def tell_unfinished(
    failures: Sequence[BaseException], unbegun: int, *, passing: tuple[type[Exception], ...], what: str
) -> None:
    """The others' work is done, and is recognised when the delivery comes again.

    Raises StoreUnavailable for failures that pass and for what was not begun, and what single ones failed with.
    """
    for failure in failures:
        if isinstance(failure, passing):
            raise StoreUnavailable(str(failure)) from failure
    if failures:
        raise BaseExceptionGroup("the others' work was done", failures[:_MOST_TOLD])
    if unbegun:
        raise StoreUnavailable(f"{unbegun} {what} wait for their turn")
