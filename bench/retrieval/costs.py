"""What an embedder costs: milliseconds to its first vector in a fresh process, MiB it keeps, chunks per CPU-second."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from uuid import UUID

from bench.measure import RUNS, Result, result
from bench.retrieval.embedders import embedders

_UNITS: Mapping[str, str] = {"cold start": "ms", "memory": "MiB", "chunks": "1/CPU-s"}
_AT_ONCE = 16
_LONGEST_CPU_S = 3.0


def costs() -> Iterator[Result]:
    for name in embedders():
        runs = [_in_a_process_of_its_own(name) for _ in range(RUNS)]
        for cost, unit in _UNITS.items():
            yield result(f"retrieval: {name}: {cost}", unit, [run[cost] for run in runs])


def _in_a_process_of_its_own(name: str) -> Mapping[str, float]:
    asked = [sys.executable, "-m", "bench.retrieval.costs", name]
    told: Mapping[str, float] = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    return told


def _measured(name: str) -> Mapping[str, float]:
    before, started = _resident_mib(), time.perf_counter()
    model = embedders()[name]
    model.embed(["a pod is not ready"])
    cold, memory = 1000 * (time.perf_counter() - started), _resident_mib() - before
    texts = all_chunks(every=8)
    done, since = 0, time.process_time()
    while time.process_time() - since < _LONGEST_CPU_S:
        model.embed([texts[(done + each) % len(texts)] for each in range(_AT_ONCE)])
        done += _AT_ONCE
    return {"cold start": cold, "memory": memory, "chunks": done / (time.process_time() - since)}


def all_chunks(*, every: int = 1) -> list[str]:
    """Of each so-and-so-many-th document of the large corpus."""
    from bench.retrieval.corpus import PROSE  # noqa: PLC0415 - not part of the cold start
    from shared.projections.knowledge_index.document import chunks  # noqa: PLC0415
    from shared.projections.knowledge_index.projection import documents  # noqa: PLC0415

    rows = (documents.evolve((UUID(int=0),), None, each) for each in list(PROSE.facts())[::every])
    return [chunk.text for row in rows if row is not None for chunk in chunks(row)]


def _resident_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1])))
