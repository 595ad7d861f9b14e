"""``make bench`` measures every claim into build/bench.json; ``make bench NAME=ingest`` measures one.

Each line: median, unit, [lowest … highest], ratio to the limit measured in the same run.
"""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import (
    acted,
    anchor,
    case_files,
    cold_start,
    cost,
    diagnosis,
    embedding,
    evidence,
    imports,
    ingest,
    intents,
    latency,
    looked_into,
    memory,
    metrics_cost,
    projector,
    reading,
    recall,
    relay,
    search,
    slo_burn,
    slo_measuring,
    slo_reading,
    slo_totals,
    triage,
    visible,
    words,
)
from bench.console import run as console
from bench.correlation import run as correlation
from bench.measure import Result
from bench.retrieval import run as retrieval

BENCHES: dict[str, Callable[[], Iterable[Result]]] = {
    "anchor": anchor.run,
    "ingest": ingest.run,
    "intents": intents.run,
    "imports": imports.run,
    "latency": latency.run,
    "relay": relay.run,
    "retrieval": retrieval.run,
    "projector": projector.run,
    "visible": visible.run,
    "case_files": case_files.run,
    "diagnosis": diagnosis.run,
    "triage": triage.run,
    "looked_into": looked_into.run,
    "acted": acted.run,
    "embedding": embedding.run,
    "evidence": evidence.run,
    "reading": reading.run,
    "recall": recall.run,
    "search": search.run,
    "words": words.run,
    "slo_measuring": slo_measuring.run,
    "memory": memory.run,
    "metrics_cost": metrics_cost.run,
    "cold_start": cold_start.run,
    "cost": cost.run,
    "console": console,
    "correlation": correlation.run,
    "slo_burn": slo_burn.run,
    "slo_reading": slo_reading.run,
    "slo_totals": slo_totals.run,
}
OUTPUT = Path("build/bench.json")


def main(arguments: list[str]) -> int:
    unknown = [name for name in arguments if name not in BENCHES]
    if unknown:
        print(f"no bench called {', '.join(unknown)}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    chosen = arguments or list(BENCHES)
    if "anchor" not in chosen:
        chosen = ["anchor", *chosen]
    results: list[Result] = []
    for number, name in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] {name}", flush=True)
        for measured in BENCHES[name]():
            print("  " + measured.line(), flush=True)
            results.append(measured)
    _write(results)
    print(f"written to {OUTPUT}")
    return 0


def _write(results: list[Result]) -> None:
    """Figures measured now replace those of the same name; the others stay."""
    OUTPUT.parent.mkdir(exist_ok=True)
    before = json.loads(OUTPUT.read_text("utf-8")) if OUTPUT.exists() else []
    now = {measured.name: measured.as_json() for measured in results}
    kept = [entry for entry in before if entry["name"] not in now]
    OUTPUT.write_text(json.dumps([*kept, *now.values()], indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
