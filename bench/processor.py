"""Processor time of a piece of work: ours, and the database's in the sessions that work for us."""

import time
from pathlib import Path
from typing import Final

import psycopg

from bench.database import Database

#: The application name of a bench's own sessions.
SESSION: Final = "bench"


def processor_s(database: Database) -> float:
    """Gives seconds so far; what a piece of work took is the difference of two."""
    with psycopg.connect(database.url) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", (SESSION,)).fetchall()
    told = [Path(f"/proc/{pid}/schedstat").read_text("ascii") for (pid,) in rows]
    return time.process_time() + sum(int(each.split()[0]) for each in told) / 1e9
