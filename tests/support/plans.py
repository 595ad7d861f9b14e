"""What PostgreSQL really did for a question: the plans of all statements that our code sent, with their parameters."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from psycopg_pool import ConnectionPool

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.projections.registry import PROJECTIONS

#: Loaded as the superuser that logs in, before the session acts as the role.
_EXPLAINING = " ".join(
    f"-c {setting}"
    for setting in (
        "session_preload_libraries=auto_explain",
        "auto_explain.log_min_duration=0",
        "auto_explain.log_analyze=on",
        "auto_explain.log_timing=off",
        "auto_explain.log_verbose=on",
        "auto_explain.log_format=json",
        "client_min_messages=log",
    )
)
VIEW_TABLES = frozenset((projection.name, table) for projection in PROJECTIONS for table, _row in projection.tables)


@dataclass
class Plans:
    """``scans``: every node that read a view's table."""

    found: list[dict[str, Any]] = field(default_factory=list)

    def clear(self) -> None:
        self.found.clear()

    @property
    def scans(self) -> list[dict[str, Any]]:
        return [node for plan in self.found for node in _nodes(plan) if _table(node) in VIEW_TABLES]

    @property
    def read_whole(self) -> list[str]:
        return sorted({node["Relation Name"] for node in self.scans if node["Node Type"].endswith("Seq Scan")})

    @property
    def rows_read(self) -> int:
        """Rows that were taken from a table, whether they were wanted or not."""
        return round(sum(map(_rows_read, self.scans)))

    def told(self) -> str:
        return "\n".join(
            f"{node['Node Type']} {node['Relation Name']} {node.get('Index Name', '')}: {_rows_read(node):.0f} rows"
            for node in self.scans
        )

    def heard(self, message: str) -> None:
        _before, plan, text = message.partition("plan:\n")
        if plan:
            self.found.append(json.loads(text)["Plan"])


@contextmanager
def explained(url: str, *, role: str) -> Iterator[tuple[Pool, Plans]]:
    """A pool as the program has it, and what is heard of its statements."""
    plans = Plans()
    ours = connect_pool(url, role=role, application="plans")
    kwargs = dict(ours.kwargs)
    kwargs["options"] += " " + _EXPLAINING

    def listen(connection: Any) -> None:
        connection.add_notice_handler(lambda notice: plans.heard(notice.message_primary or ""))

    with ConnectionPool(url, kwargs=kwargs, configure=listen, min_size=0, max_size=1, open=False) as pool:
        yield pool, plans


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def _table(node: dict[str, Any]) -> tuple[str, str]:
    return (node.get("Schema", ""), node.get("Relation Name", ""))


def _rows_read(node: dict[str, Any]) -> float:
    kept_and_not = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    return sum(node.get(name, 0) for name in kept_and_not) * node["Actual Loops"]
