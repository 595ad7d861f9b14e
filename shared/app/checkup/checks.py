"""How an installation is judged: each check reads what was seen and says what it finds."""

from collections.abc import Callable, Iterator

from shared.app.checkup.database_checks import bloat, clock, connections, disk, locks, transactions, wraparound
from shared.app.checkup.findings import CheckupFinding, FindingSeverity, error, warning
from shared.ports.checkup import Checkup

_MINUTE_S, _DAY_S = 60.0, 86_400.0
_OUTBOX_S, _WAITING_S, _LAG_S, _TIMER_S, _EMBEDDING_S = 60.0, 300.0, 60.0, 120.0, 3_600.0
#: Alertmanager repeats what fires every four hours, by default.
_SILENT_S = _DAY_S
_KEY_S = 14 * _DAY_S
_QUOTA = 0.8
_OLDEST_SERVER = 150_000
_NEWEST_TRIED = 18
_POST = "_post_"


def examine_checkup(checkup: Checkup) -> list[CheckupFinding]:
    """Gives what was found, what is wrong now before the rest."""
    found = [finding for check in CHECKS for finding in check(checkup)]
    return sorted(found, key=lambda finding: finding.severity is not FindingSeverity.ERROR)


def _versions(checkup: Checkup) -> Iterator[CheckupFinding]:
    if checkup.server < _OLDEST_SERVER:
        yield error(f"PostgreSQL {checkup.server // 10_000} is too old", "Upgrade the server to 17 or newer")
    elif checkup.server // 10_000 > _NEWEST_TRIED:
        yield warning(
            f"PostgreSQL {checkup.server // 10_000} is newer than what this was tried on", "Watch the first day"
        )


def _migrations(checkup: Checkup) -> Iterator[CheckupFinding]:
    unknown = sorted(checkup.applied - checkup.shipped)
    if unknown:
        yield error(
            f"the database has migrations that version {checkup.version} does not know: {', '.join(unknown)}",
            "Run the version that prepared it, or a later one",
        )
    missing = sorted(checkup.shipped - checkup.applied)
    if missing:
        only_post = all(_POST in name for name in missing)
        found = warning if only_post else error
        yield found(f"migrations are not applied: {', '.join(missing)}", "Run `sre migrate`")


def _outbox(checkup: Checkup) -> Iterator[CheckupFinding]:
    if checkup.outbox_age_s > _OUTBOX_S:
        yield error(
            f"the oldest fact in the outbox has waited for {checkup.outbox_age_s:.0f} s",
            "Read docs/operations/outbox-lag.md; `sre status` says whether an aggregate is parked",
        )


def _subscriptions(checkup: Checkup) -> Iterator[CheckupFinding]:
    for name, waiting_s in checkup.waiting_s.items():
        if waiting_s > _WAITING_S:
            yield error(
                f"{name}: the oldest message has waited for {waiting_s:.0f} s",
                "Read docs/operations/subscription-lag.md",
            )
    for name, number in checkup.dead_letters.items():
        if number:
            yield error(
                f"{name}: {number} messages were given up",
                "Look with `sre dlq list`, mend the cause, then `sre dlq redrive dead-letter --all`",
            )


def _views(checkup: Checkup) -> Iterator[CheckupFinding]:
    for name, lag_s in checkup.lag_s.items():
        if lag_s > _LAG_S:
            yield warning(f"the read model {name} is {lag_s:.0f} s behind", "Read docs/operations/projection-lag.md")


def _workflows(checkup: Checkup) -> Iterator[CheckupFinding]:
    for name, overdue_s in checkup.timers_overdue_s.items():
        if overdue_s > _TIMER_S:
            yield error(f"a timer of {name} is {overdue_s:.0f} s overdue", "Read docs/operations/timers-overdue.md")


def _aside(checkup: Checkup) -> Iterator[CheckupFinding]:
    for reason, number in checkup.aside.items():
        if number:
            yield warning(f"{number} put aside ({reason}) wait for a person", "Look with `sre dlq list`")


def _embedding(checkup: Checkup) -> Iterator[CheckupFinding]:
    if checkup.embedding_overdue_s > _EMBEDDING_S:
        yield warning(
            f"documents have waited for their vectors for {checkup.embedding_overdue_s / _MINUTE_S:.0f} min",
            "Read docs/operations/embedding-backlog.md",
        )


def _neighbours(checkup: Checkup) -> Iterator[CheckupFinding]:
    for each in checkup.neighbours:
        if each.problem:
            yield warning(
                f"{each.name} ({each.address}) cannot be reached from here: {each.problem}",
                "Look at its address, at the network between, and at whether it runs",
            )
    for name, silent_s in checkup.silent_objectives_s.items():
        yield warning(
            f"objectives are not counted at {name} for {silent_s / _MINUTE_S:.0f} min",
            "Read docs/operations/objective-source-silent.md",
        )


def _sources(checkup: Checkup) -> Iterator[CheckupFinding]:
    for each in checkup.sources:
        if each.silent_s is None:
            yield warning(
                f"the source {each.name} of {each.tenant} has never sent an alert",
                "Give its sender the address and token, or let Alertmanager send its Watchdog here",
            )
        elif each.silent_s > _SILENT_S:
            yield warning(
                f"the source {each.name} of {each.tenant} has been silent for {each.silent_s / _DAY_S:.1f} days",
                "Read docs/operations/watchdog-silence.md",
            )


def _keys(checkup: Checkup) -> Iterator[CheckupFinding]:
    for each in checkup.keys:
        if 0 < each.left_s < _KEY_S:
            yield warning(
                f"the key {each.name} of {each.tenant} ends in {each.left_s / _DAY_S:.1f} days",
                "Make another with `sre keys create`, give it to who uses this one, then `sre keys revoke`",
            )


def _quotas(checkup: Checkup) -> Iterator[CheckupFinding]:
    for each in checkup.quotas:
        if each.share >= _QUOTA:
            yield warning(
                f"the quarantine of {each.source} of {each.tenant} is {each.share:.0%} full; then the oldest go",
                "Read docs/operations/quarantine.md",
            )


CHECKS: tuple[Callable[[Checkup], Iterator[CheckupFinding]], ...] = (
    _versions,
    _migrations,
    _outbox,
    _subscriptions,
    _views,
    _workflows,
    _aside,
    _embedding,
    locks,
    transactions,
    bloat,
    wraparound,
    connections,
    disk,
    clock,
    _neighbours,
    _sources,
    _keys,
    _quotas,
)
