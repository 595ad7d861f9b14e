"""When the text of a document has settled, so that a vector of it is worth its computing time.

Documents, runbooks and postmortems are written by people and are whole at once. An incident grows with its alerts; what
it says counts as settled once somebody has acknowledged it, it has ended, or it has not changed for a while.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentCreated,
    IncidentResolved,
    IncidentTimelineEntryAdded,
)
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.projections.knowledge_index import from_runbooks, from_writing
from shared.projections.projection import aggregate_of, version_of

#: After one of these the text is what it will be for a while.
SETTLING: frozenset[type[Fact]] = frozenset(
    {
        IncidentAcknowledged,
        IncidentResolved,
        IncidentClosed,
        *from_runbooks.HANDLES,
        *from_writing.POSTMORTEMS,
        *from_writing.DOCUMENTS,
    }
)
#: These change the text, and more of them are to be expected.
UNSETTLING: frozenset[type[Fact]] = frozenset({IncidentCreated, AlertsCorrelatedToIncident, IncidentTimelineEntryAdded})


def settled_documents(facts: Iterable[Envelope[Any]]) -> Mapping[TenantId, Mapping[UUID, bool]]:
    """Documents by tenant that these facts, in any order, may have given another text; True where it has settled.

    The fact with the highest version of each document decides. Facts that change no text are left out.
    """
    newest: dict[tuple[TenantId, UUID], Envelope[Any]] = {}
    for fact in facts:
        if type(fact.data) in SETTLING or type(fact.data) in UNSETTLING:
            key = (fact.tenant_id, aggregate_of(fact.data))
            if key not in newest or version_of(fact) > version_of(newest[key]):
                newest[key] = fact
    found: dict[TenantId, dict[UUID, bool]] = {}
    for (tenant_id, document_id), fact in newest.items():
        found.setdefault(tenant_id, {})[document_id] = type(fact.data) in SETTLING
    return found
