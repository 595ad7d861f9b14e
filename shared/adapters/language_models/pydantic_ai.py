"""Language models behind an OpenAI-compatible or an Anthropic endpoint, by pydantic-ai."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from pydantic_ai import Agent, Tool, UsageLimits
from pydantic_ai.exceptions import AgentRunError, UnexpectedModelBehavior, UsageLimitExceeded
from pydantic_ai.models import Model
from pydantic_ai.settings import ModelSettings

from shared.agents.answer import ModelAnswer
from shared.agents.budget import ModelBudget
from shared.agents.question import ModelQuestion
from shared.agents.read_tools import ReadTool
from shared.ports.language_model import AnswerRefused, ModelUnavailable


def openai_compatible(url: str, model: str, key: str) -> "PydanticAiModel":
    """``url``: up to and including ``/v1``. Endpoints on one's own machine may want no key."""
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415 - seconds; read by who uses this provider
    from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415

    return PydanticAiModel(
        f"openai {model}", lambda: OpenAIChatModel(model, provider=OpenAIProvider(base_url=url, api_key=key or "none"))
    )


def anthropic(url: str, model: str, key: str) -> "PydanticAiModel":
    from pydantic_ai.models.anthropic import AnthropicModel  # noqa: PLC0415 - seconds; read by who uses this provider
    from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: PLC0415

    return PydanticAiModel(
        f"anthropic {model}", lambda: AnthropicModel(model, provider=AnthropicProvider(base_url=url, api_key=key))
    )


class PydanticAiModel:
    """Asks a model and takes only an answer of the expected form, corrected once at most.

    Each answer has an event loop and connections of its own: several threads ask at once, and a connection belongs to
    the loop that opened it.
    """

    def __init__(self, name: str, make: Callable[[], Model]) -> None:
        self.name = name
        self._make = make

    def answer(self, question: ModelQuestion, budget: ModelBudget) -> ModelAnswer:
        try:
            return asyncio.run(self._answer(question, budget))
        except UsageLimitExceeded as spent:
            raise ModelUnavailable("the language model used up its budget") from spent
        except UnexpectedModelBehavior as other:
            raise AnswerRefused("the language model's answer is not of the form that was asked for") from other
        except AgentRunError as failed:
            raise ModelUnavailable(f"the language model could not be asked ({type(failed).__name__})") from failed

    async def _answer(self, question: ModelQuestion, budget: ModelBudget) -> ModelAnswer:
        agent = Agent(
            self._make(),
            output_type=ModelAnswer,
            instructions=question.instructions,
            tools=_tools(question.tools),
            retries=1,
        )
        async with agent:
            run = await agent.run(
                question.text,
                usage_limits=_limits(budget),
                model_settings=ModelSettings(max_tokens=budget.output_tokens, max_retries=0),
                timeout=budget.seconds,
            )
        return run.output


def _limits(budget: ModelBudget) -> UsageLimits:
    return UsageLimits(
        request_limit=budget.requests,
        tool_calls_limit=budget.tool_calls,
        input_tokens_limit=budget.input_tokens,
        output_tokens_limit=budget.output_tokens,
    )


def _tools(tools: Sequence[ReadTool]) -> list[Tool[object]]:
    return [
        Tool.from_schema(
            _caller(tool),
            name=tool.name,
            description=tool.description,
            json_schema=tool.parameters.model_json_schema(),
        )
        for tool in tools
    ]


def _caller(tool: ReadTool) -> Any:
    def call(**arguments: Any) -> str:
        return tool.call(arguments)

    return call
