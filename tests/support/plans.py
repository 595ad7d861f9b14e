"""What PostgreSQL really did for a question: the plans of all statements that our code sent, with their parameters."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from psycopg_pool import ConnectionPool

from shared.adapters.postgres.connection import Pool, connect_pool

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


@dataclass
class Plans:
    """``scans``: every node that read a table."""

    found: list[dict[str, Any]] = field(default_factory=list)

    def clear(self) -> None:
        self.found.clear()

    @property
    def scans(self) -> list[dict[str, Any]]:
        return [node for node in self._nodes() if "Relation Name" in node]

    @property
    def read_whole(self) -> frozenset[str]:
        """Tables that were read from one end to the other."""
        return frozenset(_table(node) for node in self.scans if node["Node Type"] == "Seq Scan" and _rows_read(node))

    @property
    def rows_read(self) -> int:
        """Rows that were taken from a table, whether they were wanted or not."""
        return round(sum(map(_rows_read, self.scans)))

    @property
    def rows_sorted(self) -> int:
        """By the largest sort, however few of them it passed on."""
        sorts = [node for node in self._nodes() if "Sort" in node["Node Type"]]
        return max((round(child["Actual Rows"]) for node in sorts for child in node["Plans"]), default=0)

    def told(self) -> str:
        return "\n".join(
            f"{node['Node Type']} {_table(node)} {node.get('Index Name', '')}: {_rows_read(node):.0f} rows"
            for node in self.scans
        )

    def heard(self, message: str) -> None:
        _before, plan, text = message.partition("plan:\n")
        if plan:
            self.found.append(json.loads(text)["Plan"])

    def _nodes(self) -> Iterator[dict[str, Any]]:
        for plan in self.found:
            yield from _with_children(plan)


@contextmanager
def explained(url: str, *, role: str) -> Iterator[tuple[Pool, Plans]]:
    """A pool as the program has it, and what is heard of its statements."""
    plans = Plans()
    ours = connect_pool(url, role=role, application="plans")
    assert isinstance(ours.kwargs, dict)
    kwargs = dict(ours.kwargs)
    kwargs["options"] += " " + _EXPLAINING

    def listen(connection: Any) -> None:
        connection.add_notice_handler(lambda notice: plans.heard(notice.message_primary or ""))

    with ConnectionPool(url, kwargs=kwargs, configure=listen, min_size=0, max_size=1, open=False) as pool:
        yield pool, plans


def _with_children(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _with_children(child)


def _table(node: dict[str, Any]) -> str:
    return f"{node['Schema']}.{node['Relation Name']}"


def _rows_read(node: dict[str, Any]) -> float:
    kept_and_not = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    read: float = sum(node.get(name, 0) for name in kept_and_not) * node["Actual Loops"]
    return read
