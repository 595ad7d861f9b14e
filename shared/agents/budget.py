"""What one answer of a model may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelBudget:
    """Whatever ends first ends the answer: requests, calls of tools, tokens in and out, seconds."""

    requests: int = 4
    tool_calls: int = 8
    input_tokens: int = 60_000
    output_tokens: int = 4_000
    seconds: float = 20.0
