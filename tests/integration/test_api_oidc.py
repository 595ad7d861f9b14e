"""Bearer tokens of a company's identity provider: who they stand for, and what stands for nobody."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from shared.adapters.postgres.connection import connect_pool, transaction
from shared.settings import OidcSettings
from tests.support.api import ADA, BOB, Api

ISSUER = "https://login.example.com/realms/platform"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET = "c2hhcmVkLXNlY3JldC1vZi0zMi1ieXRlcy1vci1tb3JlISE"
OPEN = {"title": "Checkout is down", "severity": "high"}


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    shared = {"kty": "oct", "kid": "secret", "k": SECRET, "alg": "HS256"}
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps({"keys": [{**public, "kid": "one"}, shared]}))
    monkeypatch.setenv("SRE_OIDC_ISSUER", ISSUER)
    monkeypatch.setenv("SRE_OIDC_AUDIENCE", "sre")
    monkeypatch.setenv("SRE_OIDC_JWKS", str(keys))
    return keys


@pytest.fixture
def make(provider: Path, database_url: str) -> Iterator[Callable[[], Api]]:
    with connect_pool(database_url, role="sre_query", application="api-test") as pool:
        yield lambda: Api(database_url, pool)


def token(*, key: Any = KEY, algorithm: str = "RS256", kid: str = "one", **changes: Any) -> str:
    now = int(time.time())
    good = {"iss": ISSUER, "aud": "sre", "sub": "u-7", "tenant": "ada", "roles": ["viewer"], "exp": now + 600}
    claims = {name: value for name, value in {**good, **changes}.items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def status(api: Api, bearer: str, method: str = "GET", path: str = "/v1/incidents/open", body: Any = None) -> int:
    return api.ask(method, path, key=bearer, body=body).status_code


def test_the_tenant_and_the_role_come_from_the_claims_and_the_subject_is_the_actor(make: Callable[[], Api]):
    api = make()
    assert status(api, token()) == 200
    assert status(api, token(), "POST", "/v1/incidents", OPEN) == 403
    assert status(api, token(roles=["responder"], name="Mallory"), "POST", "/v1/incidents", OPEN) == 201
    (envelope,) = api.gate.asked
    assert (envelope.tenant_id, envelope.actor) == (ADA, "human:u-7")


def test_another_tenant_is_another_world(make: Callable[[], Api]):
    api = make()
    incident = api.incident(ADA)
    assert status(api, token(), path=f"/v1/incidents/{incident}") == 200
    assert status(api, token(tenant="bob"), path=f"/v1/incidents/{incident}") == 404


def test_api_keys_go_on_working_beside_it(make: Callable[[], Api]):
    api = make()
    assert status(api, api.key(BOB, "viewer")) == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "a\nb"},
        {"sub": "x" * 201},
        pytest.param({"exp": int(time.time()) - 60}, id="exp=a minute ago"),
        {"exp": None},
        {"tenant": "nobody"},
        {"tenant": None},
        {"tenant": ["ada"]},
        {"tenant": "a\x00da"},
        {"tenant": str(ADA)},
        {"roles": None},
        {"roles": []},
        {"roles": ["root"]},
        {"roles": {"admin": True}},
        {"roles": [["admin"]]},
        {"kid": "two"},
        {"key": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
        {"key": jwt.utils.base64url_decode(SECRET), "algorithm": "HS256", "kid": "secret"},
    ],
    ids=lambda changes: "-".join(f"{name}={value!s:.20}" for name, value in changes.items()),
)
def test_a_token_with_another_claim_stands_for_nobody(make: Callable[[], Api], changes: dict[str, Any]):
    assert status(make(), token(**changes)) == 401


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["viewer", "admin", "responder"], 422),
        ("admin", 422),
        (["approver", "responder"], 403),
        (["admin", "integration"], 403),
        (["integration", "agent", "admin"], 403),
    ],
    ids=str,
)
def test_of_several_roles_a_machines_counts_first(make: Callable[[], Api], roles: Any, expected: int):
    """Only an admin gets as far as being told that this is no rule."""
    rule = f"/v1/correlation-rules/{ADA}"
    assert status(make(), token(roles=roles), "PUT", rule, {}) == expected


def test_the_providers_own_names_and_places_for_roles(make: Callable[[], Api], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SRE_OIDC_ROLES_CLAIM", "realm_access.roles")
    monkeypatch.setenv("SRE_OIDC_TENANT_CLAIM", "https://sre.example/tenant")
    monkeypatch.setenv("SRE_OIDC_ROLES", '{"platform-oncall": "responder"}')
    api = make()
    claims: dict[str, Any] = {"roles": None, "tenant": None, "https://sre.example/tenant": "ada"}
    bearer = token(**claims, realm_access={"roles": ["offline_access", "platform-oncall"]})
    assert status(api, bearer, "POST", "/v1/incidents", OPEN) == 201
    assert status(api, token(**claims, realm_access={"roles": ["responder"]})) == 401
    assert status(api, token(**claims, realm_access="platform-oncall")) == 401


def test_until_the_providers_keys_were_read_once_the_answer_is_try_again(make: Callable[[], Api], provider: Path):
    kept = provider.read_text()
    provider.unlink()
    api = make()
    answer = api.ask("GET", "/v1/incidents/open", key=token())
    assert (answer.status_code, answer.get_json()["code"]) == (503, "identity.keys-unavailable")
    assert status(api, api.key(ADA, "viewer")) == 200
    provider.write_text(kept)


def test_why_a_good_token_stands_for_nobody_is_in_the_log(make: Callable[[], Api], capsys: pytest.CaptureFixture[str]):
    status(make(), token(roles=["root"]))
    assert '"code":"oidc.no-role","subject":"u-7","claim":"roles"' in capsys.readouterr().err


def test_knowing_one_slug_shows_one_tenant(make: Callable[[], Api]):
    api = make()
    with transaction(api.pool) as connection:
        connection.execute("SELECT set_config('app.tenant_slug', 'ada', true)")
        assert connection.execute("SELECT slug FROM access.tenant").fetchall() == [("ada",)]


@pytest.mark.usefixtures("provider")
def test_half_a_provider_fails_the_start_by_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SRE_OIDC_JWKS")
    with pytest.raises(ValueError, match="SRE_OIDC_JWKS"):
        OidcSettings()
