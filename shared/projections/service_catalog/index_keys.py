"""The key that a selector is indexed under: one thing that whatever it matches must have, ``name=checkout``.

A lookup by all keys of a resource finds every selector that can match it, and few others.
"""

from collections.abc import Iterator

from shared.domain.service.values import ResourceSelector
from shared.kernel.globs import is_pattern, literal_prefix
from shared.kernel.matchers import equality_of
from shared.projections.service_catalog.resource import Resource

_LONGEST = 200
_LONGEST_PREFIX = 3
#: The field that fewest things share comes first.
_FIELDS = ("namespace", "cluster", "environment", "kind")
#: Of selectors that give nothing to look them up by: they are tried on every resource.
ANYTHING = ""


def index_key_of(selector: ResourceSelector) -> str:
    """The key that a selector is stored under: the most telling of what it demands, else ``ANYTHING``."""
    return next(_candidates(selector), ANYTHING)


def index_keys_of(resource: Resource) -> list[str]:
    """Every selector that matches the resource is stored under one of these keys."""
    found = {ANYTHING}
    for field in ("name", *_FIELDS):
        value = getattr(resource, field)
        if value is not None:
            found.add(_exact(field, value))
    name = resource.name or ""
    found |= {_prefixed(name[:length]) for length in range(1, min(len(name), _LONGEST_PREFIX) + 1)}
    found |= {_exact(f"label {label}", value) for label, value in resource.labels.items()}
    return sorted(found)


def _candidates(selector: ResourceSelector) -> Iterator[str]:
    """Best first."""
    name = selector.name or ""
    if name and not is_pattern(name):
        yield _exact("name", name)
    for matcher in selector.matchers:
        label = equality_of(matcher)
        if label is not None and label[1]:
            yield _exact(f"label {label[0]}", label[1])
    if prefix := literal_prefix(name)[:_LONGEST_PREFIX]:
        yield _prefixed(prefix)
    for field in _FIELDS:
        value = getattr(selector, field)
        if value and not is_pattern(value):
            yield _exact(field, value)


def _exact(what: str, value: str) -> str:
    return f"{what}={value}"[:_LONGEST]


def _prefixed(prefix: str) -> str:
    return f"name^{prefix}"
