"""Secrets of Secrets Manager, by moto: named where a file may be named, and both versions good while one is rotated."""

import json
import time
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import boto3
import pytest

from shared.adapters import secret_places
from shared.adapters.aws.secrets_manager import SecretPlace, SecretsManager, SecretUnavailable
from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.target import Target
from shared.adapters.evidence.targets import HttpTarget
from shared.adapters.http.key_set import KeySet
from tests.support.aws import REGION, aws_in_process
from tests.support.served import served

PLACE = "aws-secret://argocd"


@pytest.fixture(scope="module")
def moto() -> Iterator[Any]:
    with aws_in_process() as mocked:
        yield mocked, boto3.client("secretsmanager", region_name=REGION)


@pytest.fixture
def aws(moto: Any) -> Iterator[Any]:
    mocked, client = moto
    mocked.reset()
    secret_places._secrets_manager.cache_clear()
    yield client
    secret_places._secrets_manager.cache_clear()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_secret_is_read_by_its_name_its_arn_and_its_field(aws: Any):
    arn = aws.create_secret(Name="argocd", SecretString="t0k\n")["ARN"]
    aws.create_secret(Name="both", SecretString=json.dumps({"user": "ana", "password": "pw"}))
    aws.create_secret(Name="bytes", SecretBinary=b"raw")
    assert secret_places.secret_at(PLACE) == "t0k"
    assert secret_places.secret_at(f"aws-secret://{arn}") == "t0k"
    assert secret_places.secret_at("aws-secret://both?field=password&region=eu-west-1") == "pw"
    assert secret_places.secret_at("aws-secret://bytes") == "raw"


def test_while_a_secret_is_rotated_both_versions_are_good_the_current_one_first(aws: Any):
    aws.create_secret(Name="argocd", SecretString="old")
    assert SecretsManager(lambda *_: aws).versions(PLACE) == ("old",)
    aws.put_secret_value(SecretId="argocd", SecretString="new")
    assert SecretsManager(lambda *_: aws).versions(PLACE) == ("new", "old")
    aws.put_secret_value(SecretId="argocd", SecretString="newest")
    assert SecretsManager(lambda *_: aws).versions(PLACE) == ("newest", "new")


def test_who_is_refused_with_one_version_tries_the_other_once_and_stays_with_it(aws: Any):
    clock = Clock()
    secrets = SecretsManager(lambda *_: aws, monotonic=clock)
    aws.create_secret(Name="argocd", SecretString="old")
    aws.put_secret_value(SecretId="argocd", SecretString="new")
    secrets.versions(PLACE)
    assert secrets.refused(PLACE, "new")
    assert secrets.versions(PLACE) == ("old", "new")
    clock.now = 61.0
    assert secrets.versions(PLACE) == ("old", "new")
    assert secrets.refused(PLACE, "old")
    assert not secrets.refused(PLACE, "old")
    assert not secrets.refused(PLACE, "made up")
    assert not secrets.refused("aws-secret://another", "new")


def test_a_secret_is_read_again_after_a_minute_and_the_last_one_serves_while_aws_is_away(aws: Any):
    clock = Clock()
    secrets = SecretsManager(lambda *_: aws, monotonic=clock)
    aws.create_secret(Name="argocd", SecretString="old")
    assert secrets.versions(PLACE) == ("old",)
    aws.put_secret_value(SecretId="argocd", SecretString="new")
    assert secrets.versions(PLACE) == ("old",)
    clock.now = 61.0
    assert secrets.versions(PLACE) == ("new", "old")
    aws.delete_secret(SecretId="argocd", ForceDeleteWithoutRecovery=True)
    clock.now = 122.0
    assert secrets.versions(PLACE) == ("new", "old")


@pytest.mark.parametrize(
    "place", ["aws-secret://", "aws-secret://absent", "aws-secret://argocd?field=none", f"{PLACE}?a=b"]
)
def test_what_cannot_be_read_is_as_a_file_that_cannot_be_read(aws: Any, place: str):
    aws.create_secret(Name="argocd", SecretString="plain")
    with pytest.raises(OSError):
        secret_places.secret_at(place)


def test_the_region_is_that_of_the_arn_where_nobody_says_another():
    arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:argocd-AbCdEf"
    assert SecretPlace.of(f"aws-secret://{arn}").region == "eu-central-1"
    with pytest.raises(SecretUnavailable):
        SecretPlace.of("aws-secret://?region=eu-west-1")


def test_a_file_has_one_version_and_no_place_has_none(tmp_path):
    file = tmp_path / "token"
    file.write_text("t0k\n")
    assert secret_places.secrets_at(str(file)) == ("t0k",)
    assert not secret_places.was_refused(str(file), "t0k")
    assert (secret_places.secrets_at(""), secret_places.secret_at("")) == ((), "")


def test_tokens_that_either_version_of_a_key_set_has_signed_are_known(aws: Any):
    aws.create_secret(Name="keys", SecretString=_jwks("a"))
    aws.put_secret_value(SecretId="keys", SecretString=_jwks("b"))
    keys = KeySet("aws-secret://keys")
    assert [keys.find(kid) is not None for kid in ("a", "b", "c")] == [True, True, False]


def test_a_target_that_does_not_know_the_new_version_yet_is_asked_with_the_one_before(aws: Any):
    aws.create_secret(Name="argocd", SecretString="old")
    aws.put_secret_value(SecretId="argocd", SecretString="new")
    presented: list[str] = []

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        presented.append(environ["HTTP_AUTHORIZATION"])
        known = environ["HTTP_AUTHORIZATION"] == "Bearer old"
        start_response("200 OK" if known else "401 Unauthorized", [("Content-Type", "application/json")])
        return [b"{}"]

    with served(answer) as url:
        place = HttpTarget(name="argocd", url=url, token_file=PLACE)
        connection = HttpConnection(place, Target(name="argocd"))
        assert connection.get("/", {}, time.monotonic() + 60) == {}
        assert connection.get("/", {}, time.monotonic() + 60) == {}
        connection.close()
    assert presented == ["Bearer new", "Bearer old", "Bearer old"]


def _jwks(kid: str) -> str:
    return json.dumps({"keys": [{"kty": "oct", "kid": kid, "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I"}]})
