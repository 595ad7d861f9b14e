"""`sre rules replay`, against the API over a real socket: what a file's rule would have made of past alerts."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.commands import app
from shared.adapters.postgres.connection import connect_pool
from tests.support import facts as make
from tests.support.api import ADA, Api
from tests.support.facts import Log, commit
from tests.support.served import served

Replay = Callable[..., Result]
RULE = "name: by name\ngroup_by: ['@alertname']\npriority: 1\n"


@pytest.fixture
def replay(database_url: str, tmp_path: Path) -> Iterator[Replay]:
    """Two incidents of yesterday, of two services, whose alerts have one name."""
    log, at = Log(), datetime.now(UTC) - timedelta(seconds=30)
    for number, service in enumerate(("checkout", "payments"), 1):
        log.add(make.ingested(service, labels={"service": service}), at=at, tenant=ADA)
        log.add(make.created(service, number, title=f"{service} fails"), at=at, tenant=ADA)
        log.add(make.correlated(service, (service,)), at=at, tenant=ADA)
    commit(database_url, log.facts)
    file = tmp_path / "rule.yaml"
    with connect_pool(database_url, role="sre_query", application="replay", max_size=2) as pool:
        api = Api(database_url, pool)
        with served(api.client.application) as url:

            def run(text: str, *more: str) -> Result:
                file.write_text(text, "utf-8")
                there = ["--url", url, "--token", api.key(ADA, "responder")]
                return CliRunner().invoke(app, ["rules", "replay", str(file), *there, *more])

            yield run


def test_what_would_have_been_stands_beside_what_was(replay: Replay):
    shown = replay(RULE)
    assert shown.exit_code == 0, shown.output
    assert "incidents  2 → 1" in shown.stdout
    assert "pages      2 → 1" in shown.stdout
    assert "merged" in shown.stdout
    assert "INC-1 checkout fails (1 alerts); INC-2 payments fails (1 alerts)" in " ".join(shown.stdout.split())


def test_a_program_is_given_the_whole_report(replay: Replay):
    report = json.loads(replay(f"definition:\n  {RULE.replace(chr(10), chr(10) + '  ')}", "--json").stdout)
    assert (report["counts"]["merged"], report["complete"]) == (1, True)


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("{", (), "is neither YAML nor JSON"),
        (RULE, ("--since", "a while"), "a number of hours or days"),
        (RULE, ("--since", "400d"), "at most 90 days"),
        ("name: x\n", (), "group_by"),
    ],
)
def test_what_cannot_be_replayed_is_said_in_words(replay: Replay, text: str, more: tuple[str, ...], said: str):
    shown = replay(text, *more)
    assert shown.exit_code == 1
    assert said in shown.stderr
