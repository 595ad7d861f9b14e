"""What belongs to an incident: alerts, incidents it took over, incidents it is linked to."""

import pytest

from shared.domain.incident.facts import IncidentsLinked, IncidentsMerged
from shared.domain.incident.intents import LinkIncidents, MergeIncidents
from shared.domain.incident.values import LinkKind
from shared.kernel.vocabulary import IncidentStatus
from tests.support.given import ANA
from tests.support.incidents import (
    CREATED,
    INCIDENT,
    OTHER,
    PROCESS,
    closed,
    correlate,
    correlated,
    created,
    episode,
    given,
    given_status,
    incident_public_state,
    resolved,
)

RESOLVED, CLOSED = IncidentStatus.RESOLVED, IncidentStatus.CLOSED


def merge(*merged):
    return MergeIncidents(incident_id=INCIDENT, merged_ids=merged, reason="the same outage")


def was_merged(*merged):
    return IncidentsMerged(incident_id=INCIDENT, merged_ids=merged, reason="the same outage", merged_by=ANA)


def link(to, kind=LinkKind.RELATED):
    return LinkIncidents(incident_id=INCIDENT, linked_id=to, kind=kind)


def linked(to, kind=LinkKind.RELATED):
    return IncidentsLinked(incident_id=INCIDENT, linked_id=to, kind=kind, linked_by=ANA)


def test_alerts_join_with_the_rule_that_put_them_there():
    asked = given.facts(CREATED).when(correlate(episode(1), episode(2)), actor=PROCESS)
    asked.then(correlated(episode(1), episode(2)))


def test_only_alert_episodes_that_are_new_to_it_join():
    past = given.facts(CREATED, correlated(episode(1), episode(2)))
    past.when(correlate(episode(2), episode(1))).then_nothing()
    past.when(correlate(episode(3), episode(1), episode(2, 2), episode(3))).then(correlated(episode(3), episode(2, 2)))


@pytest.mark.parametrize(("status", "code"), [(RESOLVED, "incident.resolved"), (CLOSED, "incident.closed")])
def test_no_alert_joins_an_incident_that_is_over(status, code):
    given_status(status).when(correlate(episode(1))).then_rejected(code)


def test_alerts_that_an_incident_already_had_may_be_told_again_when_it_is_over():
    past = given.facts(CREATED, correlated(episode(1)), resolved())
    past.when(correlate(episode(1))).then_nothing()
    past.facts(closed()).when(correlate(episode(1))).then_nothing()


def test_an_incident_takes_over_others_once():
    past = given.facts(CREATED).when(merge(OTHER, OTHER), public_states=incident_public_state()).then(was_merged(OTHER))
    past.when(merge(OTHER)).then_nothing()


def test_an_incident_does_not_take_over_itself():
    given.facts(CREATED).when(merge(OTHER, INCIDENT)).then_rejected("incident.merge_with_itself")


def test_links_are_made_once_per_kind():
    past = given.facts(CREATED).when(link(OTHER)).then(linked(OTHER))
    past.when(link(OTHER)).then_nothing()
    past.when(link(OTHER, LinkKind.CAUSED_BY)).then(linked(OTHER, LinkKind.CAUSED_BY))


def test_what_it_was_created_to_follow_is_already_linked():
    past = given.facts(created(follows=OTHER))
    past.when(link(OTHER, LinkKind.FOLLOWS)).then_nothing()


def test_an_incident_is_not_linked_to_itself():
    given.facts(CREATED).when(link(INCIDENT)).then_rejected("incident.link_to_itself")


@pytest.mark.parametrize("intent", [merge(OTHER), link(OTHER)])
def test_a_closed_incident_takes_over_nothing_and_is_linked_to_nothing(intent):
    given_status(CLOSED).when(intent).then_rejected("incident.closed")


def test_merges_and_links_of_a_closed_incident_may_be_told_again():
    past = given.facts(CREATED, was_merged(OTHER), linked(OTHER), resolved(), closed())
    past.when(merge(OTHER)).then_nothing()
    past.when(link(OTHER)).then_nothing()


@pytest.mark.parametrize("intent", [correlate(episode(1)), merge(OTHER), link(OTHER)])
def test_nothing_belongs_to_an_incident_that_never_was(intent):
    given.when(intent).then_rejected("incident.not_found")
