"""Secret addresses of schedules: made and ended with the role sre_tenant_admin, found by their hash with sre_query."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID, uuid4

from psycopg.rows import class_row

from shared.adapters.postgres.audit import record_audit
from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.calendar_feeds import CalendarFeed, CalendarFeeds, CalendarFeedTokens, TooManyFeeds

_OF_SCHEDULE = """
    SELECT feed_id, schedule_id, person, created_by, created_at, revoked_at FROM access.calendar_feed
    WHERE tenant_id = %s AND schedule_id = %s AND revoked_at IS NULL ORDER BY created_at DESC, feed_id LIMIT %s
"""
_ONE = """
    SELECT feed_id, schedule_id, person, created_by, created_at, revoked_at FROM access.calendar_feed
    WHERE tenant_id = %s AND feed_id = %s
"""
_BY_HASH = """
    SELECT tenant_id, feed_id, schedule_id, person, created_by, created_at FROM access.calendar_feed
    WHERE token_hash = decode(%s, 'hex') AND revoked_at IS NULL
"""
_INSERT = """
    INSERT INTO access.calendar_feed (tenant_id, feed_id, schedule_id, person, token_hash, created_by)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
_LONGEST_TOKEN = 100


class PostgresCalendarFeeds:
    """Writes each change in one transaction with the entry of the audit that tells of it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def feeds(self, tenant_id: TenantId, schedule_id: UUID, *, limit: int) -> Sequence[CalendarFeed]:
        with transaction(self._pool, tenant_id) as connection:
            cursor = connection.cursor(row_factory=class_row(CalendarFeed))
            return cursor.execute(_OF_SCHEDULE, (tenant_id, schedule_id, limit)).fetchall()

    def feed(self, tenant_id: TenantId, feed_id: UUID) -> CalendarFeed | None:
        with transaction(self._pool, tenant_id) as connection:
            cursor = connection.cursor(row_factory=class_row(CalendarFeed))
            return cursor.execute(_ONE, (tenant_id, feed_id)).fetchone()

    def create(
        self, tenant_id: TenantId, *, schedule_id: UUID, person: str | None, token_hash: bytes, most: int, by: str
    ) -> UUID:
        feed_id = uuid4()
        with transaction(self._pool, tenant_id) as connection:
            alive = connection.execute(_OF_SCHEDULE, (tenant_id, schedule_id, most)).fetchall()
            if len(alive) >= most:
                raise TooManyFeeds(str(schedule_id))
            connection.execute(_INSERT, (tenant_id, feed_id, schedule_id, person, token_hash, by))
            subject = f"{feed_id} of schedule {schedule_id}, {person or 'everybody'}"
            record_audit(connection, tenant_id, by=by, action="create-calendar-feed", subject=subject)
        return feed_id

    def revoke(self, tenant_id: TenantId, feed_id: UUID, *, by: str) -> None:
        with transaction(self._pool, tenant_id) as connection:
            connection.execute(
                "UPDATE access.calendar_feed SET revoked_at = COALESCE(revoked_at, clock_timestamp())"
                " WHERE tenant_id = %s AND feed_id = %s",
                (tenant_id, feed_id),
            )
            record_audit(connection, tenant_id, by=by, action="revoke-calendar-feed", subject=str(feed_id))


class PostgresCalendarFeedTokens:
    """Asks each time: what was revoked is not there for anybody from then on."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def find(self, token: str) -> tuple[TenantId, CalendarFeed] | None:
        if len(token) > _LONGEST_TOKEN or not token.isascii():
            return None
        token_hash = sha256(token.encode()).hexdigest()
        with transaction(self._pool) as connection:
            connection.execute("SELECT set_config('app.credential_hash', %s, true)", (token_hash,))
            row = connection.execute(_BY_HASH, (token_hash,)).fetchone()
        if row is None:
            return None
        tenant_id, feed_id, schedule_id, person, created_by, created_at = row
        feed = CalendarFeed(
            feed_id=feed_id,
            schedule_id=schedule_id,
            person=person,
            created_by=created_by,
            created_at=created_at,
            revoked_at=None,
        )
        return TenantId(tenant_id), feed


_: tuple[type[CalendarFeeds], type[CalendarFeedTokens]] = (PostgresCalendarFeeds, PostgresCalendarFeedTokens)
