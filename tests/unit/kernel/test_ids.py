"""Derived ids are promises to every database that holds them: the values here are written out and never change."""

from uuid import UUID

import hypothesis
from hypothesis import strategies as st

from shared.kernel.ids import IncidentId, TenantId, alert_id_for, derive, derive_from, incident_id_for

TENANT = TenantId(UUID(int=1))
OTHER_TENANT = TenantId(UUID(int=2))
_parts = st.lists(st.text(max_size=4), min_size=1, max_size=4)


def test_derived_ids_never_change():
    assert derive("a", 1) == UUID("3fa16a6a-a3b3-5b20-bc75-3ef48903f29b")
    assert alert_id_for(TENANT, "prod", "d6f9b0") == UUID("524362d8-96c9-5a89-896e-a2f20779cada")
    assert incident_id_for(TENANT, "service=checkout", 2) == UUID("f86dec6c-0902-56d8-9e54-5910bd583925")
    assert derive_from(UUID(int=3), 0) == UUID("71433050-d454-5fb0-8b33-7c8f5998f853")


def test_the_same_fingerprint_of_another_tenant_or_source_is_another_alert():
    ids = {
        alert_id_for(TENANT, "prod", "d6f9b0"),
        alert_id_for(OTHER_TENANT, "prod", "d6f9b0"),
        alert_id_for(TENANT, "staging", "d6f9b0"),
        alert_id_for(TENANT, "prod", "d6f9b1"),
    }
    assert len(ids) == 4


def test_each_episode_of_a_problem_is_another_incident():
    first, second = (incident_id_for(TENANT, "service=checkout", episode) for episode in (1, 2))
    assert first != second
    assert IncidentId(first) == incident_id_for(TENANT, "service=checkout", 1)


@hypothesis.given(_parts, _parts)
def test_ids_are_equal_exactly_when_all_parts_are(some, others):
    separator_free = [[part.replace("\x1f", " ") for part in parts] for parts in (some, others)]
    assert (derive(*some) == derive(*others)) == (separator_free[0] == separator_free[1])


def test_parts_do_not_run_into_each_other():
    assert derive("a", "bc") != derive("ab", "c")
    assert derive("a", "") != derive("a")
