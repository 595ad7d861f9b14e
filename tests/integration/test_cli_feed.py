"""`sre feed` against the API over a real socket."""

import json
from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner, Result

from cli.feed import feed
from shared.adapters.postgres.connection import connect_pool
from tests.support import facts as make
from tests.support.api import ADA, Api
from tests.support.facts import Log, commit, named
from tests.support.served import served


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with connect_pool(database_url, role="sre_query", application="api-test", max_size=4) as pool:
        yield Api(database_url, pool)


def sre_feed(api: Api, *arguments: str, role: str = "viewer") -> Result:
    app = typer.Typer()
    app.command()(feed)
    with served(api.client.application) as url:
        return CliRunner().invoke(app, [*arguments, "--url", url, "--token", api.key(ADA, role)])


def test_what_changed_is_a_line_each(api: Api):
    log = Log()
    commit(api.database_url, [log.add(make.ingested(), tenant=ADA), log.add(make.created(), tenant=ADA)])
    shown = sre_feed(api, "--after", "0")
    assert (shown.exit_code, shown.stdout.splitlines()) == (
        0,
        [
            f"2026-03-01T12:00:00         1  {'alert-ingested':<32}  alert {named('a')} v1",
            f"2026-03-01T12:00:00         2  {'incident-created':<32}  incident {named('i')} v1",
        ],
    )
    assert len(sre_feed(api, "--last", "1").stdout.splitlines()) == 1
    assert len(sre_feed(api).stdout.splitlines()) == 2
    (line,) = sre_feed(api, "--kinds", "incident", "--json").stdout.splitlines()
    assert json.loads(line)["aggregate_type"] == "incident"


def test_a_place_that_is_gone_and_a_role_that_may_not_are_told(api: Api):
    assert "reset: " in sre_feed(api, "--after", "77").stdout
    refused = sre_feed(api, role="integration")
    assert (refused.exit_code, "answered 403" in refused.stderr) == (1, True)


def test_who_follows_comes_back_with_the_last_id_and_ctrl_c_is_no_mishap(api: Api, monkeypatch: pytest.MonkeyPatch):
    log = Log()
    commit(api.database_url, [log.add(make.ingested("a"), tenant=ADA)])
    pauses = []

    def in_between(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt
        commit(api.database_url, [log.add(make.ingested("b"), tenant=ADA)])

    monkeypatch.setattr("cli.feed.time.sleep", in_between)
    shown = sre_feed(api, "--after", "0", "--follow")
    assert shown.exit_code == 0
    assert [line.split()[1] for line in shown.stdout.splitlines()] == ["1", "2"]
