"""Keys behind https: fetched with a verified certificate, or not at all."""

import json
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
from werkzeug.wrappers import Response

from shared.adapters.http.key_set import KeySet, KeysUnavailable
from tests.support.https import KEY, certify, https_server

KEYS = json.dumps({"keys": [{**jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1"}]})


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return certify(tmp_path)


@pytest.fixture
def address(certificate: Path) -> Iterator[str]:
    with https_server(certificate, lambda _request: Response(KEYS)) as url:
        yield f"{url}/keys"


def test_keys_are_read_from_a_server_whose_certificate_is_trusted(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    found = KeySet(address).find("k1")
    assert found is not None
    assert found.key_type == "EC"


def test_keys_of_a_server_that_nobody_vouches_for_are_not_read(address: str):
    with pytest.raises(KeysUnavailable):
        KeySet(address).find("k1")
