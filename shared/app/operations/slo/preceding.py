"""Which change came before an incident that spent budget, by what is said of verified changes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from shared.app.operations.change.view import ChangeVerificationView, change_views
from shared.app.operations.query_services import QueryServices
from shared.kernel.ids import TenantId
from shared.ports.current_state import Reference
from shared.projections.slo_burndown.accounts import PrecedingChange, SLOSpending, Spent

#: The newest changes are looked at, and no more.
_MOST_CHANGES = 200
#: What was deployed earlier is not taken for what came before.
_BEFORE = timedelta(hours=6)


def with_changes(queries: QueryServices, tenant_id: TenantId, spending: SLOSpending) -> SLOSpending:
    """Adds to each part the change that came before its incident, where one did."""
    if not spending.spent or spending.service_id is None:
        return spending
    changes = change_views(queries.changes.facts(tenant_id, application=None, limit=_MOST_CHANGES))
    names = _names(queries, tenant_id, spending.service_id)
    return replace(
        spending, spent=tuple(replace(each, change=change_before(each, names, changes)) for each in spending.spent)
    )


def change_before(
    spent: Spent, names: Collection[str], changes: Iterable[ChangeVerificationView]
) -> PrecedingChange | None:
    """A change whose verification names the incident is it; otherwise the last one of the service's applications that
    was seen within six hours before the impact began. ``changes`` are newest first."""
    changes = list(changes)
    named = next((each for each in changes if each.incident_id == spent.incident_id), None)
    if named is not None:
        return _told(named, is_named=True)
    about = {*names, *spent.resources}
    last = next((each for each in changes if _is_before(each, spent) and each.application.name in about), None)
    return None if last is None else _told(last, is_named=False)


def _is_before(change: ChangeVerificationView, spent: Spent) -> bool:
    return spent.starts_at - _BEFORE <= change.started_at <= spent.starts_at


def _told(change: ChangeVerificationView, *, is_named: bool) -> PrecedingChange:
    return PrecedingChange(
        application=change.application.name,
        revision=change.revision,
        started_at=change.started_at,
        is_named=is_named,
        author="" if change.commit is None else change.commit.author,
    )


def _names(queries: QueryServices, tenant_id: TenantId, service_id: UUID) -> Sequence[str]:
    stored = queries.state.get(tenant_id, Reference("service", service_id))
    return () if stored is None else (str(stored.state["slug"]),)
