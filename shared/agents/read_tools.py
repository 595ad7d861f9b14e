"""What a model may call: reads, and nothing but reads. Each answer is redacted, bounded and fenced."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, ValidationError

from shared.agents.answer import EvidenceLabel
from shared.agents.fence import fenced
from shared.diagnosis.evidence import Evidence
from shared.kernel.value import Value

Redact = Callable[[str], str]

_LONGEST_ANSWER = 4_000
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class ReadTool:
    """A query by name. ``read`` is given what ``parameters`` made of the arguments; what they refuse is answered so."""

    name: str
    description: str
    parameters: type[Value]
    read: Callable[[Any], str]
    redact: Redact

    def call(self, arguments: Mapping[str, Any]) -> str:
        try:
            asked = self.parameters.model_validate(arguments)
        except ValidationError as refused:
            return f"refused: {refused.error_count()} arguments are not of the expected form"
        return fenced(self.name, self.redact(self.read(asked))[:_LONGEST_ANSWER])


class ReadEvidence(Value):
    evidence: EvidenceLabel
    """The piece by its label."""
    first_line: Annotated[int, Field(ge=1, le=100_000)] = 1
    """The line to begin with, counted from 1."""


class FindInEvidence(Value):
    text: Annotated[str, Field(min_length=2, max_length=100)]
    """A stretch of text, taken as it is; upper and lower case are alike."""


def evidence_tools(evidence: Sequence[Evidence], redact: Redact) -> tuple[ReadTool, ...]:
    """Reads over the evidence that was collected; nothing is asked of any system again."""
    pieces = {f"E{number}": piece for number, piece in enumerate(evidence, 1)}

    def read(asked: ReadEvidence) -> str:
        piece = pieces.get(asked.evidence)
        if piece is None:
            return "there is no such piece"
        lines = piece.text.splitlines()[asked.first_line - 1 :]
        return "\n".join(line[:_LONGEST_LINE] for line in lines) or "there are no such lines"

    def find(asked: FindInEvidence) -> str:
        wanted = asked.text.lower()
        found = (
            f"{label} line {number}: {line[:_LONGEST_LINE]}"
            for label, piece in pieces.items()
            for number, line in enumerate(piece.text.splitlines(), 1)
            if wanted in line.lower()
        )
        return _joined(found)

    return (
        ReadTool("read_evidence", "Reads one piece of evidence from a line on.", ReadEvidence, read, redact),
        ReadTool("find_in_evidence", "Finds lines of any evidence that hold a text.", FindInEvidence, find, redact),
    )


def _joined(lines: Any) -> str:
    kept, length = [], 0
    for line in lines:
        kept.append(line)
        length += len(line)
        if length > _LONGEST_ANSWER:
            break
    return "\n".join(kept) or "nothing holds that"
