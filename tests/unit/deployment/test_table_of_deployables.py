"""What Terraform reads is the code's own table: neither has anything that the other has not."""

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from shared.bootstrap import deployment
from shared.bootstrap.deployable import Deployable, EntryPoint, Trigger
from shared.bootstrap.deployables import DEPLOYABLES
from shared.bootstrap.topology import ROUTES, SLEEPERS, service_name
from shared.kernel import wire
from shared.ports.wake import EMBEDDINGS, RELAY, TIMERS
from shared.settings import TelemetrySettings
from shared.settings.base import Settings

ROOT = Path(__file__).parents[3]
SERVICES = deployment.document()["services"]


def _settings(base: type[Settings] = Settings) -> set[str]:
    own = {f"SRE_{name}".upper() for name in base.model_fields}
    return own.union(*map(_settings, base.__subclasses__()), map(str.upper, TelemetrySettings.model_fields))


def _entry_points() -> set[tuple[str, str]]:
    return {
        (source.parent.name, found.name)
        for source in (ROOT / "functions").glob("*/main.py")
        for found in ast.parse(source.read_text("utf-8")).body
        if isinstance(found, ast.FunctionDef)
        and any("functions_framework" in ast.unparse(decorator) for decorator in found.decorator_list)
    }


def _is_pushed(function: str, target: str) -> bool:
    tree = ast.parse((ROOT / "functions" / function / "main.py").read_text("utf-8"))
    found = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == target)
    return any("cloud_event" in ast.unparse(decorator) for decorator in found.decorator_list)


def test_the_file_that_terraform_reads_is_fresh():
    assert deployment.TARGET.read_text("utf-8") == deployment.text_of(deployment.document())


def test_every_entry_point_has_a_row_and_every_row_an_entry_point():
    assert {(row.function, target.name) for row in DEPLOYABLES for target in row.targets} == _entry_points()


def test_every_folder_of_functions_has_a_row():
    assert {row.function for row in DEPLOYABLES} == {
        main.parent.name for main in (ROOT / "functions").glob("*/main.py")
    }


def test_every_topic_that_the_code_names_is_provisioned():
    named = {value for name, value in vars(wire).items() if name.endswith("_TOPIC")}
    wakes = {wire.wake_topic(name) for name in (RELAY, EMBEDDINGS, TIMERS)}
    assert set(deployment.document()["topics"]) == named | wakes


def test_every_subscription_is_provisioned_with_its_own_filter():
    provisioned = deployment.document()["subscriptions"]
    assert set(provisioned) == {route.subscription.name for route in ROUTES} | {
        sleeper.subscription for sleeper in SLEEPERS
    }
    assert provisioned["projector-service-catalog.facts"]["filter"] == 'attributes:"service"'


@pytest.mark.parametrize("row", DEPLOYABLES, ids=lambda row: row.function)
def test_a_row_says_what_the_functions_own_description_says(row: Deployable):
    described = (ROOT / "functions" / row.function / "README.md").read_text("utf-8")
    assert [role for role in row.database_roles if f"`{role}`" not in described] == []


@pytest.mark.parametrize("row", DEPLOYABLES, ids=lambda row: row.function)
def test_a_row_names_settings_that_are_read(row: Deployable):
    named = {*row.environment, *row.secrets, *row.secret_files}
    assert named - _settings() == set()


@pytest.mark.parametrize("row", DEPLOYABLES, ids=lambda row: row.function)
def test_what_is_pushed_takes_events_and_nothing_else_does(row: Deployable):
    assert [target.name for target in row.targets if _is_pushed(row.function, target.name)] == [
        target.name for target in row.targets if target.trigger is Trigger.PUSH
    ]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_stays_within_what_the_platform_takes(name: str):
    service = SERVICES[name]
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,44}", name)
    assert 0 < service["timeout_s"] <= 300
    assert 0 <= service["min_instances"] <= service["max_instances"]
    assert (service["trigger"] == "schedule") == bool(service["schedule"])


def test_whoever_takes_webhooks_is_always_there():
    assert SERVICES["ingest-alert"]["min_instances"] >= 1


def test_who_is_woken_is_pushed_to_and_called_by_the_clock():
    woken = {service_name(sleeper.function, sleeper.target) for sleeper in SLEEPERS}
    assert {name for name, service in SERVICES.items() if service["pushed"] and service["trigger"] != "push"} == woken
    assert {SERVICES[name]["trigger"] for name in woken} == {"schedule"}
    assert {SERVICES[name]["max_instances"] for name in woken} == {1}


@pytest.mark.parametrize("row", DEPLOYABLES, ids=lambda row: row.function)
def test_whoever_wakes_others_may_publish_wakes(row: Deployable):
    main = (ROOT / "functions" / row.function / "main.py").read_text("utf-8")
    wired = re.findall(r"from shared\.bootstrap\.(\w+) import", main)
    wakes = any("own_waker()" in (ROOT / f"shared/bootstrap/{name}.py").read_text("utf-8") for name in wired)
    assert any(topic.startswith("sre.wakes.") for topic in row.publishes) == wakes
    assert not wakes or "SRE_TRANSPORT" in row.environment


def test_a_function_with_two_rows_is_not_passed_over():
    with pytest.raises(deployment.Undeployable, match="several"):
        deployment.document((*DEPLOYABLES, DEPLOYABLES[0]))


def test_a_subscription_without_a_row_is_not_passed_over():
    without = tuple(row for row in DEPLOYABLES if row.function != "ingest_backlog")
    with pytest.raises(deployment.Undeployable, match="ingest_backlog"):
        deployment.document(without)


def test_a_row_that_nothing_is_pushed_to_is_not_passed_over():
    first, *others = DEPLOYABLES
    more = replace(first, targets=(*first.targets, EntryPoint(name="forgotten")))
    with pytest.raises(deployment.Undeployable, match="forgotten"):
        deployment.document((more, *others))


def test_a_caller_without_a_row_is_not_passed_over():
    first, *others = DEPLOYABLES
    called = EntryPoint(name="called", trigger=Trigger.HTTP, called_by=("nobody",))
    with pytest.raises(deployment.Undeployable, match="nobody"):
        deployment.document((replace(first, targets=(*first.targets, called)), *others))


def test_a_stale_file_is_told(monkeypatch, tmp_path, capsys):
    stale = tmp_path / "topology.json"
    stale.write_text(json.dumps({}))
    monkeypatch.setattr(deployment, "TARGET", stale)
    assert deployment.main(["--check"]) == 1
    assert "topology.json is stale" in capsys.readouterr().err
    assert (deployment.main([]), deployment.main(["--check"])) == (0, 0)
