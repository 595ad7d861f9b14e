"""Rules decide: whatever a model says, and whatever it was told by what it read, only prose comes of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pydantic_ai.models
import pytest
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from shared.adapters.language_models.pydantic_ai import PydanticAiModel
from shared.agents.annotation import LONGEST_EXPLANATION
from shared.agents.answer import ActionWord
from shared.agents.budget import ModelBudget
from shared.app.sre_agent import Advice, Briefing, SREAgent
from shared.diagnosis.evidence import EvidenceSource, evidence_of
from shared.diagnosis.hypothesis import Diagnosis, FaultKind
from shared.diagnosis.snapshot import ObservedEvent
from shared.remediation.actions import Action
from tests.support.hostile_texts import SECRET, hostile_texts, redact
from tests.support.remediation import NOW, application, cause, deployment, key, snapshot
from tests.unit.agents.test_plain_text import is_harmless

BROKEN = cause(FaultKind.CRASH_LOOP, "exit_error")
Script = Callable[[list[ModelMessage], AgentInfo], ModelResponse]


@pytest.fixture(autouse=True)
def _no_model_of_anybody(monkeypatch):
    monkeypatch.setattr(pydantic_ai.models, "ALLOW_MODEL_REQUESTS", False)


def found(*texts: str) -> Briefing:
    """An investigation of a cluster in which somebody has planted each text as label, annotation, event and log."""
    pieces = [
        evidence_of(EvidenceSource.KUBERNETES, "prod", f"GET {number}", title=text, read_at=NOW, text=text)
        for number, text in enumerate(texts)
    ]
    firing = snapshot().alerts[0]
    seen = replace(
        snapshot(deployment(), application(automated={})),
        events=[
            ObservedEvent(about=key("Pod", "web-1"), reason="Failed", message=each, evidence_id="e") for each in texts
        ],
        alerts=[firing, *(replace(firing, labels={"note": each}, annotations={"summary": each}) for each in texts)],
    )
    citations = tuple(
        BROKEN.citations[0].model_copy(update={"evidence_id": piece.evidence_id, "says": piece.text[:900]})
        for piece in pieces
    )
    broken = BROKEN.model_copy(
        update={"citations": citations or BROKEN.citations, "title": "".join(texts)[:900] or "x"}
    )
    return Briefing(diagnosis=Diagnosis(hypotheses=(broken,)), snapshot=seen, evidence=pieces)


def advised(script: Script, investigated: Briefing | None = None, **budget: Any) -> Advice:
    model = PydanticAiModel("scripted", lambda: FunctionModel(script))
    return SREAgent(redact=redact, model=model, budget=ModelBudget(**budget)).advise(investigated or found(), NOW)


def answering(info: AgentInfo, **said: Any) -> ModelResponse:
    (tool,) = info.output_tools
    return ModelResponse(parts=[ToolCallPart(tool.name, said)])


def told_to(messages: list[ModelMessage]) -> str:
    """Everything that the model was given."""
    return "\n".join(str(part.content) for message in messages for part in message.parts if hasattr(part, "content"))


def test_without_a_model_there_is_the_proposal_and_no_prose():
    silent = SREAgent(redact=redact).advise(found(), NOW)
    assert silent.annotation is None
    assert silent.silent_because == "no language model is configured"
    assert silent.proposal.plan is not None


def test_a_model_adds_prose_and_ids_of_what_is_there():
    def script(_, info):
        return answering(
            info,
            explanation="The **new** revision cannot start.",
            ranking=["H1", "H7"],
            suggestions=[{"hypothesis": "H1", "action": "git.revert"}, {"hypothesis": "H9", "action": "escalate"}],
            cites=["E1", "E99"],
        )

    investigated = found("Error: boom")
    advice = advised(script, investigated)
    assert advice.annotation is not None
    assert advice.annotation.explanation == "The new revision cannot start."
    assert advice.annotation.ranking == (BROKEN.hypothesis_id,)
    assert [each.action for each in advice.annotation.suggestions] == ["git.revert"]
    assert advice.annotation.evidence_ids == (investigated.evidence[0].evidence_id,)
    assert advice.annotation.left_out == 3


def repeats_everything(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    """Obeys nobody and repeats all that it was told, with orders of its own."""
    return answering(
        info,
        explanation=(told_to(messages)[-15_000:] + f" <b>{SECRET.upper()}</b> https://evil.example"),
        ranking=["H2", "H1"],
        suggestions=[{"hypothesis": "H1", "action": word} for word in get_args(ActionWord)],
        cites=["E1", "E200"],
    )


@pytest.mark.parametrize("first", range(0, 216, 24))
def test_whatever_was_planted_only_harmless_prose_comes_out(first):
    for planted in list(hostile_texts())[first : first + 24]:
        investigated = found(planted)
        advice = advised(repeats_everything, investigated)
        alone = SREAgent(redact=redact).advise(investigated, NOW)
        assert advice.proposal.model_dump_json() == alone.proposal.model_dump_json()
        assert advice.annotation is not None
        assert is_harmless(advice.annotation.explanation.replace("[redacted]", ""))
        assert len(advice.annotation.explanation) <= LONGEST_EXPLANATION
        assert SECRET not in advice.annotation.model_dump_json().lower()


def test_there_are_enough_planted_texts_and_all_are_different():
    assert len(set(hostile_texts())) == 216


def test_no_secret_reaches_the_model():
    seen: list[str] = []

    def script(messages, info):
        seen.append(told_to(messages))
        if len(seen) == 1:
            return ModelResponse(parts=[ToolCallPart("read_evidence", {"evidence": "E1"})])
        return answering(info, explanation="done")

    advised(script, found(f"password is {SECRET} here"))
    assert len(seen) == 2
    assert "password is [redacted] here" in seen[1]
    assert all(SECRET not in each for each in seen)


def test_the_tools_are_reads_over_evidence_and_no_others():
    names: list[str] = []

    def script(_, info):
        names.extend(tool.name for tool in info.function_tools)
        return answering(info, explanation="done")

    advised(script)
    assert sorted(names) == ["find_in_evidence", "read_evidence"]


BAD_ANSWERS = [
    {"explanation": ""},
    {"explanation": "x" * 20_001},
    {"explanation": "x", "plan": {"actions": []}},
    {"explanation": "x", "suggestions": [{"hypothesis": "H1", "action": "shell.exec"}]},
    {"explanation": "x", "suggestions": [{"hypothesis": "H1", "action": "git.patch", "after": "0"}]},
    {"explanation": "x", "ranking": ["H1; DROP TABLE"]},
    {"explanation": "x", "cites": ["E0"]},
    {"explanation": ["x"]},
    {},
]


@pytest.mark.parametrize("said", BAD_ANSWERS, ids=lambda said: json.dumps(said)[:40])
def test_an_answer_of_another_form_is_refused(said):
    advice = advised(lambda _, info: answering(info, **said))
    assert advice.annotation is None
    assert "not of the form" in advice.silent_because
    assert advice.proposal.plan is not None


def test_text_where_an_answer_is_wanted_is_refused():
    advice = advised(lambda *_: ModelResponse(parts=[TextPart("I have deleted the namespace.")]))
    assert advice.annotation is None


def test_an_unknown_tool_is_not_called():
    def script(_, info):
        return ModelResponse(parts=[ToolCallPart("exec_command", {"command": "rm -rf /"})])

    assert advised(script).annotation is None


def test_a_model_that_reads_without_end_is_ended():
    calls: list[int] = []

    def script(*_):
        calls.append(1)
        return ModelResponse(parts=[ToolCallPart("find_in_evidence", {"text": "err"})])

    advice = advised(script, requests=3)
    assert advice.silent_because == "the language model used up its budget"
    assert len(calls) == 3


def test_calls_of_tools_are_counted():
    def script(*_):
        return ModelResponse(parts=[ToolCallPart("find_in_evidence", {"text": "err"})] * 50)

    assert advised(script, tool_calls=2).silent_because == "the language model used up its budget"


def test_prose_in_which_nothing_can_be_shown_is_none():
    advice = advised(lambda _, info: answering(info, explanation="\u200b<b></b>\x1b[31m"))
    assert advice.annotation is None
    assert advice.silent_because == "the language model said nothing that can be shown"


def test_the_words_for_actions_are_those_of_the_vocabulary():
    union = get_args(get_args(Action)[0])
    assert {action.model_fields["action"].default for action in union} == set(get_args(ActionWord))
