"""Feedback on an answer through the API and the command line: what is accepted, by whom, and what became of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import typer
from typer.testing import CliRunner

from cli.operations import attach
from shared.kernel.ids import document_id_for
from tests.support.api import ADA, BOB, Api
from tests.support.served import served
from tests.support.writing_gate import deciding_api

pytestmark = pytest.mark.postgres

DOCUMENT = document_id_for(ADA, "notes/disk")
QUESTION = "the disk of orders is full"


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        body = {"slug": "notes/disk", "content": {"kind": "guide", "title": "Disk full"}}
        key = api.key(ADA, "responder")
        assert api.ask("PUT", f"/v1/knowledge-documents/{DOCUMENT}", key=key, body=body).status_code == 200
        yield api


def give(api: Api, role: str = "responder", tenant: Any = ADA, document: UUID = DOCUMENT, **more: Any) -> Any:
    body = {"document_type": "knowledge_document", "question": QUESTION, "verdict": "right"} | more
    return api.ask("POST", f"/v1/patterns/{document}/feedback", key=api.key(tenant, role), body=body)


def test_feedback_is_one_fact_however_often_it_is_given(api: Api):
    key = api.key(ADA, "responder")
    path = f"/v1/patterns/{DOCUMENT}/feedback"
    body = {"document_type": "knowledge_document", "question": QUESTION, "verdict": "wrong"}
    first, again = (api.ask("POST", path, key=key, body=body) for _ in range(2))
    assert (first.status_code, first.json["aggregate_type"], len(first.json["fact_ids"])) == (
        200,
        "knowledge_feedback",
        1,
    )
    assert (again.status_code, again.json["fact_ids"], again.json["version"]) == (200, [], 1)


def test_what_was_never_found_and_what_is_anothers_gets_none(api: Api):
    assert give(api, document=UUID(int=3)).status_code == 404
    assert give(api, document_type="runbook").status_code == 404
    assert give(api, tenant=BOB).status_code == 404
    assert (give(api, "viewer").status_code, give(api, "agent").status_code) == (403, 200)


@pytest.mark.parametrize("more", [{"question": ""}, {"question": "x" * 4_001}, {"verdict": "maybe"}, {"unknown": "x"}])
def test_what_says_nothing_or_too_much_is_refused(api: Api, more: dict[str, Any]):
    assert give(api, **more).status_code in (400, 422)


def test_it_is_given_from_the_command_line(api: Api):
    with served(api.client.application) as url:
        words = ["knowledge", "feedback", str(DOCUMENT), "--document-type", "knowledge_document"]
        words += ["--question", QUESTION, "--verdict", "right", "--url", url, "--token", api.key(ADA, "responder")]
        app = typer.Typer()
        attach(app, {})
        done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "knowledge_feedback" in done.stdout
