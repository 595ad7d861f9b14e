"""Endpoints as they are on the wire, OpenAI-compatible and Anthropic, and all that they do when they do not answer."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.agents.budget import ModelBudget
from shared.agents.question import question_about
from shared.bootstrap.agent import sre_agent
from shared.diagnosis.hypothesis import Diagnosis, FaultKind
from shared.ports.language_model import AnswerRefused, LanguageModel, ModelUnavailable
from shared.remediation.proposal import Proposal
from shared.settings import AgentBudgetSettings, AgentSettings
from tests.support.hostile_texts import redact
from tests.support.model_server import ModelServer, anthropic_calls, model_server, openai_calls
from tests.support.remediation import cause

pydantic_ai = pytest.importorskip("shared.adapters.language_models.pydantic_ai")

QUESTION = question_about(
    Diagnosis(hypotheses=(cause(FaultKind.CRASH_LOOP, "exit_error"),)),
    Proposal(reason="nothing"),
    [],
    redact=redact,
)
FINAL = "final_result"
BUDGET = ModelBudget(seconds=30.0)


def openai(server: ModelServer) -> LanguageModel:
    return pydantic_ai.openai_compatible(f"{server.url}/v1", "small", "key-1")


def test_an_openai_compatible_endpoint_reads_and_answers():
    reads = openai_calls("read_evidence", evidence="E1")
    with model_server((200, reads), (200, openai_calls(FINAL, explanation="It ends at once."))) as server:
        assert openai(server).answer(QUESTION, BUDGET).explanation == "It ends at once."
    (path, first, headers), (_, second, _) = server.asked
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer key-1"
    assert first["model"] == "small"
    assert {tool["function"]["name"] for tool in first["tools"]} == {"read_evidence", "find_in_evidence", FINAL}
    assert "there is no such piece" in second["messages"][-1]["content"]


def test_an_anthropic_endpoint_answers():
    with model_server((200, anthropic_calls(FINAL, explanation="It ends at once."))) as server:
        model = pydantic_ai.anthropic(server.url, "small", "key-2")
        assert model.answer(QUESTION, BUDGET).explanation == "It ends at once."
    ((path, asked, headers),) = server.asked
    assert path.startswith("/v1/messages")
    assert any(value.endswith("key-2") for value in headers.values())
    assert asked["max_tokens"] == BUDGET.output_tokens


def test_several_threads_ask_at_once_and_again():
    with model_server((200, openai_calls(FINAL, explanation="It ends at once."))) as server:
        model = openai(server)
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda _: model.answer(QUESTION, BUDGET).explanation, range(8)))
    assert answers == ["It ends at once."] * 8


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503, 529])
def test_an_endpoint_that_refuses_is_asked_once_and_named_without_its_words(status):
    said = {"error": {"message": "key-1 is not a key", "type": "x"}}
    with model_server((status, said)) as server, pytest.raises(ModelUnavailable) as failed:
        openai(server).answer(QUESTION, BUDGET)
    assert len(server.asked) == 1
    assert "key-1" not in str(failed.value)


@pytest.mark.parametrize(
    "body", [b"<html>busy</html>", b"", b"[]", b'{"choices": []}', b"\xff\xfe", b'{"choices": null}']
)
def test_an_endpoint_that_speaks_otherwise_is_refused(body):
    with model_server((200, body)) as server, pytest.raises((AnswerRefused, ModelUnavailable)):
        openai(server).answer(QUESTION, BUDGET)


def test_nobody_listens():
    with model_server((200, {})) as server:
        model = openai(server)
    with pytest.raises(ModelUnavailable):
        model.answer(QUESTION, BUDGET)


def test_an_endpoint_that_does_not_answer_is_given_up():
    with model_server((200, {})) as server:
        server.may_answer.clear()
        with pytest.raises(ModelUnavailable):
            openai(server).answer(QUESTION, ModelBudget(seconds=0.5))


def test_tokens_are_counted():
    with model_server((200, openai_calls("read_evidence", evidence="E1"))) as server, pytest.raises(ModelUnavailable):
        openai(server).answer(QUESTION, ModelBudget(input_tokens=15))
    assert len(server.asked) < 4


@pytest.mark.parametrize("setting", ["gpt", "openai:", "openai:http://x", "openai:ftp://x#m", "vertex:https://x#m"])
def test_a_setting_that_names_no_model_is_refused_at_the_start(setting):
    with pytest.raises(ValueError, match="SRE_AGENT_MODEL"):
        sre_agent(AgentSettings(agent_model=setting), AgentBudgetSettings(), redact)


def test_without_a_setting_the_library_is_not_even_imported():
    program = (
        "import sys; from shared.bootstrap.agent import sre_agent; from shared.settings import *;"
        "sre_agent(AgentSettings(), AgentBudgetSettings(), str); print('pydantic_ai' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_the_key_is_not_shown():
    assert "key-3" not in repr(AgentSettings(agent_model="openai:https://x#m", agent_key="key-3"))
