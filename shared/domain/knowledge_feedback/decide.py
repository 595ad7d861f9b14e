"""What follows when somebody says that an answer was right or wrong."""

from collections.abc import Sequence

from shared.domain.knowledge_feedback.facts import FeedbackGiven
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.domain.knowledge_feedback.state import KnowledgeFeedback, Spoken, evolve
from shared.domain.knowledge_feedback.values import family_of, voice_of
from shared.kernel.decider import Context, Decider, Rejected


def decide(intent: GiveFeedback, state: KnowledgeFeedback | None, context: Context) -> Sequence[FeedbackGiven]:
    if state is not None and state.document_id != intent.document_id:
        raise Rejected("knowledge_feedback.other_document", "this is the feedback on another document")
    family, voice = family_of(intent.question), voice_of(context.actor)
    if state is not None and Spoken(family, voice, intent.verdict) in state.spoken:
        return ()
    fact = FeedbackGiven(
        feedback_id=intent.feedback_id,
        document_id=intent.document_id,
        document_type=intent.document_type,
        question=intent.question,
        family=family,
        verdict=intent.verdict,
        given_by=context.actor,
        voice=voice,
    )
    return (fact,)


knowledge_feedback: Decider[GiveFeedback, KnowledgeFeedback | None, FeedbackGiven] = Decider(
    initial=None, decide=decide, evolve=evolve
)
