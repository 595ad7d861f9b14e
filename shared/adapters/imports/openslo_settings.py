"""What OpenSLO has no words for travels in one annotation, so that an objective comes back as it left."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shared.adapters.imports.reading import Unusable, mapping, text
from shared.domain.slo.values import RecordedIndicator, SLODefinition

#: The annotation: JSON of the fields below that differ from what the rest of the file would make of them.
ANNOTATION = "sre.ameide.io/settings"
#: Fields of a definition that OpenSLO cannot say, or not exactly.
FIELDS = ("alerting", "burn_policy", "measured_every_s", "expected_events", "maintenance", "owner", "tags")
#: It is said by queries, and they do not say that they are made of recorded series.
_RECORDED = "indicator"
_LONGEST = 20_000
_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)


def settings_of(definition: SLODefinition) -> str:
    """Gives the annotation's text."""
    recorded = {_RECORDED} if isinstance(definition.indicator, RecordedIndicator) else set()
    told = definition.model_dump(mode="json", include={*FIELDS, *recorded})
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def with_settings(definition: SLODefinition, metadata: Mapping[str, Any]) -> SLODefinition:
    """Puts back what the annotation says; without it the definition is as the rest of the file makes it."""
    written = text(mapping(metadata.get("annotations")).get(ANNOTATION))
    if not written:
        return definition
    if len(written) > _LONGEST:
        raise Unusable("openslo.settings", f"the annotation {ANNOTATION} has more than {_LONGEST:,} characters")
    try:
        told = json.loads(written)
        known = {name: value for name, value in told.items() if name in (*FIELDS, _RECORDED)}
        return _DEFINITION.validate_python(definition.model_dump() | known)
    except (ValueError, AttributeError, RecursionError, ValidationError) as invalid:
        raise Unusable("openslo.settings", f"the annotation {ANNOTATION} cannot be read") from invalid
