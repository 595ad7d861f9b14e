"""Terraform itself reads the files, against the published schema of the provider, and what it would do is looked at."""

import subprocess

import pytest

from tests.infra.policies import complaints
from tests.infra.stub_provider import served
from tests.infra.terraform import EXECUTABLE, SOURCE, Workspace

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="terraform is not installed")


def test_files_are_formatted(workspace: Workspace):
    assert workspace.run("fmt", "-check", "-recursive", "-diff").text == ""


def test_files_are_valid(workspace: Workspace):
    said = workspace.run("validate", "-json")
    assert (said.code, said.diagnostics) == (0, [])


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_an_environment_has_what_the_code_needs(workspace: Workspace, table, environment: str):
    assert complaints(workspace.plan(environment), table) == []


def test_production_has_what_the_code_needs(production, table):
    assert complaints(production, table) == []


def test_before_the_first_image_there_is_where_to_push_it(workspace: Workspace):
    planned = {change["address"] for change in workspace.plan("dev", image="")["resource_changes"]}
    assert "module.registry.google_artifact_registry_repository.images" in planned
    assert not any(address.startswith("module.functions") for address in planned)


def test_a_rotated_secret_has_two_live_versions_and_functions_take_the_newer(workspace: Workspace):
    plan = workspace.plan(
        "dev",
        variables=[
            'secret_versions={"agent-key":[1,2],"coder-targets":[1]}',
            'secret_values={"agent-key@2":"a-new-key","agent-key@1":"an-old-key","coder-targets@1":"[]"}',
        ],
    )
    versions = [each for each in plan["resource_changes"] if each["type"] == "google_secret_manager_secret_version"]
    assert sorted(each["index"] for each in versions) == ["agent-key@1", "agent-key@2", "coder-targets@1"]
    assert "a-new-key" not in str(plan)
    readers = [each for each in plan["resource_changes"] if each["type"] == "google_secret_manager_secret_iam_member"]
    assert sorted(each["index"] for each in readers) == ["sre-coder/coder-targets", "triage-steps/agent-key"]


def test_the_files_own_tests_hold(workspace: Workspace):
    said = workspace.run("test", "-no-color")
    assert said.code == 0, said.text


def test_everything_that_is_published_can_be_served():
    """Not only what our files name."""
    with served() as reached:
        assert "hashicorp/google" in reached


def test_no_value_of_a_real_project_is_in_the_files():
    named = subprocess.run(
        ["grep", "-rnEi", r"AIza[0-9A-Za-z_-]{35}|-----BEGIN|ya29\.|\"private_key\"", str(SOURCE)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert named.stdout == ""
