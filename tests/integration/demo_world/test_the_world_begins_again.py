"""A world is made anew for each run, and found again as it was by a process that is started again within one."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from local.demo_cluster import forget_other_runs
from local.demo_targets import FAULTS, WorldPlaces, reading_targets, writing_targets
from local.fleet.breakages import BREAKAGES, GOOD
from local.fleet.history import FleetCommit
from shared.adapters.evidence.targets import EvidenceTargets
from tests.support.demo_world import WorldUnderTest, a_world

URLS = {api: f"http://127.0.0.1:{port}" for port, api in enumerate(("cluster", "argocd", "forge", "metrics"), 8001)}


def of_pricing(directory: Path, **changed: Any) -> WorldUnderTest:
    return a_world(directory, services=["pricing"], **changed)


def test_a_process_that_is_started_again_finds_the_world_healed(tmp_path):
    world = of_pricing(tmp_path)
    healed = FleetCommit(at=world.clock.at, author="ana", subject="Mend", files=GOOD.files())
    commit = world.world.repository.commit(healed)
    again = of_pricing(tmp_path, at=world.clock.at + timedelta(minutes=5))
    status = again.application()["status"]
    assert (status["sync"]["revision"], status["history"][-1]["revision"]) == (commit, commit)
    assert again.ready() == [True, True]


def test_what_the_past_did_is_in_no_record(tmp_path):
    assert of_pricing(tmp_path).audited() == []


def test_another_run_forgets_what_was_done_and_keeps_the_tokens(tmp_path):
    world = of_pricing(tmp_path)
    forget_other_runs(world.places, "one")
    assert not world.places.repository.exists()
    world = of_pricing(tmp_path)
    token = world.places.tokens("forge").writer.read_text()
    forget_other_runs(world.places, "one")
    assert world.places.repository.exists()
    forget_other_runs(world.places, "another")
    assert (world.places.repository.exists(), world.places.tokens("forge").writer.read_text()) == (False, token)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_there_when_the_world_begins_and_its_commit_is_the_last_one(tmp_path, fault):
    world = of_pricing(tmp_path, fault=fault)
    assert world.ready() == [False, False]
    head = world.world.repository.said(world.world.repository.head())
    assert head.message.splitlines()[0] == BREAKAGES[fault].subject
    assert world.clock.at - head.at == timedelta(minutes=14)
    assert world.application()["status"]["health"]["status"] == "Degraded"


def test_every_fault_has_a_name_and_every_name_a_fault():
    assert set(FAULTS) == set(BREAKAGES)


def test_who_looks_is_told_of_no_token_that_writes(tmp_path):
    places = WorldPlaces(tmp_path)
    reading = reading_targets(places, URLS)
    EvidenceTargets.model_validate(reading)
    assert "writer" not in str(reading)
    writing = writing_targets(places, URLS)
    assert "reader" not in str(writing)
    assert writing["repositories"][0]["address"] == f"file://{places.repository}"
