"""What a batch of a workflow writes: rows of states, keys, timers, requests and process facts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from shared.kernel.envelope import Envelope
from shared.kernel.message import Message
from shared.kernel.wire import lane_of, topic_of
from shared.ports.processes import (
    AggregateRef,
    AskRow,
    EvidenceRow,
    InstanceRow,
    ProcessWrite,
    SaidRow,
    TimerRow,
)
from shared.processes.process import S, TimerFired
from shared.processes.process_batch import ProcessBatch

M = TypeVar("M", bound=Message)


def write_of(
    batch: ProcessBatch[S],
    encode: Callable[[Envelope[Any]], str],
    *,
    progress: Mapping[AggregateRef, int] | None = None,
    fired: Sequence[TimerFired] = (),
    evidence: Sequence[EvidenceRow] = (),
) -> ProcessWrite:
    """Evidence is written of those instances only that have moved."""
    moved = batch.moved()
    moved_ids = {each.state.workflow_id for each in moved}
    set_again = {(each.state.workflow_id, name) for each in moved for name in each.timers_set}
    cleared = {(each.state.workflow_id, name) for each in moved for name in each.timers_cleared}
    over = cleared | {(timer.workflow_id, timer.name) for timer in fired}
    dump = batch.process.states.dump_json
    said = [(envelope, encode(envelope)) for envelope in batch.said]
    return ProcessWrite(
        instances=[InstanceRow(workflow_id=each.state.workflow_id, state=dump(each.state).decode()) for each in moved],
        associated=[(key, each.state.workflow_id) for each in moved for key in sorted(each.associated)],
        dissociated=[(key, each.state.workflow_id) for each in moved for key in sorted(each.dissociated)],
        timers_set=[
            TimerRow(each.state.workflow_id, name, timer) for each in moved for name, timer in each.timers_set.items()
        ],
        timers_cleared=sorted(over - set_again),
        progress=progress or {},
        asks=[
            *(ask_row(envelope, encode) for envelope in batch.asked),
            *(_travelling(envelope, event) for envelope, event in said),
        ],
        said=[_kept(envelope, event) for envelope, event in said],
        evidence=[row for row in evidence if row.workflow_id in moved_ids],
    )


def ask_row(envelope: Envelope[M], encode: Callable[[Envelope[M]], str]) -> AskRow:
    return _travelling(envelope, encode(envelope))


def _travelling(envelope: Envelope[Any], event: str) -> AskRow:
    return AskRow(
        topic=topic_of(type(envelope.data)),
        lane=lane_of(envelope.partition_key),
        aggregate_type=envelope.aggregate_type,
        aggregate_id=envelope.aggregate_id,
        event=event,
    )


def _kept(envelope: Envelope[Any], event: str) -> SaidRow:
    return SaidRow(
        workflow_id=envelope.aggregate_id,
        version=envelope.aggregate_version or 0,
        message_id=envelope.message_id,
        incident_id=envelope.data.about_incident,
        event=event,
    )
