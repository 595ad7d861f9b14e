"""Wires what an operator does about messages that were put aside: look, and send them on their way again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import parse_rfc3339
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.dead_letters import Item, PostgresDeadLetterList, UnreadableIntent
from shared.adapters.postgres.transport.dead_letters import PostgresDeadLetters
from shared.app.redrive_for_operator import WaitingEntry
from shared.app.redrive_put_aside import NotRedrivable
from shared.app.redrive_quarantine import Redriven
from shared.bootstrap.topology import SUBSCRIPTIONS
from shared.bootstrap.transport import build_publisher
from shared.kernel.ids import TenantId
from shared.kernel.wire import INTENTS_TOPIC
from shared.ports.put_aside import NotPutAside, PutAsideKind
from shared.ports.transport import DeadLetter, DeadLetters, OutboundMessage, Publisher
from shared.ports.wake import NoWaker
from shared.settings import DatabaseSettings, TransportSettings

#: So many are driven again at once.
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class DeadLetterAdmin:
    """``of_nobody`` drives again what names no tenant, and gives how many went on their way."""

    _rows: PostgresDeadLetterList
    _dead_letters: DeadLetters
    _publisher: Publisher
    #: Whether the broker keeps its dead letters elsewhere than in the database.
    kept_by_broker: bool

    def list(self, *, kind: str | None, limit: int) -> Sequence[Item]:
        rows = self._rows.list(kind=kind, limit=limit)
        if not self.kept_by_broker or kind not in (None, "dead-letter"):
            return rows
        dead = [_item(each) for each in self._dead_letters.list(subscription=None, limit=limit)]
        return sorted([*rows, *dead], key=lambda item: item.since)[:limit]

    def waiting(self, kind: PutAsideKind, ids: Sequence[str] | None) -> Sequence[WaitingEntry]:
        """Gives the ten thousand that wait longest, or those with these ids."""
        return [
            WaitingEntry(tenant_id=None if item.tenant_id is None else TenantId(UUID(item.tenant_id)), entry_id=item.id)
            for item in self._rows.list(kind=kind, limit=_MOST, ids=ids)
        ]

    def of_nobody(self, kind: PutAsideKind, ids: Sequence[str]) -> int:
        """Raises NotRedrivable: but for dead letters and unreadable messages, all that waits is some tenant's."""
        numbers = [int(each) for each in ids]
        if kind == "dead-letter":
            return self._dead_letters.redrive(numbers)
        if kind == "poison":
            return self._published_again(self._rows.poison(numbers, len(numbers)))
        raise NotRedrivable(f"what is {kind} and of no tenant is not driven again")

    def by_broker(self, ids: Sequence[str] | None) -> Redriven:
        """Drives again what the broker keeps; it stands in no tenant's audit, since a broker knows none.

        Raises NotPutAside where an id is none of a broker's, which are numbers; then nothing is done.
        """
        try:
            numbers = None if ids is None else [int(each) for each in ids]
        except ValueError as strange:
            raise NotPutAside("dead-letter") from strange
        settled = self._dead_letters.redrive(numbers)
        return Redriven(settled, 0 if ids is None else len(ids) - settled)

    def _published_again(self, unreadable: Sequence[UnreadableIntent]) -> int:
        """Published first, then marked: what is still unreadable is kept again by the writer."""
        messages = [unread_message(str(each.poison_id), each.tenant_id, each.body) for each in unreadable]
        refusals = self._publisher.publish(messages)
        taken = [each.poison_id for each, refused in zip(unreadable, refusals, strict=True) if refused is None]
        self._rows.poison_redriven(taken)
        return len(taken)


@contextmanager
def open_dead_letters(database_url: str) -> Iterator[DeadLetterAdmin]:
    pool = connect_pool(database_url, role="sre_admin", application="sre-dlq", max_size=1)
    publisher = build_publisher(
        TransportSettings(),
        DatabaseSettings(database_url=database_url),
        role="sre_admin",
        application="sre-dlq-publish",
    )
    try:
        dead_letters = _dead_letters_of(TransportSettings(), pool)
        kept_by_broker = not isinstance(dead_letters, PostgresDeadLetters)
        yield DeadLetterAdmin(PostgresDeadLetterList(pool), dead_letters, publisher, kept_by_broker)
    finally:
        pool.close()


def unread_message(entry_id: str, tenant_id: str, body: str) -> OutboundMessage:
    """Makes a message again of an event that the writer could not read; ``tenant_id`` is empty where it names none."""
    key = f"{tenant_id or 'nobody'}/redriven"
    attributes = batch_attributes(
        tenant_id=tenant_id,
        ordering_key=key,
        batch_id=f"poison/{entry_id}",
        producer="/sre/operator",
        aggregate_types=(),
    )
    return OutboundMessage(topic=INTENTS_TOPIC, ordering_key=key, attributes=attributes, data=batch_data([body]))


def _dead_letters_of(settings: TransportSettings, pool: Pool) -> DeadLetters:
    match settings.transport:
        case "pubsub":
            from shared.adapters.pubsub.dead_letters import PubSubDeadLetters  # noqa: PLC0415 - heavy, and often absent
            from shared.adapters.pubsub.publisher import PubSubPublisher  # noqa: PLC0415 - as above

            project = settings.pubsub_project
            return PubSubDeadLetters(project, SUBSCRIPTIONS, PubSubPublisher(project))
        case "sqs":
            from shared.adapters.sqs.connection import SqsConnection  # noqa: PLC0415 - as above
            from shared.adapters.sqs.dead_letters import SqsDeadLetters  # noqa: PLC0415 - as above

            return SqsDeadLetters(SqsConnection(settings.sqs_prefix), SUBSCRIPTIONS)
        case "postgres":
            return PostgresDeadLetters(pool, NoWaker())


def _item(dead: DeadLetter) -> Item:
    return Item(
        kind="dead-letter",
        id=str(dead.dead_letter_id),
        tenant_id=dead.tenant_id,
        since=parse_rfc3339(dead.died_at),
        what=f"{dead.subscription} {dead.ordering_key}",
        reason=dead.reason,
    )
