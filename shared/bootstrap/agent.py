"""The SRE agent with the language model that is set, or with none (``SRE_AGENT_MODEL``)."""

from collections.abc import Sequence
from importlib.util import find_spec

from shared.agents.budget import ModelBudget
from shared.agents.read_tools import ReadTool, Redact
from shared.app.sre_agent import SREAgent
from shared.ports.language_model import LanguageModel
from shared.settings import AgentBudgetSettings, AgentSettings

_HELP = "SRE_AGENT_MODEL is {!r}; it may be none, openai:URL#MODEL or anthropic:URL#MODEL"


def sre_agent(
    settings: AgentSettings, costs: AgentBudgetSettings, redact: Redact, tools: Sequence[ReadTool] = ()
) -> SREAgent:
    """``redact`` takes secrets out of a text; ``tools`` are further reads that a model may call."""
    budget = ModelBudget(
        requests=costs.agent_requests,
        tool_calls=costs.agent_tool_calls,
        input_tokens=costs.agent_input_tokens,
        output_tokens=costs.agent_output_tokens,
        seconds=costs.agent_seconds,
    )
    return SREAgent(redact=redact, model=_model(settings), budget=budget, tools=tools)


def _model(settings: AgentSettings) -> LanguageModel | None:
    """The library is imported when a model is set: without one, nobody waits for it or needs it installed."""
    kind, _, place = settings.agent_model.partition(":")
    url, _, name = place.partition("#")
    if kind in {"", "none"}:
        return None
    if kind not in {"openai", "anthropic"} or not url.startswith(("https://", "http://")) or not name:
        raise ValueError(_HELP.format(settings.agent_model))
    if find_spec("pydantic_ai") is None:
        raise ValueError("SRE_AGENT_MODEL needs the extra 'agent'; install it, or set SRE_AGENT_MODEL=none")
    from shared.adapters.language_models import pydantic_ai  # noqa: PLC0415

    make = pydantic_ai.openai_compatible if kind == "openai" else pydantic_ai.anthropic
    return make(url, name, settings.agent_key)
