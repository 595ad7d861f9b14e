"""Matrix S2: which bearer tokens make somebody a caller, and which never do."""

import base64
import hmac
import json
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.adapters.http.key_set import KeySet, KeysUnavailable
from shared.adapters.http.service_identity import TokenSigner, TokenVerifier, make_local_identity

ISSUER = "https://issuer.example"
AUDIENCE = "https://projectors.example/push"
CALLER = "broker@project.example"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def rsa_jwk(key: rsa.RSAPrivateKey, kid: str) -> dict[str, Any]:
    return {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}


def write_keys(path: Path, *keys: Mapping[str, Any]) -> Path:
    path.write_text(json.dumps({"keys": keys}), "utf-8")
    return path


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    ec_jwk = {**jwt.algorithms.ECAlgorithm.to_jwk(EC_KEY.public_key(), as_dict=True), "kid": "ec-1"}
    return write_keys(tmp_path / "jwks.json", rsa_jwk(RSA_KEY, "rsa-1"), ec_jwk)


def verifier_of(path: Path, **options: Any) -> TokenVerifier:
    return TokenVerifier(
        KeySet(str(path), **options), issuer=ISSUER, audience=AUDIENCE, callers=frozenset({CALLER, "other@x.example"})
    )


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    good = {"iss": ISSUER, "aud": AUDIENCE, "email": CALLER, "email_verified": True, "iat": now, "exp": now + 600}
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed(payload: dict[str, Any], *, key: Any = RSA_KEY, algorithm: str = "RS256", kid: str | None = "rsa-1") -> str:
    return "Bearer " + jwt.encode(payload, key, algorithm=algorithm, headers={"kid": kid} if kid else {})


def by_hand(header: dict[str, Any], payload: dict[str, Any], secret: bytes) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, payload)]
    signature = hmac.new(secret, b".".join(parts), sha256).digest() if secret else b""
    return "Bearer " + b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def test_a_token_signed_with_a_known_key_names_its_caller(key_file: Path):
    verifier = verifier_of(key_file)
    assert verifier.verify(signed(claims())) == CALLER
    assert verifier.verify(signed(claims(email="other@x.example"))) == "other@x.example"
    assert verifier.verify(signed(claims(), key=EC_KEY, algorithm="ES256", kid="ec-1")) == CALLER
    assert verifier.verify(signed(claims(exp=int(time.time()) - 20))) == CALLER, "within the leeway"


PUBLIC_PEM = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
PUBLIC_DER = RSA_KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
NOW = int(time.time())


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer garbage",
        "Bearer a.b.c",
        "Bearer " + "é" * 10,
        "Bearer " + "a" * 100_000,
        "Basic " + signed(claims()).removeprefix("Bearer "),
        signed(claims()).removeprefix("Bearer "),
        signed(claims())[:-6] + "AAAAAA",
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_not_a_signed_token_names_nobody(key_file: Path, authorization: str | None):
    assert verifier_of(key_file).verify(authorization) is None


@pytest.mark.parametrize("secret", [PUBLIC_PEM, PUBLIC_DER, b"rsa-1"], ids=["pem", "der", "its id"])
def test_a_public_key_is_never_taken_for_a_shared_secret(key_file: Path, secret: bytes):
    forged = by_hand({"alg": "HS256", "typ": "JWT", "kid": "rsa-1"}, claims(), secret)
    assert verifier_of(key_file).verify(forged) is None


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", None, 7])
def test_an_unsigned_token_names_nobody(key_file: Path, algorithm: Any):
    assert verifier_of(key_file).verify(by_hand({"alg": algorithm, "kid": "rsa-1"}, claims(), b"")) is None


def test_another_algorithm_of_the_same_key_is_refused(key_file: Path):
    assert verifier_of(key_file).verify(signed(claims(), algorithm="RS512")) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "https://another.example/push"},
        {"aud": AUDIENCE + "/"},
        {"aud": [AUDIENCE, "https://another.example"]},
        {"aud": None},
        {"email": "stranger@project.example"},
        {"email": CALLER.upper()},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        pytest.param({"exp": NOW - 60}, id="exp a minute ago"),
        {"exp": None},
        {"exp": "soon"},
        pytest.param({"nbf": NOW + 3600}, id="nbf in an hour"),
        pytest.param({"iat": NOW + 3600}, id="iat in an hour"),
    ],
    ids=str,
)
def test_a_well_signed_token_with_another_claim_names_nobody(key_file: Path, changes: dict[str, Any]):
    assert verifier_of(key_file).verify(signed(claims(**changes))) is None


def test_a_token_without_a_key_id_or_with_an_unknown_one_names_nobody(key_file: Path):
    assert verifier_of(key_file).verify(signed(claims(), kid=None)) is None
    assert verifier_of(key_file).verify(signed(claims(), kid="rsa-2")) is None


def test_a_rotated_key_is_found_and_the_one_it_replaced_is_forgotten(key_file: Path):
    seconds = Seconds()
    verifier = verifier_of(key_file, monotonic=seconds)
    old = signed(claims())
    assert verifier.verify(old) == CALLER
    fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    write_keys(key_file, rsa_jwk(fresh, "rsa-2"))
    seconds.now += 60
    assert verifier.verify(signed(claims(), key=fresh, kid="rsa-2")) == CALLER
    assert verifier.verify(old) is None


def test_unknown_key_ids_do_not_make_it_read_the_keys_again_and_again(key_file: Path):
    seconds = Seconds()
    keys = KeySet(str(key_file), refresh_after_s=10, monotonic=seconds)
    for attempt in range(100):
        assert keys.find(f"made-up-{attempt}") is None
    assert keys.generation == 1
    seconds.now += 11
    assert keys.find("made-up") is None
    assert keys.generation == 2


def test_a_key_set_that_cannot_be_read_any_more_leaves_the_last_good_one_in_force(key_file: Path):
    seconds = Seconds()
    verifier = verifier_of(key_file, monotonic=seconds)
    assert verifier.verify(signed(claims())) == CALLER
    key_file.write_text("{ half", "utf-8")
    seconds.now += 10_000
    assert verifier.verify(signed(claims(email="other@x.example"))) == "other@x.example"


@pytest.mark.parametrize("text", ["", "[]", '{"keys":[]}', '{"keys":[{"kty":"RSA","kid":"a"}]}', '{"keys":[7]}'])
def test_without_any_readable_key_nobody_is_refused_but_asked_to_try_again(tmp_path: Path, text: str):
    path = tmp_path / "jwks.json"
    path.write_text(text, "utf-8")
    with pytest.raises(KeysUnavailable):
        verifier_of(path).verify(signed(claims()))


def test_keys_over_plain_http_are_not_accepted():
    with pytest.raises(ValueError, match="https"):
        KeySet("http://keys.example/jwks")


def test_on_one_machine_the_made_identity_signs_and_recognises(tmp_path: Path):
    jwk, jwks = make_local_identity(tmp_path)
    assert (jwk.stat().st_mode & 0o777, jwks.stat().st_mode & 0o777) == (0o600, 0o600)
    assert make_local_identity(tmp_path) == (jwk, jwks)
    signer = TokenSigner(str(jwk), issuer=ISSUER, caller_email=CALLER)
    verifier = verifier_of(jwks)
    assert verifier.verify(f"Bearer {signer.token(AUDIENCE)}") == CALLER
    assert verifier.verify(f"Bearer {signer.token('https://another.example')}") is None
    assert signer.token(AUDIENCE) == signer.token(AUDIENCE), "signed once, used until it nearly expires"


def test_a_token_by_another_machines_identity_names_nobody(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    jwk, _ = make_local_identity(tmp_path / "a")
    _, jwks = make_local_identity(tmp_path / "b")
    token = TokenSigner(str(jwk), issuer=ISSUER, caller_email=CALLER).token(AUDIENCE)
    assert verifier_of(jwks).verify(f"Bearer {token}") is None
