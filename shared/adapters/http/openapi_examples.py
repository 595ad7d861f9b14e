"""What an operation answers, as an example: of its response type, about the thing that its own example names."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from shared.adapters.contracts.examples import example_of
from shared.adapters.contracts.sample_values import IDS
from shared.domain.published import INTENTS
from shared.kernel.message import Intent
from shared.ports.operation import Operation

_INTENTS: Mapping[str, type[Intent]] = {intent.__name__: intent for intent in INTENTS}


def answer_example(operation: Operation) -> Any:
    """Raises ValidationError when the response type does not take it."""
    adapter = TypeAdapter[Any](operation.response)
    made = example_of(adapter, "serialization")
    if operation.kind != "command":
        return made
    about = _about(operation)
    return adapter.dump_python(adapter.validate_python({**made, **about, "reason": None}), mode="json")


def _about(operation: Operation) -> dict[str, str]:
    """Commands are called like their intents; the two that are not have their aggregate in the path."""
    named = operation.path_parameters[0] if operation.path_parameters else None
    noun = (named or "alert_id").removesuffix("_id")
    intent = _INTENTS.get(operation.name)
    id_field = intent.id_field if intent is not None else named
    known = operation.example.get(named) if named is not None else None
    id_ = known or next((each for word, each in IDS.items() if word in str(id_field)), IDS["incident"])
    return {"aggregate_type": intent.aggregate_type if intent is not None else noun, "aggregate_id": id_}
