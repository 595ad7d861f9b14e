"""The clients of SNS and SQS, made at the first use, and what our names are there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from shared.adapters.aws.clients import client, trouble_of_aws
from shared.adapters.sqs.settings import topic_name
from shared.ports.transport import TransportUnavailable

Connect = Callable[[str], Any]


class SqsConnection:
    """Shared by all that publish and receive under one ``prefix``; used by several threads."""

    def __init__(self, prefix: str, connect: Connect | None = None) -> None:
        self.prefix = prefix
        self._connect = connect or (lambda service: client(service, read_s=30.0))
        self._clients: dict[str, Any] = {}
        self._addresses: dict[str, str] = {}
        self._account = ""
        self._lock = Lock()

    @property
    def sns(self) -> Any:
        return self._client("sns")

    @property
    def sqs(self) -> Any:
        return self._client("sqs")

    def topic_arn(self, topic: str) -> str:
        """Names a topic by the account that we are of, without asking whether it is there."""
        region, name = self.sns.meta.region_name, topic_name(self.prefix, topic)
        partition = self.sns.meta.partition
        with self._lock:
            if not self._account:
                self._account = self._made("sts").get_caller_identity()["Account"]
            return f"arn:{partition}:sns:{region}:{self._account}:{name}"

    def queue_url(self, name: str) -> str:
        """Asks for the address of a queue, once."""
        if name not in self._addresses:
            self._addresses[name] = self.sqs.get_queue_url(QueueName=name)["QueueUrl"]
        return self._addresses[name]

    def _client(self, service: str) -> Any:
        with self._lock:
            return self._made(service)

    def _made(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self._connect(service)
        return self._clients[service]


@contextmanager
def unavailable() -> Iterator[None]:
    """Whatever AWS does not answer, or answers with a refusal, passes by itself or by an operator's hand."""
    expected: tuple[type[Exception], ...] = (OSError, *trouble_of_aws())
    try:
        yield
    except expected as away:
        raise TransportUnavailable(f"AWS does not carry messages: {type(away).__name__}: {away}") from away
