"""What a model may answer, and nothing else: text, and words out of closed lists."""

from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.value import Value

#: The actions of the vocabulary by name; an action's target and values are never a model's.
ActionWord = Literal[
    "git.revert",
    "git.patch",
    "argocd.sync",
    "argocd.terminate_operation",
    "argocd.resource_action",
    "kubernetes.resize",
    "kubernetes.cordon",
    "kubernetes.uncordon",
    "kubernetes.delete",
    "backlog.note",
    "runbook.amend",
    "runbook.execute",
    "escalate",
]
HypothesisLabel = Annotated[str, Field(pattern=r"^H[1-9][0-9]?$")]
EvidenceLabel = Annotated[str, Field(pattern=r"^E[1-9][0-9]{0,2}$")]


class ModelSuggestion(Value):
    hypothesis: HypothesisLabel
    """The hypothesis by its label."""
    action: ActionWord
    """The kind of action that fits it best."""


class ModelAnswer(Value):
    """An answer that parses. Whatever does not is refused as a whole."""

    explanation: Annotated[str, Field(min_length=1, max_length=20_000)]
    """What happened and why, in plain sentences for the person on call."""
    ranking: Annotated[tuple[HypothesisLabel, ...], Field(max_length=20)] = ()
    """The hypotheses by their labels, the most likely first; those that are left out are unranked."""
    suggestions: Annotated[tuple[ModelSuggestion, ...], Field(max_length=20)] = ()
    """Kinds of actions that the model would choose."""
    cites: Annotated[tuple[EvidenceLabel, ...], Field(max_length=30)] = ()
    """The pieces of evidence by their labels that the explanation rests on."""
