"""Clusters of EKS, by moto: where they are, and the token that says who we are to them."""

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.eks.models import eks_backends

from shared.adapters.aws.eks import EksToken, describe
from shared.adapters.evidence.target import NotRead
from shared.adapters.evidence.targets import ClusterTarget
from shared.adapters.kubernetes.connection import connect
from tests.support.aws import REGION, aws_in_process
from tests.support.sns import certificate

AUTHORITY = certificate("kubernetes")


@pytest.fixture(scope="module")
def described() -> Iterator[dict[str, Any]]:
    with aws_in_process():
        eks = boto3.client("eks", region_name=REGION)
        role = "arn:aws:iam::123456789012:role/eks"
        network = {"subnetIds": ["subnet-1"], "securityGroupIds": []}
        eks.create_cluster(name="shop", roleArn=role, resourcesVpcConfig=network)
        # What moto gives as a certificate is none.
        cluster = eks_backends[DEFAULT_ACCOUNT_ID][REGION].clusters["shop"]
        cluster.certificate_authority = {"data": base64.b64encode(AUTHORITY).decode()}
        yield eks.describe_cluster(name="shop")["cluster"]


def question_in(token: str) -> tuple[str, dict[str, list[str]]]:
    """The address that the cluster will ask, taken out of the token as the cluster does."""
    text = token.removeprefix("k8s-aws-v1.")
    url = urlsplit(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode())
    return f"{url.scheme}://{url.netloc}", parse_qs(url.query)


def test_a_cluster_is_where_aws_says_and_has_its_own_authority(described: dict[str, Any]):
    found = describe("shop", REGION)
    assert (found.server, found.authority) == (described["endpoint"], AUTHORITY.decode())


def test_the_token_is_a_signed_question_who_we_are_for_that_cluster_alone(described: dict[str, Any]):
    where, asked = question_in(EksToken("shop", REGION)())
    assert where == "https://sts.eu-west-1.amazonaws.com"
    assert (asked["Action"], asked["X-Amz-Expires"]) == (["GetCallerIdentity"], ["60"])
    assert asked["X-Amz-SignedHeaders"] == ["host;x-k8s-aws-id"]
    assert "/eu-west-1/sts/aws4_request" in asked["X-Amz-Credential"][0]


def test_a_token_serves_ten_of_its_fifteen_minutes(described: dict[str, Any]):
    now, made = [0.0], []

    def connected(service: str, region: str) -> Any:
        made.append(service)
        return boto3.client(service, region_name=region)

    token = EksToken("shop", REGION, connect=connected, monotonic=lambda: now[0])
    first = token()
    now[0] = 599.0
    assert (token(), made) == (first, ["sts"])
    now[0] = 600.0
    token()
    assert made == ["sts", "sts"]


def test_a_target_that_names_a_cluster_of_eks_is_connected(described: dict[str, Any]):
    client = connect(ClusterTarget(name="shop", eks="shop", region=REGION))
    assert client.configuration.host == described["endpoint"].rstrip("/")
    assert client.configuration.ca_cert_data == AUTHORITY.decode()
    assert client.configuration.get_api_key_with_prefix("authorization").startswith("Bearer k8s-aws-v1.")


def test_a_cluster_that_aws_does_not_know_is_not_configured(described: dict[str, Any]):
    with pytest.raises(NotRead, match="EKS does not say where absent is"):
        connect(ClusterTarget(name="absent", eks="absent", region=REGION))


def test_a_target_is_reached_in_one_way():
    with pytest.raises(ValueError, match="exactly one of kubeconfig, in_cluster, server and eks"):
        ClusterTarget(name="shop", eks="shop", in_cluster=True)
