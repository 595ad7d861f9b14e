"""A language model that may be asked for prose."""

from typing import Protocol

from shared.agents.answer import ModelAnswer
from shared.agents.budget import ModelBudget
from shared.agents.question import ModelQuestion


class ModelUnavailable(Exception):  # noqa: N818 - names the condition
    """The model did not answer: no connection, no permission, too busy, or the budget was used up."""


class AnswerRefused(Exception):  # noqa: N818 - names the condition
    """The model answered, and the answer is not of the form that was asked for."""


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """What people call it: provider and model."""

    def answer(self, question: ModelQuestion, budget: ModelBudget) -> ModelAnswer:
        """Asks once, within the budget. Raises ModelUnavailable or AnswerRefused, whose text says why."""
