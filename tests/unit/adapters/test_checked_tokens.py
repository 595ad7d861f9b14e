"""Behind a platform that checks callers, a token is believed as it was left there, and no other is."""

import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from shared.adapters.http.key_set import KeySet
from shared.adapters.http.service_identity import TokenVerifier

ISSUER, AUDIENCE, CALLER = "https://issuer.example", "https://writer.example", "push@project.example"
_SECRET = "s" * 32


def _verifier(tmp_path: Path, *, signed: bool = False) -> TokenVerifier:
    keys = tmp_path / "keys.json"
    keys.write_text('{"keys": [{"kty": "oct", "kid": "k", "k": "c3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3M"}]}')
    return TokenVerifier(
        KeySet(str(keys)), issuer=ISSUER, audience=AUDIENCE, callers=frozenset({CALLER}), signed=signed
    )


def _token(**changes: Any) -> str:
    now = int(time.time())
    good = {"iss": ISSUER, "aud": AUDIENCE, "email": CALLER, "email_verified": True, "iat": now, "exp": now + 600}
    return jwt.encode(good | changes, _SECRET, algorithm="HS256", headers={"kid": "k"})


def _passed_on(token: str) -> str:
    return f"Bearer {token.rpartition('.')[0]}.SIGNATURE_REMOVED_BY_GOOGLE"


def test_a_token_that_the_platform_has_checked_names_its_caller(tmp_path: Path):
    assert _verifier(tmp_path).verify(_passed_on(_token())) == CALLER


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://other.example"},
        {"aud": [AUDIENCE, "https://other.example"]},
        {"iss": "https://other.example"},
        {"exp": 1_000_000_000},
        {"email": "stranger@project.example"},
        {"email_verified": False},
    ],
)
def test_what_it_claims_is_looked_at_all_the_same(tmp_path: Path, changes: dict[str, Any]):
    assert _verifier(tmp_path).verify(_passed_on(_token(**changes))) is None


def test_a_token_that_did_not_come_by_the_platform_is_not_believed(tmp_path: Path):
    verifier = _verifier(tmp_path)
    assert verifier.verify(f"Bearer {_token()}") is None
    assert verifier.verify(f"Bearer {_token().rpartition('.')[0]}.") is None
    assert verifier.verify("Bearer SIGNATURE_REMOVED_BY_GOOGLE") is None


def test_where_we_check_ourselves_a_token_without_its_signature_is_nothing(tmp_path: Path):
    verifier = _verifier(tmp_path, signed=True)
    assert verifier.verify(f"Bearer {_token()}") == CALLER
    assert verifier.verify(_passed_on(_token())) is None
