"""Clusters of Amazon EKS: where one is reached, by whose authority, and who we are to it.

The token is a request to STS that says who we are, signed and not sent: the cluster sends it. It is good for 15
minutes whatever it says of itself, and bound to one cluster by a header that is signed too.
"""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from shared.adapters.aws.clients import client, trouble_of_aws

_PREFIX = "k8s-aws-v1."
_OF_CLUSTER = "x-k8s-aws-id"
_SIGNED_FOR_S = 60
#: A token is good for 900 s; who has just got one may still be waiting to be connected.
_RENEWED_AFTER_S = 600.0


@dataclass(frozen=True, slots=True)
class EksEndpoint:
    """Address of the API server, and the PEM of the authority that its certificate is checked against."""

    server: str
    authority: str


def describe(name: str, region: str, connect: Callable[[str, str], Any] = client) -> EksEndpoint:
    """Asks where a cluster is reached. Raises OSError, ValueError."""
    try:
        cluster = connect("eks", region).describe_cluster(name=name)["cluster"]
    except trouble_of_aws() as failed:
        raise OSError(f"EKS does not say where {name} is: {failed}") from failed
    if not cluster.get("endpoint"):
        raise ValueError(f"the cluster {name} is {cluster.get('status', 'unknown')} and has no endpoint")
    return EksEndpoint(cluster["endpoint"], base64.b64decode(cluster["certificateAuthority"]["data"]).decode("utf-8"))


class EksToken:
    """The token of one cluster, signed anew every ten minutes; used by several threads."""

    def __init__(
        self,
        name: str,
        region: str,
        *,
        connect: Callable[[str, str], Any] = client,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._region = name, region
        self._connect = connect
        self._monotonic = monotonic
        self._token, self._renew_at = "", 0.0
        self._lock = Lock()

    def __call__(self) -> str:
        """Raises OSError where AWS knows nobody that we could be."""
        with self._lock:
            if not self._token or self._monotonic() >= self._renew_at:
                self._token = self._signed()
                self._renew_at = self._monotonic() + _RENEWED_AFTER_S
            return self._token

    def _signed(self) -> str:
        sts = self._connect("sts", self._region)
        # Events of the client, because what is signed is not what it sends: one header more.
        sts.meta.events.register("before-sign.sts.GetCallerIdentity", self._bind)
        try:
            url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=_SIGNED_FOR_S, HttpMethod="GET")
        except trouble_of_aws() as failed:
            raise OSError(f"AWS does not say who we are: {failed}") from failed
        return _PREFIX + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")

    def _bind(self, request: Any, **_: Any) -> None:
        request.headers[_OF_CLUSTER] = self._name
