"""`sre import KIND PATH` as somebody types it: what is found below a path, the plan, the question, the deed."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from cli.import_files import candidates, source_of
from cli.imports import imports
from shared.ports.imports import ImportKind
from tests.support.api import ADA, Api
from tests.support.importing import SAMPLES
from tests.support.served import served
from tests.support.writing_gate import deciding_api


class Sre:
    def __init__(self, api: Api, url: str) -> None:
        self.api = api
        self._options = ["--url", url, "--token", api.key(ADA, "admin")]

    def __call__(self, *words: str | Path) -> Result:
        return CliRunner().invoke(imports, [*map(str, words), *self._options])

    def facts(self) -> int:
        with psycopg.connect(self.api.database_url) as connection:
            (count,) = connection.execute("SELECT count(*) FROM domain.fact").fetchone()  # type: ignore[misc]
        return count


@pytest.fixture
def sre(database_url: str) -> Iterator[Sre]:
    with deciding_api(database_url) as api, served(api.client.application) as url:
        yield Sre(api, url)


def test_a_directory_is_planned_then_done_then_the_same(sre: Sre):
    planned = sre("backstage", SAMPLES / "backstage", "--dry-run")
    assert (planned.exit_code, sre.facts()) == (0, 0)
    assert planned.stdout.splitlines()[-1] == "plan: 5 create, 2 skip"
    assert "checkout.yaml:" in planned.stdout
    done = sre("backstage", SAMPLES / "backstage", "--yes")
    assert (done.exit_code, done.stdout.splitlines()[-1], sre.facts()) == (0, "done: 5 create, 2 skip", 5)
    again = sre("backstage", SAMPLES / "backstage", "--yes")
    assert (again.stdout.splitlines()[-1], sre.facts()) == ("plan: 5 same, 2 skip", 5)


def test_nobody_to_ask_means_nothing_is_done(sre: Sre):
    refused = sre("runbooks", SAMPLES / "runbooks")
    assert (refused.exit_code, sre.facts()) == (1, 0)
    assert "give --yes to do it" in refused.stderr


def test_what_needs_a_person_is_told_by_the_exit_status(sre: Sre, tmp_path: Path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(
            f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: checkout, title: {name}}}\n"
        )
    conflict = sre("backstage", tmp_path, "--yes", "--json")
    assert conflict.exit_code == 3
    report = json.loads(conflict.stdout)
    assert report["counts"]["conflict"] == 1
    assert report["lines"][0]["code"] == "backstage.claimed_twice"


def test_files_that_cannot_be_read_are_named_and_the_others_imported(sre: Sre, tmp_path: Path):
    (tmp_path / "good.md").write_text("# Good\n")
    (tmp_path / "latin.md").write_bytes(b"# Caf\xe9\n")
    done = sre("runbooks", tmp_path, "--yes")
    assert (done.exit_code, sre.facts()) == (0, 1)
    assert "left out: latin.md: cannot be read" in done.stderr


def test_an_empty_directory_is_an_error_that_says_so(sre: Sre, tmp_path: Path):
    refused = sre("openslo", tmp_path, "--yes")
    assert refused.exit_code == 1
    assert "holds no files of the kind openslo" in refused.stderr


def test_only_files_of_the_kind_inside_the_directory_are_candidates(tmp_path: Path):
    outside = tmp_path / "outside.md"
    outside.write_text("# Out\n")
    top = tmp_path / "top"
    for name in ("a.md", "b.txt", ".hidden/c.md", "node_modules/d.md", "sub/e.markdown"):
        file = top / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# x\n")
    (top / "link.md").symlink_to(outside)
    found = [path.relative_to(top).as_posix() for path in candidates(ImportKind.RUNBOOKS, top)]
    assert found == ["a.md", "sub/e.markdown"]


@pytest.mark.parametrize(
    "url",
    [
        "https://user:secret@github.com/acme/catalog.git",
        "git@github.com:acme/catalog.git",
        "ssh://git@github.com:22/acme/catalog",
    ],
)
def test_a_checkout_is_named_after_its_origin_without_secrets(tmp_path: Path, url: str):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(
        f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n\tfetch = +x\n'
    )
    (tmp_path / "teams").mkdir()
    assert source_of(tmp_path) == "github.com/acme/catalog"
    assert source_of(tmp_path / "teams") == "github.com/acme/catalog/teams"


def test_a_plain_directory_has_no_origin(tmp_path: Path):
    assert source_of(tmp_path) == ""
