"""How the database itself is judged: locks, transactions, room, limits, clock."""

from collections.abc import Iterator

from shared.app.checkup.findings import CheckupFinding, error, warning
from shared.ports.checkup import Checkup

_LOCK_S, _TRANSACTION_S = 5.0, 300.0
#: A table is vacuumed at a fifth of dead rows; twice that means that it is not keeping up.
_DEAD_SHARE, _DEAD_ROWS = 0.4, 50_000
_XID_WARNS, _XID_STOPS = 500_000_000, 1_500_000_000
_CONNECTIONS_WARN, _CONNECTIONS_STOP = 0.8, 0.95
_FREE_WARNS, _FREE_STOPS = 0.15, 0.05
_SKEW_WARNS_S, _SKEW_STOPS_S = 1.0, 30.0
_GIB = 1 << 30


def locks(checkup: Checkup) -> Iterator[CheckupFinding]:
    for each in checkup.locks:
        if each.waited_s > _LOCK_S:
            yield error(
                f"{each.application or 'a session'} has waited {each.waited_s:.0f} s for a lock"
                f" of {each.by or 'another session'}",
                "Look at what that session does (pg_stat_activity); end it with pg_terminate_backend if it is not ours",
            )


def transactions(checkup: Checkup) -> Iterator[CheckupFinding]:
    for each in checkup.transactions:
        if each.open_s > _TRANSACTION_S:
            yield warning(
                f"a transaction of {each.application or 'an unnamed session'} is open for {each.open_s / 60:.0f} min",
                "Dead rows cannot be removed meanwhile; end it if it is forgotten (pg_terminate_backend)",
            )


def bloat(checkup: Checkup) -> Iterator[CheckupFinding]:
    for each in checkup.tables:
        if each.dead > _DEAD_ROWS and each.dead > _DEAD_SHARE * (each.live + each.dead):
            yield warning(
                f"{each.name} has {each.dead:,} dead rows beside {each.live:,}",
                f"Run `VACUUM {each.name}`; if they stay, an old transaction holds them",
            )


def wraparound(checkup: Checkup) -> Iterator[CheckupFinding]:
    if checkup.oldest_xid > _XID_WARNS:
        found = error if checkup.oldest_xid > _XID_STOPS else warning
        yield found(
            f"the oldest transaction that is not frozen is {checkup.oldest_xid:,} transactions old",
            "Run `VACUUM FREEZE`; at two thousand million the server takes no more writes",
        )


def connections(checkup: Checkup) -> Iterator[CheckupFinding]:
    share = checkup.connections / checkup.most_connections
    if share >= _CONNECTIONS_WARN:
        found = error if share >= _CONNECTIONS_STOP else warning
        yield found(
            f"{checkup.connections} of {checkup.most_connections} connections to the database are in use",
            "Read docs/operations/connections-short.md",
        )


def disk(checkup: Checkup) -> Iterator[CheckupFinding]:
    room = checkup.disk
    if room is not None and room.free_bytes < _FREE_WARNS * room.total_bytes:
        found = error if room.free_bytes < _FREE_STOPS * room.total_bytes else warning
        yield found(
            f"the disk has {room.free_bytes / _GIB:.1f} GiB left of {room.total_bytes / _GIB:.1f}",
            "Make room, or move the data directory; when it is full, nothing is accepted any more",
        )


def clock(checkup: Checkup) -> Iterator[CheckupFinding]:
    skew = abs(checkup.skew_s)
    if skew > _SKEW_WARNS_S:
        found = error if skew > _SKEW_STOPS_S else warning
        ahead = "ahead of" if checkup.skew_s > 0 else "behind"
        yield found(
            f"the database's clock is {skew:.1f} s {ahead} this machine's",
            "Let both follow the same time servers (chrony, systemd-timesyncd)",
        )
