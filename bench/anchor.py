"""What this disk does today: pgbench, three inserts in a transaction, one client. Quote it beside other figures."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.database import a_database
from bench.measure import RUNS, Result, result

_TABLES = """
CREATE TABLE inbox (id uuid PRIMARY KEY, at timestamptz DEFAULT now());
CREATE TABLE alert (id uuid PRIMARY KEY, body jsonb, at timestamptz DEFAULT now());
CREATE TABLE outbox (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body jsonb);
"""
_TRANSACTION = """
WITH i AS (INSERT INTO inbox VALUES (gen_random_uuid())),
     a AS (INSERT INTO alert (id, body) VALUES (gen_random_uuid(), ('{"p":"' || repeat('x', 600) || '"}')::jsonb))
INSERT INTO outbox (body) VALUES (('{"p":"' || repeat('x', 600) || '"}')::jsonb);
"""


def run() -> Iterator[Result]:
    with a_database("anchor") as database, tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "three_inserts.sql"
        script.write_text(_TRANSACTION.replace("\n", " "), "utf-8")
        database.execute(_TABLES)
        values = [_transactions_per_second(database.program("pgbench"), database.url, script) for _ in range(RUNS)]
    yield result("anchor: pgbench 3 inserts, 1 client", "tx/s", values)


def _transactions_per_second(pgbench: str, url: str, script: Path) -> float:
    command = [pgbench, "-n", "-M", "prepared", "-c", "1", "-T", "2", "-f", str(script), url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise RuntimeError(f"pgbench said no rate: {done.stdout[-500:]}")
    return float(found.group(1))
