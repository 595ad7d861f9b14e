"""One cluster's API by the official client, reading only: bounded in time and bytes, every refusal told by its kind.

The client's models are not used: they refuse objects that lack what a schema demands, and a diagnosis is about such.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

from shared.adapters.evidence.answers import problem_of_status, said
from shared.adapters.evidence.target import NotRead, Target
from shared.adapters.evidence.targets import ClusterTarget, bearer_of
from shared.diagnosis.evidence import EvidenceProblem

#: Bytes of one answer that are kept.
LARGEST = 8_000_000
#: Bytes of a log that are read to find its end.
LONGEST_LOG = 16_000_000
_PART = 65_536
_AGENT = "ameide-sre"


class Tail(NamedTuple):
    """The end of an answer: its bytes, how many there were, and whether the end was reached."""

    body: bytes
    size: int
    reached: bool


@dataclass(frozen=True)
class ClusterConnection:
    """Used by several threads; connects at the first question."""

    cluster: ClusterTarget
    target: Target

    def get(self, path: str, query: Mapping[str, str | int], until: float) -> bytes:
        """Gives the whole body of an answer. Raises NotRead, also for one of more than ``LARGEST`` bytes."""
        tail = self.tail(path, query, until, keep=LARGEST, most=LARGEST)
        if not tail.reached:
            raise NotRead(EvidenceProblem.TRUNCATED, f"an answer of more than {LARGEST} bytes")
        return tail.body

    def tail(
        self, path: str, query: Mapping[str, str | int], until: float, *, keep: int, most: int = LONGEST_LOG
    ) -> Tail:
        """Gives the last ``keep`` bytes of an answer of which ``most`` are read. Raises NotRead."""
        return self.target.ask(lambda left: self._asked(path, query, left, until, keep, most), until)

    def close(self) -> None:
        if "_client" in vars(self):
            self._client.close()

    def _asked(
        self, path: str, query: Mapping[str, str | int], left: float, until: float, keep: int, most: int
    ) -> Tail:
        import urllib3  # noqa: PLC0415 - with the client

        try:
            answer = self._client.call_api(*self._request(path, query), _request_timeout=(left, left)).response
            try:
                tail = _read(answer, keep, most, until)
                if answer.status != _OK:
                    raise NotRead(problem_of_status(answer.status), said(answer.status, tail.body))
                return tail
            finally:
                answer.close() if answer.length_remaining else answer.release_conn()
        except urllib3.exceptions.NewConnectionError as nobody:
            raise NotRead(EvidenceProblem.UNREACHABLE, str(nobody)) from nobody
        except urllib3.exceptions.TimeoutError as late:
            raise NotRead(EvidenceProblem.TIMEOUT, f"no answer within {left:g} s") from late
        except (urllib3.exceptions.HTTPError, OSError) as broken:
            raise NotRead(EvidenceProblem.UNREACHABLE, f"{type(broken).__name__}: {broken}") from broken

    def _request(self, path: str, query: Mapping[str, str | int]) -> tuple[Any, ...]:
        return tuple(
            self._client.param_serialize(
                "GET",
                path,
                query_params=list(query.items()),
                header_params={"Accept": "application/json, */*"},
                auth_settings=["BearerToken"],
            )
        )

    @cached_property
    def _client(self) -> Any:
        with _LOADING:
            return connect(self.cluster)


_OK = 200
_LOADING = Lock()


def connect(cluster: ClusterTarget) -> Any:
    from kubernetes import client, config  # noqa: PLC0415 - half a second, and only for who reads a cluster

    configuration = client.Configuration()
    try:
        if cluster.kubeconfig:
            config.load_kube_config(  # type: ignore[no-untyped-call]
                cluster.kubeconfig, cluster.context or None, client_configuration=configuration, persist_config=False
            )
        elif cluster.eks:
            _configure_eks(configuration, cluster)
        elif cluster.in_cluster:
            config.load_incluster_config(client_configuration=configuration)  # type: ignore[no-untyped-call]
        else:
            _configure(configuration, cluster)
    except (config.ConfigException, OSError, ValueError) as unusable:
        raise NotRead(EvidenceProblem.NOT_CONFIGURED, f"{type(unusable).__name__}: {unusable}") from unusable
    configuration.retries = False
    connected = client.ApiClient(configuration)
    connected.user_agent = _AGENT
    return connected


def _configure(configuration: Any, cluster: ClusterTarget) -> None:
    configuration.host = cluster.server.rstrip("/")
    configuration.ssl_ca_cert = cluster.ca_file or None
    if cluster.token_file:
        _present(configuration, lambda: bearer_of(cluster.token_file))


def _configure_eks(configuration: Any, cluster: ClusterTarget) -> None:
    from shared.adapters.aws import eks  # noqa: PLC0415 - only for who has such clusters

    found = eks.describe(cluster.eks, cluster.region)
    configuration.host = found.server.rstrip("/")
    configuration.ca_cert_data = found.authority
    _present(configuration, eks.EksToken(cluster.eks, cluster.region))


def _present(configuration: Any, token: Callable[[], str]) -> None:
    configuration.refresh_api_key_hook = lambda to: to.api_key.update(authorization=f"Bearer {token()}")
    configuration.refresh_api_key_hook(configuration)


def _read(answer: Any, keep: int, most: int, until: float) -> Tail:
    """Reads to the end, to ``most`` bytes or to the moment, and keeps the last bytes."""
    kept = bytearray()
    size = 0
    for part in answer.stream(_PART):
        size += len(part)
        kept += part
        if len(kept) > keep + _PART:
            del kept[: len(kept) - keep]
        if size > most:
            return Tail(bytes(kept[-keep:]), size, reached=False)
        if time.monotonic() > until:
            raise NotRead(EvidenceProblem.TIMEOUT, f"it was still answering after {size} bytes")
    return Tail(bytes(kept[-keep:]), size, reached=True)
