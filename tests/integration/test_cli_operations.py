"""Every operation from the command line, against the API over a real socket with the writer behind it."""

import json
import os
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import typer
from typer import testing
from typer.testing import CliRunner, Result

from cli.commands import _groups_needed
from cli.operations import attach
from shared.adapters.contracts.command_line import example_line
from shared.adapters.contracts.command_names import ALL_GROUPS, GROUPS, HELP, verb_of
from shared.app.operations.catalogue import OPERATIONS
from tests.support.api import ADA
from tests.support.patience import PATIENCE_S
from tests.support.served import served
from tests.support.writing_gate import deciding_api

#: A stream has a command of its own.
ANSWERED = [operation for operation in OPERATIONS if not operation.streams]


@dataclass
class Sre:
    app: typer.Typer
    url: str
    token: str

    def __call__(self, line: str, stdin: str | None = None) -> Result:
        arguments = shlex.split(line)
        arguments = arguments[1:] if arguments[0] == "sre" else arguments
        return CliRunner().invoke(self.app, [*arguments, "--url", self.url, "--token", self.token], input=stdin)

    def json(self, line: str):
        result = self(f"{line} --json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


@pytest.fixture(scope="module")
def app() -> Iterator[typer.Typer]:
    """Its commands are made once, and not anew for each line that is typed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(testing, "_get_command", cache(testing._get_command))  # type: ignore[attr-defined]
        patched.setattr(testing, "_get_command", cache(typer.main.get_command))
        app = typer.Typer()
        attach(app, {})
        yield app


@pytest.fixture
def sre(database_url: str, app: typer.Typer) -> Iterator[Sre]:
    with deciding_api(database_url) as api, served(api.client.application) as url:
        yield Sre(app, url, api.key(ADA, "admin"))


def test_every_operation_has_a_command_of_its_own():
    names = Counter((GROUPS[o.service], verb_of(GROUPS[o.service], o.name)) for o in ANSWERED)
    assert [name for name, count in names.items() if count > 1] == []
    assert all(verb and not verb.startswith("-") for _, verb in names)
    assert HELP.keys() == set(GROUPS.values())


def test_every_example_is_understood_and_answered(sre: Sre):
    """Ids in examples are nobody's: then the answer is that there is no such thing. A usage error is 2."""
    for operation in ANSWERED:
        result = sre(example_line(operation))
        assert result.exit_code in {0, 1}, (operation.name, result.output)
        if result.exit_code == 1:
            assert "answered 404" in result.stderr, (operation.name, result.stderr)


def test_help_shows_the_roles_and_an_example(sre: Sre):
    shown = CliRunner().invoke(sre.app, ["silences", "expire", "--help"]).output
    assert "admin, approver, responder" in shown
    assert "Example: sre silences expire" in shown


def test_what_is_made_is_shown_listed_and_moved_on(sre: Sre):
    made = sre.json("incidents create --title 'Checkout é [bold]' --severity high")
    one = made["aggregate_id"]
    assert sre.json(f"incidents get {one}")["title"] == "Checkout é [bold]"
    moved = sre(f"incidents transition-status {one} --status investigating --if-match 1")
    assert (moved.exit_code, moved.stdout) == (0, f"done: incident {one} is at version 2\n")
    again = sre(f"incidents transition-status {one} --status investigating")
    assert again.stdout == f"it already is so: incident {one} stays at version 2\n"
    refused = sre(f"incidents transition-status {one} --status closed")
    assert refused.exit_code == 1
    assert "from here it may become: mitigating" in refused.stderr
    listed = sre("incidents list-open")
    assert "Checkout é [bold]" in listed.stdout
    assert "investigating" in listed.stdout


def test_a_body_may_come_from_a_file_of_yaml_and_options_stand_above_it(sre: Sre):
    body = """
slug: night
definition:
  name: Nights
  zone: Europe/Berlin
  layers: [{name: nights, members: [ana], first_handoff: 2026-03-02T20:00:00}]
"""
    made = sre("on-call create --body - --slug nights --json", stdin=body)
    assert made.exit_code == 0, made.output
    (found,) = sre.json("on-call list --slug nights")["items"]
    assert (found["slug"], found["on_call_now"]["person"]) == ("nights", "ana")


def test_what_the_operation_does_not_take_is_a_usage_error_that_says_where(sre: Sre):
    result = sre("runbooks create --slug UPPER --definition '{}'")
    assert result.exit_code == 2
    assert "error: slug:" in result.stderr
    assert "error: definition/title: Field required" in result.stderr
    assert sre("slos create --slug a --definition '{nope'").exit_code == 1


def test_a_list_names_its_things_and_says_how_to_go_on(sre: Sre):
    for number in range(3):
        sre.json(f'services create --slug s{number} --definition \'{{"name": "Service {number}"}}\'')
    shown = sre("services list --limit 2").stdout
    assert "SLUG" in shown
    assert "more: --cursor" in shown
    assert "there are none" in sre("services list --tag nobody").stdout


def test_the_system_starts_without_the_table():
    assert _groups_needed(["run", "--port", "0"]) == ()
    assert _groups_needed(["runbooks", "list"]) == ("runbooks",)
    assert _groups_needed(["--help"]) == ALL_GROUPS


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sre ", {"incidents", "silences", "import", "run"}),
        ("sre import ", {"backstage", "openslo", "ical", "documents"}),
    ],
)
def test_the_shell_completes_groups_and_verbs(typed: str, offered: set[str]):
    words = {"_SRE_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    program = Path(sys.executable).with_name("sre")
    told = subprocess.run(
        [program], env=os.environ | words, capture_output=True, text=True, check=True, timeout=PATIENCE_S
    )
    assert offered <= set(told.stdout.split())
