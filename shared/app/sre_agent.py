"""The SRE agent: rules decide, and a language model, where there is one, may say a word beside it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.agents.annotation import Annotation, annotation_of
from shared.agents.budget import ModelBudget
from shared.agents.question import question_about
from shared.agents.read_tools import ReadTool, Redact
from shared.diagnosis.evidence import Evidence
from shared.diagnosis.hypothesis import Diagnosis
from shared.diagnosis.snapshot import Snapshot
from shared.ports.language_model import AnswerRefused, LanguageModel, ModelUnavailable
from shared.remediation.known import Dependent, KnownPattern, KnownRunbook
from shared.remediation.proposal import Proposal
from shared.remediation.propose import propose

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """What the agent is given: what an investigation found, and what is known beside it."""

    diagnosis: Diagnosis
    snapshot: Snapshot
    evidence: Sequence[Evidence] = ()
    runbooks: Sequence[KnownRunbook] = ()
    pattern: KnownPattern | None = None
    dependents: Sequence[Dependent] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """``silent_because``: why there is no annotation, in words; empty where there is one."""

    proposal: Proposal
    annotation: Annotation | None = None
    silent_because: str = ""


class SREAgent:
    """Proposes by rules alone. What the model says is asked for afterwards and cannot reach the proposal.

    ``redact`` takes secrets out of a text; ``tools`` are further reads that the model may call.
    """

    def __init__(
        self,
        *,
        redact: Redact,
        model: LanguageModel | None = None,
        budget: ModelBudget | None = None,
        tools: Sequence[ReadTool] = (),
    ) -> None:
        self._redact = redact
        self._model = model
        self._budget = budget or ModelBudget()
        self._tools = tools

    @property
    def takes_s(self) -> float:
        """How long its model may take, in seconds; 0 without one."""
        return 0.0 if self._model is None else self._budget.seconds

    def advise(self, found: Briefing, now: datetime) -> Advice:
        proposal = propose(
            found.diagnosis,
            found.snapshot,
            runbooks=found.runbooks,
            pattern=found.pattern,
            dependents=found.dependents,
            now=now,
        )
        if self._model is None:
            return Advice(proposal=proposal, silent_because="no language model is configured")
        return self._annotated(self._model, found, proposal)

    def _annotated(self, model: LanguageModel, found: Briefing, proposal: Proposal) -> Advice:
        question = question_about(found.diagnosis, proposal, found.evidence, redact=self._redact, tools=self._tools)
        try:
            answer = model.answer(question, self._budget)
        except (ModelUnavailable, AnswerRefused) as silent:
            _log.warning("the language model said nothing: %s", silent)
            return Advice(proposal=proposal, silent_because=str(silent))
        annotation = annotation_of(answer, question, model.name, self._redact)
        if annotation is None:
            return Advice(proposal=proposal, silent_because="the language model said nothing that can be shown")
        return Advice(proposal=proposal, annotation=annotation)
