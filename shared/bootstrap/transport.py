"""Which broker carries the messages: decided by one setting, for every function alike."""

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.adapters.wake import build_waker
from shared.ports.transport import Publisher
from shared.settings import DatabaseSettings, TransportSettings, WakeSettings


def build_publisher(
    settings: TransportSettings,
    database: DatabaseSettings,
    *,
    role: str,
    application: str,
    synchronous_commit: bool = True,
    statement_timeout_ms: int = 30_000,
) -> Publisher:
    """``role`` and ``application``: as whom the embedded transport's database sees this process.

    ``synchronous_commit``: published means on disk. Without, it means in order with what is committed there already.
    """
    match settings.transport:
        case "pubsub":
            from shared.adapters.pubsub.publisher import PubSubPublisher  # noqa: PLC0415 - heavy, and often absent

            return PubSubPublisher(settings.pubsub_project)
        case "sqs":
            from shared.adapters.sqs.connection import SqsConnection  # noqa: PLC0415 - as above
            from shared.adapters.sqs.publisher import SnsPublisher  # noqa: PLC0415 - as above

            return SnsPublisher(SqsConnection(settings.sqs_prefix))
        case "postgres":
            pool = connect_pool(
                database.database_url,
                role=role,
                application=application,
                max_size=database.database_pool,
                synchronous_commit=synchronous_commit,
                statement_timeout_ms=statement_timeout_ms,
            )
            return PostgresPublisher(pool, build_waker(WakeSettings().wake_address))
