"""The files of infra/terraform parse and agree with each other; Terraform itself looks at them in `make infra-test`."""

import re
import subprocess
import sys
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from hcl2.api import loads

from shared.bootstrap.deployment import document

ROOT = Path(__file__).parents[3]
TERRAFORM = ROOT / "infra" / "terraform"
MODULES = sorted(folder for folder in (TERRAFORM / "modules").iterdir() if folder.is_dir())
_SOURCE = re.compile(r'"?\./modules/(\w+)"?')


@cache
def _parsed(folder: Path) -> list[dict[str, Any]]:
    return [loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.tf"))]


def _named(folder: Path, kind: str) -> set[str]:
    return {name.strip('"') for file in _parsed(folder) for each in file.get(kind, ()) for name in each}


def _values(file: Path) -> set[str]:
    return {name for name in loads(file.read_text("utf-8")) if not name.startswith("__")}


def _required(folder: Path) -> set[str]:
    declared = {
        name.strip('"'): body
        for file in _parsed(folder)
        for each in file.get("variable", ())
        for name, body in each.items()
    }
    return {name for name, body in declared.items() if "default" not in body}


@pytest.mark.parametrize("environment", ["dev", "staging", "production"])
def test_an_environment_gives_what_is_asked_for_and_nothing_else(environment: str):
    given = _values(TERRAFORM / "envs" / f"{environment}.tfvars")
    assert _required(TERRAFORM) - given == set()
    assert given - _named(TERRAFORM, "variable") == set()


@pytest.mark.parametrize("environment", ["dev", "staging", "production"])
def test_all_instances_together_find_connections_in_an_environment(environment: str):
    """By the arithmetic of `connections_needed` and of the rows' instances in locals.tf."""
    given = loads((TERRAFORM / "envs" / f"{environment}.tfvars").read_text("utf-8"))
    scale = float(given.get("instance_scale", 1))
    needed = 5 + sum(
        max(ceil(service["max_instances"] * scale), service["min_instances"], 1) * service["connections"]
        for service in document()["services"].values()
    )
    assert needed <= 0.6 * int(given["database"]["max_connections"])


def test_every_module_is_used_and_is_given_what_it_needs():
    used = set()
    for call in (body for file in _parsed(TERRAFORM) for each in file.get("module", ()) for body in each.values()):
        found = _SOURCE.fullmatch(call["source"])
        assert found
        used.add(found[1])
        assert _required(TERRAFORM / "modules" / found[1]) - call.keys() == set()
    assert used == {folder.name for folder in MODULES}


def test_every_setting_that_a_row_names_has_a_value():
    text = (TERRAFORM / "locals.tf").read_text("utf-8")
    given = set(re.findall(r"^ +((?:SRE|OTEL)_\w+) +=", text, re.MULTILINE))
    named = {name for service in document()["services"].values() for name in service["environment"]}
    assert named - given == set()


def test_whoever_deploys_is_told_what_is_missing():
    command = [sys.executable, str(ROOT / "infra" / "deploy_plan.py"), "nowhere"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (
        1,
        "missing   There is no environment nowhere; there are dev, production, staging.\n",
    )
