"""PromQL as others wrote it, made to count what happened in a window of ours."""

import re

_RATE = re.compile(r"\b(?:irate|rate)\s*\(")
_WHOLE_LE = re.compile(r'\ble\s*=\s*"(\d+)"')
_OFFSET = re.compile(r"^(?P<selector>.*?)(?P<offset>\s+offset\s+-?\d+[smhdwy]\S*)?\s*$", re.DOTALL)
#: A metric with its matchers, alone or summed up; a brace may stand in a value.
_SELECTOR = r"[a-zA-Z_:][\w:]*\s*(?:\{(?:[^\"{}]|\"(?:\\.|[^\"\\])*\")*\})?"
_PLAIN = re.compile(rf"\s*(?:sum\s*\(\s*(?P<summed>{_SELECTOR})\s*\)|(?P<alone>{_SELECTOR}))\s*")


def counting(query: str) -> str:
    """``rate`` becomes ``increase``: the same, times the length of the window, so that it is a number of events."""
    return whole_buckets(_RATE.sub("increase(", query))


def whole_buckets(query: str) -> str:
    """Since version 3, Prometheus stores ``le="1"`` as ``le="1.0"``: both are asked for."""
    return _WHOLE_LE.sub(r'le=~"\1(\\\\.0)?"', query)


def over_window(selector: str, function: str) -> str:
    """Gives ``sum(increase(requests_total[$window] offset 1m))`` of ``requests_total offset 1m``."""
    parts = _OFFSET.match(selector)
    if parts is None:
        raise ValueError(selector)
    return whole_buckets(f"sum({function}({parts['selector'].strip()}[$window]{parts['offset'] or ''}))")


def counter_over_window(query: str) -> str | None:
    """Gives ``sum(increase(requests_total[$window]))`` of ``requests_total`` or its sum; None of a longer query."""
    plain = _PLAIN.fullmatch(query)
    return None if plain is None else over_window(plain["summed"] or plain["alone"], "increase")


def all_but(total: str, bad: str) -> str:
    """What is good, where a series of what is bad appears only with the first failure."""
    return f"({total}) - (({bad}) or on () vector(0))"
