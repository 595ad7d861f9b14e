"""Every page beside 1,000,000 alerts and 100,000 incidents: its weight, its processor time, and its time in all.

``SRE_BENCH_SHARE=1`` fills all of that, in a quarter of an hour; by default it is a tenth. Time beyond the queries is
measured as processor time of the console's process: it waits for nothing but the database.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.console.process import ServedFunction, a_function
from bench.console.visited import VISITED, first_page_bytes
from bench.database import a_database
from bench.filled import LARGE, fill, states
from bench.filled.meanings import meanings
from bench.measure import RUNS, Result, percentile, result
from bench.memory import proportional_share
from bench.share import SENTENCES, size_of_share, telling
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.console_sessions import PostgresConsoleSessions
from shared.adapters.postgres.migrate import migrate
from shared.kernel.ids import derive
from shared.ports.credentials import Credential, Role

_WARM: Final = 3
_TIMES: Final = 10
_SHARE: Final = 0.1
_ROOT: Final = Path(__file__).parents[2]
_CONSOLE: Final = _ROOT / "functions" / "console" / "main.py"
_BARE: Final = _ROOT / "bench" / "bare_page" / "main.py"
_LIMIT_IS: Final = "as many bytes of a bare function"


def run() -> Iterator[Result]:
    with a_database("console") as database:
        migrate(database.url)
        with telling() as say:
            size, vectors = size_of_share(_SHARE), meanings(SENTENCES)
            fill(database.url, size, model=MiniLM.model, vectors=vectors, also=states.STATEMENTS, say=say)
        yield from measured_over(database.url)


def measured_over(url: str) -> Iterator[Result]:
    """Measures a console over a database that is filled."""
    with a_function(_CONSOLE, _environment(url)) as console, a_function(_BARE, {}) as bare:
        console.headers = {"Cookie": f"sre-console={_signed_in(url)}", "Accept-Encoding": "gzip", "Host": "localhost"}
        console.get("/")
        yield result("console: memory, first page shown", "MiB", [proportional_share(console.pid) / 1024])
        yield result("console: first page with its files, compressed", "KB", [first_page_bytes(console) / 1000])
        for path in VISITED:
            yield from _page(path, console, bare)
        yield result("console: memory, every page shown", "MiB", [proportional_share(console.pid) / 1024])


def _page(path: str, console: ServedFunction, bare: ServedFunction) -> Iterator[Result]:
    status, body = console.get(path)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    floor = f"/?bytes={len(body)}"
    for _ in range(_WARM):
        console.get(path), bare.get(floor)
    ours, floors = [], []
    for _ in range(RUNS):
        ours.append([_once(console, path) for _ in range(_TIMES)])
        floors.append([_once(bare, floor) for _ in range(_TIMES)])
    name = f"console {path.partition('?')[0] if len(path) > 60 else path}"
    yield result(f"{name}: compressed", "KB", [len(body) / 1000])
    for share, word in ((0.5, "p50"), (0.95, "p95")):
        computed, in_all = ([percentile([each[k] for each in run], share) for run in ours] for k in (0, 1))
        limits = [percentile([each[0] for each in run], share) for run in floors]
        yield result(f"{name}: processor time, {word}", "ms", computed, limits, _LIMIT_IS)
        yield result(f"{name}: in all, {word}", "ms", in_all)


def _once(served: ServedFunction, path: str) -> tuple[float, float]:
    """Processor time and time, in milliseconds."""
    computed, started = served.processor_ms(), time.perf_counter()
    served.get(path)
    taken = (time.perf_counter() - started) * 1000
    return served.processor_ms() - computed, taken


def _environment(url: str) -> dict[str, str]:
    return {
        "SRE_DATABASE_URL": url,
        "SRE_DATABASE_POOL": "3",
        "SRE_CONSOLE_ORIGINS": "http://localhost",
        "SRE_WRITER_URL": "http://127.0.0.1:9",
        "SRE_HTTP_KEEPALIVE_S": "600",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _signed_in(url: str) -> str:
    credential = Credential(tenant_id=LARGE, key_id=derive("bench", "ruth"), name="ruth", role=Role.ADMIN)
    with connect_pool(url, role="sre_console", application="bench", max_size=1) as pool:
        return PostgresConsoleSessions(pool).open(credential, "local")
