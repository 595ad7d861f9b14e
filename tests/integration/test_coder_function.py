"""The coder through its real entry points, with the writer behind it: who may call it, and what it says and does."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.environment import AUDIENCE, ISSUER, SERVICE
from local.hosting import load_function
from shared.adapters.http.service_identity import TokenSigner, make_local_identity
from shared.bootstrap.coder import build_coder_server
from shared.bootstrap.coder_client import build_coder
from shared.bootstrap.writer import build_writer
from shared.remediation.outcome import EffectStatus
from tests.support.api import ADA
from tests.support.coder_site import CoderSite, a_coder_site
from tests.support.patience import PATIENCE_S
from tests.support.served import served

pytestmark = pytest.mark.postgres


@pytest.fixture
def token(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    jwk, jwks = make_local_identity(tmp_path)
    environment = {
        "DATABASE_URL": database_url,
        "IDENTITY_KEY": str(jwk),
        "IDENTITY_JWKS": str(jwks),
        "IDENTITY_ISSUER": ISSUER,
        "IDENTITY_AUDIENCE": AUDIENCE,
        "IDENTITY_CALLERS": SERVICE,
        "IDENTITY_EMAIL": SERVICE,
        "WRITER_AUDIENCE": AUDIENCE,
        "CODER_AUDIENCE": AUDIENCE,
    }
    for name, value in environment.items():
        monkeypatch.setenv(f"SRE_{name}", value)
    return TokenSigner(str(jwk), issuer=ISSUER, caller_email=SERVICE).token(AUDIENCE)


@pytest.fixture
def function(token: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with ExitStack() as stack:
        for built in (build_writer, build_coder_server):
            built.cache_clear()
            stack.callback(built.cache_clear)
        writer = stack.enter_context(served(load_function("domain_writer", "domain_writer_http")))
        monkeypatch.setenv("SRE_WRITER_URL", f"{writer}/")
        url = stack.enter_context(served(load_function("sre_coder", "sre_coder")))
        monkeypatch.setenv("SRE_CODER_URL", url)
        yield url


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[CoderSite]:
    with a_coder_site(database_url, tmp_path) as site:
        yield site


def test_its_card_is_for_everybody_and_nothing_else_is(function: str):
    card = httpx.get(f"{function}/.well-known/agent-card.json", timeout=PATIENCE_S).json()
    assert card["supportedInterfaces"][0]["url"] == f"{function}/a2a"
    for path in ("/", "/a2a", "/tick", "/.well-known/agent-card.json/x"):
        assert httpx.post(f"{function}{path}", json={}, timeout=PATIENCE_S).status_code == 401, path


def test_without_targets_it_says_that_nothing_here_does_it_and_uses_nothing_up(function: str, site: CoderSite):
    approval = site.granted()
    coder = build_coder()
    assert coder is not None
    outcome = coder.apply(ADA, approval, within_s=20)
    assert outcome is not None
    assert (outcome.status, outcome.reason) == (EffectStatus.REFUSED, "nothing here does argocd.sync")
    assert site.rows("SELECT state ->> 'status' FROM domain.aggregate WHERE aggregate_type = 'approval'") == [
        ("granted",)
    ]


def test_a_database_that_is_away_is_answered_with_503_and_asked_again(
    function: str, token: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SRE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    build_coder_server.cache_clear()
    body = {"jsonrpc": "2.0", "id": 1, "method": "ListTasks", "params": {"tenant": str(ADA)}}
    headers = {"Authorization": f"Bearer {token}", "A2A-Version": "1.0"}
    answer = httpx.post(f"{function}/a2a", json=body, headers=headers, timeout=PATIENCE_S)
    assert (answer.status_code, answer.json()["code"]) == (503, "coder.unavailable")


def test_the_clock_is_the_schedulers(function: str, token: str, site: CoderSite):
    approval = site.granted()
    said = {"approval_id": str(approval)}
    with site.replica() as url:
        headers = {"Authorization": f"Bearer {site.api.key(ADA, 'agent')}", "A2A-Version": "1.0"}
        message = {"messageId": "m", "role": "ROLE_USER", "parts": [{"data": said}]}
        params = {"message": message, "configuration": {"returnImmediately": True}}
        body = {"jsonrpc": "2.0", "id": 1, "method": "SendMessage", "params": params}
        assert httpx.post(f"{url}/a2a", json=body, headers=headers, timeout=PATIENCE_S).status_code == 200
    site.rows("UPDATE coder.task SET changed_at = changed_at - interval '1 min' RETURNING 1")
    with served(load_function("sre_coder", "tick")) as tick:

        def called(bearer: str) -> Any:
            return httpx.post(tick, headers={"Authorization": f"Bearer {bearer}"}, json={}, timeout=PATIENCE_S)

        assert called(site.api.key(ADA, "agent")).status_code == 403
        assert json.loads(called(token).text) == {"gone_on": 1}
        assert json.loads(called(token).text) == {"gone_on": 0}
    assert site.rows("SELECT state, due FROM coder.task") == [("rejected", False)]
