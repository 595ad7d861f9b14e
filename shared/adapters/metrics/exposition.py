"""The text form of Prometheus, version 0.0.4."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from shared.adapters.metrics.instruments import BOUNDS_S, Instrument
from shared.adapters.metrics.tally import Point, TimeDistribution

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PART = "sre_part"

Labels = tuple[tuple[str, str], ...]


def prometheus_text(installation: Iterable[Point], parts: Mapping[str, Iterable[Point]]) -> str:
    """Writes each metric once, with the series of all parts; a part's own have its name for a label."""
    labelled = [(point, _labels(point, ())) for point in installation]
    labelled += [(point, _labels(point, ((_PART, part),))) for part, points in parts.items() for point in points]
    in_order = sorted(labelled, key=lambda each: (each[0].instrument.name, each[1]))
    lines: list[str] = []
    for instrument, series in groupby(in_order, key=lambda each: each[0].instrument):
        lines += _family(instrument, series)
    return "".join(f"{line}\n" for line in lines)


def _family(instrument: Instrument, series: Iterable[tuple[Point, Labels]]) -> Iterator[str]:
    name = instrument.prometheus_name
    yield f"# HELP {name} {instrument.description}"
    yield f"# TYPE {name} {instrument.kind}"
    for point, labels in series:
        if isinstance(point.number, TimeDistribution):
            yield from _histogram(name, labels, point.number)
        else:
            yield f"{name}{_braces(labels)} {point.number:.16g}"


def _histogram(name: str, labels: Labels, distribution: TimeDistribution) -> Iterator[str]:
    below = 0
    for bound, count in zip((*(f"{bound:g}" for bound in BOUNDS_S), "+Inf"), distribution.counts, strict=True):
        below += count
        yield f"{name}_bucket{_braces((*labels, ('le', bound)))} {below}"
    yield f"{name}_sum{_braces(labels)} {distribution.total:.16g}"
    yield f"{name}_count{_braces(labels)} {below}"


def _labels(point: Point, more: Labels) -> Labels:
    said = zip(point.instrument.attributes, point.values, strict=True)
    return (*((name.replace(".", "_"), value) for name, value in said if value), *more)


def _braces(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
