"""What can be asked of a service of the catalog, and what follows."""

from uuid import UUID

import pytest

from shared.domain.service.decide import service
from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.domain.service.intents import CreateService, DeleteService, UpdateService
from shared.domain.service.values import ResourceSelector, ServiceDefinition, ServiceSignal, SignalKind
from shared.kernel.ids import RunbookId, ServiceId
from tests.support.given import ANA, Given

SERVICE, OTHER = ServiceId(UUID(int=11)), ServiceId(UUID(int=12))
TRAFFIC = ServiceSignal(title="requests", kind=SignalKind.TRAFFIC, expression="sum(rate(http_requests_total[5m]))")
CHECKOUT = ServiceDefinition(name="Checkout", owner_team="payments")
RENAMED = ServiceDefinition(name="Checkout 2", owner_team="payments")
CATALOG, ANOTHER = "backstage:catalog.yaml", "backstage:other.yaml"
IMPORTER = "integration:importer"
given = Given(service)


def create(definition=CHECKOUT, **more):
    return CreateService(service_id=SERVICE, slug="checkout", definition=definition, **more)


def update(definition=RENAMED, **more):
    return UpdateService(service_id=SERVICE, definition=definition, **more)


def created(origin=None, by=ANA, definition=CHECKOUT):
    return ServiceCreated(service_id=SERVICE, slug="checkout", definition=definition, origin=origin, created_by=by)


def updated(origin=None, by=ANA, definition=RENAMED):
    return ServiceUpdated(service_id=SERVICE, definition=definition, origin=origin, updated_by=by)


delete = DeleteService(service_id=SERVICE)
deleted = ServiceDeleted(service_id=SERVICE, reason=None, deleted_by=ANA)


def test_a_slug_is_one_service():
    past = given.when(create()).then(created())
    past.when(create()).then_nothing()
    past.when(create(RENAMED)).then_rejected("service.exists", saying="'checkout'")


def test_a_service_is_updated_and_the_same_again_changes_nothing():
    given.facts(created()).when(update()).then(updated()).when(update()).then_nothing()


def test_a_deleted_service_is_a_tombstone_until_it_is_created_again():
    gone = given.facts(created()).when(delete).then(deleted)
    gone.when(delete).then_nothing()
    gone.when(update()).then_rejected("service.deleted")
    assert gone.state.definition == CHECKOUT
    assert gone.when(create(RENAMED)).then(created(definition=RENAMED)).state.deleted is False


def test_two_catalogs_that_claim_one_service_conflict_and_neither_deletes():
    claimed = given.facts(created(CATALOG, IMPORTER))
    for intent in (create(RENAMED, origin=ANOTHER), update(origin=ANOTHER), create(origin=ANOTHER)):
        claimed.when(intent, actor=IMPORTER).then_rejected("service.conflicting_origin", saying=CATALOG)
    claimed.when(DeleteService(service_id=SERVICE, origin=ANOTHER), actor=IMPORTER).then_rejected(
        "service.conflicting_origin", saying=CATALOG
    )


def test_a_catalog_does_not_take_what_people_wrote():
    given.facts(created()).when(update(origin=CATALOG), actor=IMPORTER).then_rejected(
        "service.conflicting_origin", saying="people here"
    )


def test_only_a_person_takes_a_service_over():
    take = update(origin=ANOTHER, take_over=True)
    claimed = given.facts(created(CATALOG, IMPORTER))
    claimed.when(take, actor=IMPORTER).then_rejected("service.conflicting_origin")
    claimed.when(take).then(updated(ANOTHER)).when(take).then_nothing()


def test_a_persons_edit_leaves_the_claim_where_it_is():
    given.facts(created(CATALOG, IMPORTER)).when(update()).then(updated(CATALOG))


def test_its_own_catalog_updates_and_deletes_a_service():
    claimed = given.facts(created(CATALOG, IMPORTER))
    claimed.when(update(origin=CATALOG), actor=IMPORTER).then(updated(CATALOG, IMPORTER))
    claimed.when(DeleteService(service_id=SERVICE, origin=CATALOG), actor=IMPORTER).then(
        ServiceDeleted(service_id=SERVICE, reason=None, deleted_by=IMPORTER)
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"dependencies": (SERVICE,)}, "service.depends_on_itself"),
        ({"dependencies": (OTHER, OTHER)}, "service.named_twice"),
        ({"runbook_ids": (RunbookId(UUID(int=1)),) * 2}, "service.named_twice"),
        ({"signals": (TRAFFIC, TRAFFIC)}, "service.named_twice"),
        ({"resource_selectors": (ResourceSelector(),)}, "service.selects_everything"),
        ({"resource_selectors": (ResourceSelector(matchers=("x=~'('",)),)}, "service.invalid_matcher"),
    ],
)
def test_a_definition_that_says_nothing_or_nonsense_is_refused(more, code):
    definition = ServiceDefinition(name="Checkout", **more)
    given.when(create(definition)).then_rejected(code)
    given.facts(created()).when(update(definition)).then_rejected(code)


@pytest.mark.parametrize("intent", [update(), delete], ids=lambda intent: type(intent).__name__)
def test_nothing_can_be_asked_of_a_service_that_nobody_created(intent):
    given.when(intent).then_rejected("service.not_found")
