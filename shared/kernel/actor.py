"""Who asks or did something: a person, an agent, a system outside, or one of our own workflows."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    HUMAN = "human"
    AGENT = "agent"
    INTEGRATION = "integration"
    PROCESS = "process"


_KINDS = {kind.value: kind for kind in ActorKind}


@dataclass(frozen=True, slots=True)
class Actor:
    """What messages and facts hold as one text: ``human:ada``, ``agent:triage``, ``integration:ci``, ``process:…``.

    ``Actor.of`` takes any text that was ever stored, and ``str`` gives that same text back.
    """

    #: None for a text that names no kind; then ``id`` is the whole of it.
    kind: ActorKind | None
    #: A subject of an identity provider, the name of an API key or of a source, or a workflow's id.
    id: str

    @classmethod
    def of(cls, text: str) -> "Actor":
        kind, colon, name = text.partition(":")
        known = _KINDS.get(kind) if colon else None
        return cls(None, text) if known is None else cls(known, name)

    def __str__(self) -> str:
        return self.id if self.kind is None else f"{self.kind.value}:{self.id}"

    @property
    def is_human(self) -> bool:
        return self.kind is ActorKind.HUMAN
