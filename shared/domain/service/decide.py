"""What follows when something is asked of a service. Two catalogs that claim one service conflict, in sight."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.domain.service.intents import CreateService, DeleteService, UpdateService
from shared.domain.service.state import AnyServiceFact, Service, evolve
from shared.domain.service.values import ResourceSelector, ServiceDefinition
from shared.kernel.actor import Actor
from shared.kernel.decider import Context, Decider, Rejected
from shared.kernel.ids import ServiceId
from shared.kernel.matchers import InvalidMatcher, compile_matcher

AnyServiceIntent = CreateService | UpdateService | DeleteService
Decision = Sequence[AnyServiceFact]


def decide(intent: AnyServiceIntent, state: Service | None, context: Context) -> Decision:
    if isinstance(intent, CreateService):
        return _create(intent, state, context)
    if state is None:
        raise Rejected("service.not_found", "there is no such service")
    match intent:
        case UpdateService():
            return _update(intent, state, context)
        case DeleteService():
            return _delete(intent, state, context)
        case _:
            assert_never(intent)


def _create(intent: CreateService, state: Service | None, context: Context) -> Decision:
    """A deleted service comes back under its old id."""
    if state is not None and not state.deleted:
        _refuse_other_claim(intent, state, context)
        if (state.slug, state.definition) == (intent.slug, intent.definition):
            return ()
        raise Rejected("service.exists", f"there is a service {state.slug!r} already: update it")
    _refuse_unusable(intent.definition, intent.service_id)
    fact = ServiceCreated(
        service_id=intent.service_id,
        slug=intent.slug,
        definition=intent.definition,
        origin=intent.origin,
        created_by=context.actor,
    )
    return (fact,)


def _update(intent: UpdateService, state: Service, context: Context) -> Decision:
    """A person may change what a catalog has claimed; the claim stays, and the next import will say what differs."""
    if state.deleted:
        raise Rejected("service.deleted", "it was deleted: create it again under its slug")
    _refuse_other_claim(intent, state, context)
    origin = intent.origin or state.origin
    if (intent.definition, origin) == (state.definition, state.origin):
        return ()
    _refuse_unusable(intent.definition, state.service_id)
    fact = ServiceUpdated(
        service_id=state.service_id, definition=intent.definition, origin=origin, updated_by=context.actor
    )
    return (fact,)


def _delete(intent: DeleteService, state: Service, context: Context) -> Decision:
    if state.deleted:
        return ()
    if intent.origin is not None and intent.origin != state.origin:
        raise Rejected("service.conflicting_origin", f"it belongs to {state.origin or 'people here'}")
    return (ServiceDeleted(service_id=state.service_id, reason=intent.reason, deleted_by=context.actor),)


def _refuse_other_claim(intent: CreateService | UpdateService, state: Service, context: Context) -> None:
    if intent.origin is None or intent.origin == state.origin:
        return
    if intent.take_over and Actor.of(context.actor).is_human:
        return
    raise Rejected(
        "service.conflicting_origin",
        f"{state.slug!r} belongs to {state.origin or 'people here'}; a person may take it over",
    )


def _refuse_unusable(definition: ServiceDefinition, service_id: ServiceId) -> None:
    """Here and not in the model: a fact written under other rules stays readable."""
    if service_id in definition.dependencies:
        raise Rejected("service.depends_on_itself", "a service cannot depend on itself")
    for names in ("dependencies", "runbook_ids", "slo_ids"):
        if len(set(getattr(definition, names))) != len(getattr(definition, names)):
            raise Rejected("service.named_twice", f"{names} name the same thing twice")
    if len({signal.title for signal in definition.signals}) != len(definition.signals):
        raise Rejected("service.named_twice", "two signals have one title")
    for selector in definition.resource_selectors:
        _refuse_unusable_selector(selector)


def _refuse_unusable_selector(selector: ResourceSelector) -> None:
    if selector == ResourceSelector():
        raise Rejected("service.selects_everything", "a selector must say something about what it selects")
    for matcher in selector.matchers:
        try:
            compile_matcher(matcher)
        except InvalidMatcher as invalid:
            raise Rejected("service.invalid_matcher", str(invalid)) from invalid


service: Decider[AnyServiceIntent, Service | None, AnyServiceFact] = Decider(initial=None, decide=decide, evolve=evolve)
