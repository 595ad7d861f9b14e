"""What is kept of a model's answer: prose made harmless, and ids of things that are really there."""

from typing import Annotated

from pydantic import Field

from shared.agents.answer import ActionWord, ModelAnswer
from shared.agents.plain_text import plain
from shared.agents.question import ModelQuestion
from shared.agents.read_tools import Redact
from shared.kernel.value import Value

LONGEST_EXPLANATION = 4_000
_LONGEST_NAME = 100


class SuggestedAction(Value):
    """A kind of action that a model would choose. Nothing follows from it."""

    hypothesis_id: str
    """The hypothesis that it would answer."""
    action: ActionWord
    """The kind of action, out of the vocabulary."""


class Annotation(Value):
    """What a language model said about a diagnosis. It is shown as its word and decides nothing."""

    model: Annotated[str, Field(max_length=_LONGEST_NAME)]
    """Which model said it."""
    explanation: Annotated[str, Field(max_length=LONGEST_EXPLANATION + 100)]
    """Plain text without markup and links, redacted; to be shown as it is."""
    ranking: tuple[str, ...] = ()
    """Ids of hypotheses, in the order that the model finds likely; those it did not rank are left out."""
    suggestions: tuple[SuggestedAction, ...] = ()
    """Kinds of actions that the model would choose."""
    evidence_ids: tuple[str, ...] = ()
    """The pieces of evidence that it says it rests on."""
    left_out: Annotated[int, Field(ge=0)] = 0
    """How many labels it named that stand for nothing."""


def annotation_of(answer: ModelAnswer, question: ModelQuestion, model: str, redact: Redact) -> Annotation | None:
    """None: nothing readable was said. Redacted last, since what was taken out may have held a secret apart."""
    explanation = redact(plain(answer.explanation, LONGEST_EXPLANATION))[:LONGEST_EXPLANATION]
    if not explanation:
        return None
    ranked = [label for label in dict.fromkeys(answer.ranking) if label in question.hypotheses]
    cited = [label for label in dict.fromkeys(answer.cites) if label in question.pieces]
    meant = [each for each in dict.fromkeys(answer.suggestions) if each.hypothesis in question.hypotheses]
    named = len(set(answer.ranking)) + len(set(answer.cites)) + len(set(answer.suggestions))
    return Annotation(
        model=plain(model, _LONGEST_NAME),
        explanation=explanation,
        ranking=tuple(question.hypotheses[label].hypothesis_id for label in ranked),
        suggestions=tuple(
            SuggestedAction(hypothesis_id=question.hypotheses[each.hypothesis].hypothesis_id, action=each.action)
            for each in meant
        ),
        evidence_ids=tuple(question.pieces[label].evidence_id for label in cited),
        left_out=named - len(ranked) - len(cited) - len(meant),
    )
