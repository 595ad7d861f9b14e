"""ServiceCatalogQueryService: who is on call for what runs somewhere."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from pydantic import Field, TypeAdapter

from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, LabelEquals
from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.domain.service.values import ResourceSelector, ServiceDefinition
from shared.kernel.ids import TenantId
from shared.kernel.moment import Moment
from shared.kernel.service_names import namings_of
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest
from shared.projections.service_catalog.naming import by_key, first_named
from shared.projections.service_catalog.on_call import Schedule, resolve
from shared.projections.service_catalog.on_call_answer import OnCallForResource
from shared.projections.service_catalog.resource import Resource
from shared.projections.service_catalog.selector_resolution import Choice, Claim, choose

_QUERY_SERVICE = "ServiceCatalogQueryService"
_DEFINITION: TypeAdapter[ScheduleDefinition] = TypeAdapter(ScheduleDefinition)
_OVERRIDES: TypeAdapter[tuple[Override, ...]] = TypeAdapter(tuple[Override, ...])

Named = Annotated[str, Field(min_length=1, max_length=500)] | None


class ResourceParameters(Arguments):
    """It is said what is known of the resource, and which instant is asked about."""

    kind: Named = None
    """The resource's kind, as ``Deployment``. Null: not known."""
    namespace: Named = None
    """Its namespace. Null: not known."""
    name: Named = None
    """Its name. Null: not known."""
    cluster: Named = None
    """Its cluster. Null: not known."""
    environment: Named = None
    """Its environment. Null: not known."""
    labels: Annotated[tuple[LabelEquals, ...], Field(max_length=100)] = ()
    """Its labels, each as ``name=value``."""
    at: Moment | None = None
    """Which instant is asked about, with a zone. Null: now."""
    min_position: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    """A position of the log, from a command's answer: the answer waits a bounded time for it. Null: no wait."""


def _on_call(queries: QueryServices, request: OperationRequest) -> Answer:
    tenant_id, wanted = request.caller.tenant_id, ResourceParameters.model_validate(request.arguments)
    resource = Resource(
        kind=wanted.kind,
        namespace=wanted.namespace,
        name=wanted.name,
        cluster=wanted.cluster,
        environment=wanted.environment,
        labels=dict(pair.split("=", 1) for pair in wanted.labels),
    )
    choice = choose(resource, queries.services.claims_on(tenant_id, (resource,), wanted.min_position))
    choice = choice if choice.matching else _by_name(queries, tenant_id, choice)
    schedule = _schedule(queries, tenant_id, choice.schedule_id)
    return Answer(content=resolve(choice, wanted.at or queries.clock.now(), schedule))


def _by_name(queries: QueryServices, tenant_id: TenantId, choice: Choice) -> Choice:
    """What no selector matches is that service's which a label names, as it is for incidents."""
    namings = namings_of(choice.resource.labels)
    named = first_named(namings, by_key(queries.services.services_named(tenant_id, {each.name for each in namings})))
    stored = queries.state.get(tenant_id, Reference("service", named[1].service_id)) if named else None
    if named is None or stored is None:
        return choice
    definition = ServiceDefinition.model_validate(stored.state["definition"])
    claim = Claim(
        service_id=named[1].service_id,
        slug=named[1].slug,
        name=definition.name,
        tier=definition.tier,
        owner_team=definition.owner_team,
        on_call=definition.on_call.model_dump(mode="json") if definition.on_call else None,
        ordinal=0,
        selector=ResourceSelector(),
    )
    why = f"Its label {named[0].label}={named[0].value} names {claim.slug}."
    return replace(choice, matching=(claim,), why=why, by_name=True)


def _schedule(queries: QueryServices, tenant_id: TenantId, schedule_id: UUID | None) -> Schedule | None:
    if schedule_id is None:
        return None
    stored = queries.state.get(tenant_id, Reference("on_call_schedule", schedule_id))
    if stored is None:
        return None
    return Schedule(
        schedule_id=stored.aggregate_id,
        slug=stored.state["slug"],
        definition=_DEFINITION.validate_python(stored.state["definition"]),
        overrides=_OVERRIDES.validate_python(stored.state["overrides"]),
    )


ON_CALL_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetOnCallForResource",
        service=_QUERY_SERVICE,
        path="/v1/on-call",
        roles=READERS,
        request=ResourceParameters,
        response=OnCallForResource,
        summary="Who is on call for what runs somewhere, until when, who is next, and how that was found",
        example={"kind": "Deployment", "namespace": "shop", "name": "checkout-api", "labels": ["app=checkout"]},
        answer=_on_call,
    ),
)
