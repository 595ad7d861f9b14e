"""A small Pub/Sub for tests where the emulator is not installed: gRPC in front, real HTTP pushes behind.

Keeps what our code relies on: order per key, retry policy, dead letters, filters on attributes. State is in memory.
A message with the attribute ``invalid`` is refused, as the real service refuses what only it can judge.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.pubsub_v1 import types as t

from shared.ports.clock import SystemClock
from tests.support.pubsub_queue import SubscriptionQueue

_MAX_MESSAGE_BYTES = 10_000_000
_UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


class Broker:
    """Topics and the lines of their subscriptions."""

    def __init__(self) -> None:
        self._topics: dict[str, t.Topic] = {}
        self._queues: dict[str, SubscriptionQueue] = {}
        self._last_id = 0

    def create_topic(self, request: t.Topic, context: grpc.ServicerContext) -> t.Topic:
        if request.name in self._topics:
            context.abort(grpc.StatusCode.ALREADY_EXISTS, request.name)
        self._topics[request.name] = request
        return request

    def get_topic(self, request: t.GetTopicRequest, context: grpc.ServicerContext) -> t.Topic:
        return self._topic(request.topic, context)

    def publish(self, request: t.PublishRequest, context: grpc.ServicerContext) -> t.PublishResponse:
        self._topic(request.topic, context)
        for message in request.messages:
            if len(message.data) > _MAX_MESSAGE_BYTES or not (message.data or message.attributes):
                context.abort(grpc.StatusCode.INVALID_ARGUMENT, "message too large or empty")
            if "invalid" in message.attributes:
                context.abort(grpc.StatusCode.INVALID_ARGUMENT, "an invalid message")
        return t.PublishResponse(message_ids=[self.put(request.topic, message) for message in request.messages])

    def put(self, topic: str, message: t.PubsubMessage) -> str:
        self._last_id += 1
        message.message_id = str(self._last_id)
        message.publish_time = SystemClock().now()
        for queue in [*self._queues.values()]:
            if queue.subscription.topic == topic:
                queue.put(message)
        return message.message_id

    def create_subscription(self, request: t.Subscription, context: grpc.ServicerContext) -> t.Subscription:
        self._topic(request.topic, context)
        if request.name in self._queues:
            context.abort(grpc.StatusCode.ALREADY_EXISTS, request.name)
        self._queues[request.name] = SubscriptionQueue(request, self.put)
        return request

    def get_subscription(self, request: t.GetSubscriptionRequest, context: grpc.ServicerContext) -> t.Subscription:
        return self._queue(request.subscription, context).subscription

    def modify_push_config(self, request: t.ModifyPushConfigRequest, context: grpc.ServicerContext) -> Empty:
        self._queue(request.subscription, context).subscription.push_config = request.push_config
        return Empty()

    def pull(self, request: t.PullRequest, context: grpc.ServicerContext) -> t.PullResponse:
        received = self._queue(request.subscription, context).lease(request.max_messages)
        return t.PullResponse(
            received_messages=[
                t.ReceivedMessage(ack_id=waiting.message.message_id, message=waiting.message) for waiting in received
            ]
        )

    def acknowledge(self, request: t.AcknowledgeRequest, context: grpc.ServicerContext) -> Empty:
        self._queue(request.subscription, context).acknowledge({*request.ack_ids})
        return Empty()

    def modify_ack_deadline(self, request: t.ModifyAckDeadlineRequest, context: grpc.ServicerContext) -> Empty:
        self._queue(request.subscription, context).extend({*request.ack_ids}, request.ack_deadline_seconds)
        return Empty()

    def stop(self) -> None:
        for queue in self._queues.values():
            queue.stop()

    def _topic(self, name: str, context: grpc.ServicerContext) -> t.Topic:
        if name not in self._topics:
            context.abort(grpc.StatusCode.NOT_FOUND, name)
        return self._topics[name]

    def _queue(self, name: str, context: grpc.ServicerContext) -> SubscriptionQueue:
        if name not in self._queues:
            context.abort(grpc.StatusCode.NOT_FOUND, name)
        return self._queues[name]


@contextmanager
def pubsub_server() -> Iterator[str]:
    """``host:port`` for PUBSUB_EMULATOR_HOST."""
    broker = Broker()
    # One worker: publishes are taken in the order they arrive.
    server = grpc.server(ThreadPoolExecutor(max_workers=1), options=_UNLIMITED)
    server.add_generic_rpc_handlers((_publisher(broker), _subscriber(broker)))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        broker.stop()
        server.stop(grace=None).wait()


def _publisher(broker: Broker) -> grpc.GenericRpcHandler:
    return grpc.method_handlers_generic_handler(
        "google.pubsub.v1.Publisher",
        {
            "CreateTopic": _unary(broker.create_topic, t.Topic, t.Topic.serialize),
            "GetTopic": _unary(broker.get_topic, t.GetTopicRequest, t.Topic.serialize),
            "Publish": _unary(broker.publish, t.PublishRequest, t.PublishResponse.serialize),
        },
    )


def _subscriber(broker: Broker) -> grpc.GenericRpcHandler:
    empty = Empty.SerializeToString
    return grpc.method_handlers_generic_handler(
        "google.pubsub.v1.Subscriber",
        {
            "CreateSubscription": _unary(broker.create_subscription, t.Subscription, t.Subscription.serialize),
            "GetSubscription": _unary(broker.get_subscription, t.GetSubscriptionRequest, t.Subscription.serialize),
            "ModifyPushConfig": _unary(broker.modify_push_config, t.ModifyPushConfigRequest, empty),
            "Pull": _unary(broker.pull, t.PullRequest, t.PullResponse.serialize),
            "Acknowledge": _unary(broker.acknowledge, t.AcknowledgeRequest, empty),
            "ModifyAckDeadline": _unary(broker.modify_ack_deadline, t.ModifyAckDeadlineRequest, empty),
        },
    )


def _unary(handler: Callable[..., Any], request: Any, serialize: Callable[[Any], bytes]) -> grpc.RpcMethodHandler:
    return grpc.unary_unary_rpc_method_handler(handler, request.deserialize, serialize)
